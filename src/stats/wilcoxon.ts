import { requireValues } from "./checks.ts";
import { normalTwoSided } from "./normal.ts";

export interface Wilcoxon {
  /** Sum of the ranks of positive differences. */
  positiveRanks: number;
  negativeRanks: number;
  /** Differences that are not 0. */
  n: number;
  /** Two-sided. */
  p: number;
  method: "exact" | "normal";
}

/** Up to here the exact distribution is used where there are neither ties nor zeros … */
const mostForExact = 50;
/** … and up to here in any case, conditional on the ties: what scipy enumerates as a permutation test. */
const mostForTies = 13;

/**
 * Wilcoxon's signed-rank test of paired differences around 0 (Wilcoxon 1945), two-sided. Zeros are dropped and ties get
 * mean ranks; exact where scipy's `wilcoxon` is by default, else the normal approximation with the variance corrected
 * for ties (Cureton 1967) and no continuity correction. Only zeros: p = 1.
 * It tests symmetry around 0, not the mean: report it beside a mean difference, never as that one's test.
 * Throws `stats-no-values`, `stats-not-finite`.
 */
export function wilcoxonSignedRank(differences: readonly number[]): Wilcoxon {
  requireValues("differences", differences);
  const nonzero = differences.filter((difference) => difference !== 0);
  const n = nonzero.length;
  const { ranks, ties } = signedRanks(nonzero);
  const positiveRanks = ranks.reduce((sum, rank) => sum + Math.max(0, rank), 0);
  const negativeRanks = (n * (n + 1)) / 2 - positiveRanks;
  const clean = ties === 0 && n === differences.length;
  const exact = differences.length <= (clean ? mostForExact : mostForTies) || n === 0;
  const p = exact ? exactP(ranks, positiveRanks) : normalP(n, ties, positiveRanks);
  return { positiveRanks, negativeRanks, n, p, method: exact ? "exact" : "normal" };
}

/** Ranks of the absolute values, with the signs of the values; `ties` is Σ (t³ − t) over groups of equal values. */
function signedRanks(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = [...values.keys()].sort((i, j) => Math.abs(values[i]!) - Math.abs(values[j]!));
  const ranks = new Array<number>(values.length);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && Math.abs(values[order[to]!]!) === Math.abs(values[order[from]!]!)) to++;
    for (const index of order.slice(from, to)) ranks[index] = (Math.sign(values[index]!) * (from + 1 + to)) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

/** Counts the sign patterns by their sum. Ranks are doubled, as mean ranks come in halves. */
function exactP(ranks: readonly number[], positive: number): number {
  const doubled = ranks.map((rank) => Math.abs(2 * rank));
  const total = doubled.reduce((sum, rank) => sum + rank, 0);
  const share = new Float64Array(total + 1);
  share[0] = 1;
  for (const rank of doubled) {
    for (let sum = total; sum >= 0; sum--) share[sum] = (share[sum]! + (share[sum - rank] ?? 0)) / 2;
  }
  const smaller = Math.min(2 * positive, total - 2 * positive);
  return Math.min(1, 2 * share.subarray(0, smaller + 1).reduce((sum, value) => sum + value, 0));
}

function normalP(n: number, ties: number, positive: number): number {
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  return normalTwoSided((positive - mean) / Math.sqrt(variance));
}
