import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import { compareScores } from "../evaluation/compare-scores.ts";
import { readScores } from "../evaluation/import/read-scores.ts";
import type { Comparison } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { resolveRun } from "../runs/history.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { scoreFileEnding } from "../spec/schema-evaluate.ts";
import { readResults } from "./results.ts";

export interface CompareRequest {
  workspace: Workspace;
  /** Score files (`*.jsonl`, `*.json`), of ours or of other tools, and runs, in any mixture. */
  sources: readonly string[];
  metric?: string;
  baseline?: string;
  /** Tolerable loss, a share. */
  margin?: number;
  confidence?: number;
  /** Only items that every source has; otherwise a missing one counts as a failure. */
  intersect?: boolean;
}

/** Compares what runs and score files measured, on the same items. Damaged score files are problems, with their rows. */
export async function compareSources(
  request: CompareRequest,
): Promise<{ comparison: Comparison | null; problems: Problem[] }> {
  const named: { name: string; rows: ScoreRow[] }[] = [];
  const problems: Problem[] = [];
  let metric = request.metric;
  for (const source of request.sources) {
    if (scoreFileEnding.test(source)) {
      const parsed = readScores(await readSource(source), source);
      problems.push(...parsed.problems);
      const file = path.basename(source).replace(scoreFileEnding, "");
      named.push(...parsed.sources.map(({ name, rows }) => ({ name: name === null ? file : `${file}/${name}`, rows })));
      continue;
    }
    const run = await resolveRun(request.workspace, source);
    const { scores, verdict } = await readResults(request.workspace, await readRun(request.workspace, run));
    metric ??= verdict.primary;
    const prefix = request.sources.length > 1 ? `${run.slice(0, 8)}/` : "";
    for (const [name, rows] of Object.entries(scores)) named.push({ name: `${prefix}${name}`, rows });
  }
  if (problems.some(({ severity }) => severity === "error")) return { comparison: null, problems };
  const { baseline, margin, confidence, intersect } = request;
  const options = { metric, baseline, margin, confidence, intersect };
  return { comparison: compareScores(distinct(named), given(options)), problems };
}

async function readSource(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) throw new CodedError("file-not-found", { file });
    throw error;
  }
}

/** Two files of one name in two folders are two candidates. */
function distinct<T extends { name: string }>(sources: T[]): T[] {
  const seen = new Map<string, number>();
  return sources.map((source) => {
    const count = (seen.get(source.name) ?? 0) + 1;
    seen.set(source.name, count);
    return count === 1 ? source : { ...source, name: `${source.name}#${count}` };
  });
}

/** Options without those that were not given: `exactOptionalPropertyTypes` tells absent from undefined. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
