import { requireProbability, requireSameLength, requireValues } from "./checks.ts";
import type { Interval } from "./interval.ts";
import { mean } from "./mean.ts";
import { normalQuantile } from "./normal.ts";

export interface RankCorrelation extends Interval {
  /** Spearman's rho. Null where one side does not vary or there are fewer than four pairs. */
  rho: number | null;
  n: number;
}

/**
 * Spearman's rank correlation, ties by mean ranks, with an interval by Fisher's z and the standard error
 * √((1 + rho²/2) / (n − 3)) of Bonett & Wright 2000 (Psychometrika 65, 23–28). Undefined rho: interval −1 … 1.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range` (confidence).
 */
export function rankCorrelation(
  a: readonly number[],
  b: readonly number[],
  { confidence }: { confidence: number },
): RankCorrelation {
  requireValues("a", a);
  requireValues("b", b);
  requireSameLength(["a", "b"], a, b);
  requireProbability("confidence", confidence);
  const n = a.length;
  const rho = n < 4 ? null : pearson(ranks(a), ranks(b));
  if (rho === null) return { rho, n, low: -1, high: 1 };
  // At ±1 Fisher's z is infinite; the interval is then as narrow as the numbers allow.
  const z = Math.atanh(Math.max(-0.9999999, Math.min(0.9999999, rho)));
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt((1 + rho ** 2 / 2) / (n - 3));
  return { rho, n, low: Math.tanh(z - half), high: Math.tanh(z + half) };
}

/** From 1; equal values share the mean of their places. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((x, y) => x.value - y.value);
  const found = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && order[to + 1]!.value === order[from]!.value) to += 1;
    for (let at = from; at <= to; at++) found[order[at]!.index] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return found;
}

function pearson(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (term: (index: number) => number) => a.reduce((total, _, index) => total + term(index), 0);
  const [aa, bb] = [sum((i) => (a[i]! - meanA) ** 2), sum((i) => (b[i]! - meanB) ** 2)];
  if (aa === 0 || bb === 0) return null;
  return sum((i) => (a[i]! - meanA) * (b[i]! - meanB)) / Math.sqrt(aa * bb);
}
