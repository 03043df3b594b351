import path from "node:path";
import { shownPath } from "../data/resolve.ts";
import { readTextIfThere } from "../disk/files.ts";
import { checkAgainst, scoreFilesOf } from "../evaluation/against.ts";
import { readScores } from "../evaluation/import/read-scores.ts";
import { parseScoreFile } from "../evaluation/score-file.ts";
import type { Item, ScoreRow } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";

export interface AgainstFiles {
  /** Our own lines of each file's scores, by its name in the run file. */
  texts: Map<string, string>;
  problems: Problem[];
}

/**
 * Reads the score files that `good_enough` measures against. They are taken into the store like data: a run's margin is
 * against the scores that the file had when the run started.
 */
export async function readAgainst(
  evaluate: EvaluateSpec,
  { folder, items }: { folder: string; items: readonly Item[] },
): Promise<AgainstFiles> {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [file, metrics] of scoreFilesOf(evaluate)) {
    const shown = shownPath(folder, file);
    const text = await readTextIfThere(path.resolve(folder, file));
    if (text === null) {
      problems.push(problem("file-not-found", { file: shown, path: "evaluate.good_enough" }));
      continue;
    }
    const { sources, problems: found } = readScores(text, shown);
    problems.push(...found);
    const [only, second] = sources;
    if (second) {
      const known = sources.map(({ name }) => name ?? "").join(", ");
      problems.push(problem("against-several-sources", { file: shown, known, path: "evaluate.good_enough" }));
    } else if (only) {
      problems.push(...checkAgainst(only.rows, { metrics, items, shown }));
      texts.set(file, serializeScores(only.rows, metrics));
    }
  }
  return { texts, problems };
}

/** The metrics that are asked for, in the items' order of the file: a file with another column more is the same scores. */
function serializeScores(rows: readonly ScoreRow[], metrics: readonly string[]): string {
  return rows
    .map(({ id, scores, repeat }) => {
      const asked = metrics.flatMap((metric) => (Object.hasOwn(scores, metric) ? [[metric, scores[metric]]] : []));
      return `${JSON.stringify({ id, scores: Object.fromEntries(asked), ...(repeat === undefined ? {} : { repeat }) })}\n`;
    })
    .join("");
}

/** A text of the store as `readAgainst` made it. */
export function parseAgainst(text: string): ScoreRow[] {
  return parseScoreFile(text, "").rows;
}
