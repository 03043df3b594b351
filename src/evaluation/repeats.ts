import type { Problem } from "../protocol/problem.ts";
import { averageRepeats } from "../stats/repeats.ts";
import type { ScoredAnswer, ScoringResult } from "./scoring.ts";

/** How often each item was asked: one more than the highest repeat. */
export function repeatsIn(answers: readonly ScoredAnswer[]): number {
  return answers.reduce((most, { repeat = 0 }) => Math.max(most, repeat + 1), 1);
}

/** The answers of one repeat. */
export function answersOf(answers: readonly ScoredAnswer[], wanted: number): ScoredAnswer[] {
  return answers.filter(({ repeat = 0 }) => repeat === wanted);
}

/**
 * Several scorings of the same items as one: scores are averaged per item before anything else is done with them, as the
 * repeats of one item are no further items. An item failed at the outermost layer at which any of its answers did. Labels,
 * for tables of classes, are those of the first repeat.
 */
export function averageScorings(scorings: readonly ScoringResult[]): ScoringResult {
  const [first] = scorings as [ScoringResult];
  const metrics = Object.keys(first.rows[0]?.scores ?? {});
  const means = metrics.map(
    (metric) => averageRepeats(scorings.map(({ rows }) => rows.map((row) => row.scores[metric]!))).means,
  );
  const rows = first.rows.map((row, index) => ({
    ...row,
    scores: Object.fromEntries(metrics.map((metric, at) => [metric, means[at]![index]!])),
  }));
  const order = first.layers.map(({ layer }) => layer);
  const failedLayers = first.failedLayers.map((_, index) => {
    const places = scorings.flatMap(({ failedLayers: failed }) => order.indexOf(failed[index] ?? "") + 1 || []);
    return places.length > 0 ? order[Math.min(...places) - 1]! : null;
  });
  const failedAt = (layer: string) => failedLayers.filter((failed) => failed === layer).length;
  return {
    rows,
    failedLayers,
    layers: order.map((layer) => ({ layer, failed: failedAt(layer) })),
    missing: failedAt("answer"),
    ruleErrors: scorings.reduce((sum, { ruleErrors }) => sum + ruleErrors, 0),
    labelled: first.labelled,
    problems: distinct(scorings.flatMap(({ problems }) => problems)),
  };
}

function distinct(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, params }) => {
    const key = `${code} ${JSON.stringify(params)}`;
    return !seen.has(key) && seen.add(key);
  });
}
