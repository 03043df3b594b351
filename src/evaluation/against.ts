import type { Saying } from "../protocol/comparison.ts";
import type { Item, ScoreRow } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { type EvaluateSpec, isScoreFile } from "../spec/schema-evaluate.ts";
import { averaged } from "./compare-scores.ts";

/** Score files that `good_enough` names in `against`: what today's process reached on the same items. */
export type ScoreFiles = ReadonlyMap<string, readonly ScoreRow[]>;

/** The files' names, each once, in the run file's order, with the metrics that they must have. */
export function scoreFilesOf({ good_enough }: Pick<EvaluateSpec, "good_enough">): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const gate of good_enough) {
    if (!("against" in gate) || !isScoreFile(gate.against)) continue;
    files.set(gate.against, [...new Set([...(files.get(gate.against) ?? []), gate.metric])]);
  }
  return files;
}

/** A file's scores of one metric in the items' order, repeats averaged; null where it has none for an item. */
export function againstScores(
  files: ScoreFiles | undefined,
  file: string,
  { metric, items }: { metric: string; items: readonly Item[] },
): (number | null)[] | undefined {
  const rows = files?.get(file);
  if (!rows) return undefined;
  const scores = averaged(rows, metric);
  return items.map(({ id }) => scores.get(id) ?? null);
}

/** Why a score file can't be measured against, found before anything is spent. `shown` is how texts call the file. */
export function checkAgainst(
  rows: readonly ScoreRow[],
  { metrics, items, shown }: { metrics: readonly string[]; items: readonly Item[]; shown: string },
): Problem[] {
  const problems: Problem[] = [];
  const place = { path: "evaluate.good_enough", file: shown };
  for (const metric of metrics) {
    const scores = averaged(rows, metric);
    const shared = items.filter(({ id }) => scores.has(id)).length;
    if (scores.size === 0) {
      const known = [...new Set(rows.flatMap((row) => Object.keys(row.scores)))].join(", ");
      problems.push(problem("against-without-metric", { ...place, metric, known }));
    } else if (shared === 0) {
      const [own] = scores.keys();
      problems.push(problem("against-other-items", { ...place, id: own!, expected: items[0]?.id ?? "" }));
    } else if ([...scores.values()].some((score) => score < 0 || score > 1)) {
      problems.push(problem("against-no-share", { ...place, metric }));
    } else if (shared < items.length) {
      const params = { ...place, metric, count: items.length - shared, items: items.length };
      problems.push(problem("against-lacks-items", params, { severity: "warning" }));
    }
  }
  return problems;
}

/** What a reader of the verdict has to know: a comparison on fewer items than the others are on. */
export function notesOnAgainst(
  files: ScoreFiles | undefined,
  good_enough: EvaluateSpec["good_enough"],
  items: readonly Item[],
): Saying[] {
  return [...scoreFilesOf({ good_enough })].flatMap(([file, metrics]) =>
    metrics.flatMap((metric): Saying[] => {
      const count = againstScores(files, file, { metric, items })?.filter((score) => score === null).length ?? 0;
      return count === 0 ? [] : [{ code: "against-lacks-items", params: { file, metric, count, items: items.length } }];
    }),
  );
}
