import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashText, isMissing } from "../disk/files.ts";
import { readRatings } from "../evaluation/judging/ratings.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import type { RunSpec } from "../spec/schema.ts";
import { judgeOf } from "../spec/schema-scorers.ts";

export interface ScorerFiles {
  /** Texts of files of human ratings, by their names in the run file. */
  ratings: Map<string, string>;
  /** Hashes of the programs that score, by their names. A program is executed where it lies, as it may import others. */
  programs: Record<string, string>;
  problems: Problem[];
}

/** Local models that judge. */
export function judgesOf({ evaluate }: RunSpec): string[] {
  return (evaluate?.scorers ?? []).flatMap((scorer) => judgeOf(scorer)?.model ?? []);
}

/** Reads the files that scorers name. Nothing is executed. Missing and damaged ones are problems. */
export async function readScorerFiles({ evaluate }: RunSpec, folder: string): Promise<ScorerFiles> {
  const files: ScorerFiles = { ratings: new Map(), programs: {}, problems: [] };
  for (const scorer of evaluate?.scorers ?? []) {
    if (typeof scorer === "string") continue;
    if ("custom" in scorer) {
      const { file } = scorer.custom;
      const text = await read(file, folder, files.problems);
      if (text !== null) files.programs[file] = hashText(text);
    }
    const rated = judgeOf(scorer)?.ratings;
    if (rated === undefined || files.ratings.has(rated)) continue;
    const text = await read(rated, folder, files.problems);
    if (text === null) continue;
    files.ratings.set(rated, text);
    files.problems.push(...readRatings(text, rated).problems);
  }
  return files;
}

async function read(file: string, folder: string, problems: Problem[]): Promise<string | null> {
  try {
    return await readFile(path.resolve(folder, file), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push(
      isMissing(error) ? problem("file-not-found", { file }) : problem("file-unreadable", { file, reason }),
    );
    return null;
  }
}
