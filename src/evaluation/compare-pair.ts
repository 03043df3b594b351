import type { Saying } from "../protocol/comparison.ts";
import { CodedError } from "../protocol/problem.ts";
import { mcnemarExact } from "../stats/mcnemar.ts";
import { mean, squaredDeviations } from "../stats/mean.ts";
import { newcombePaired } from "../stats/newcombe.ts";
import { wilson } from "../stats/proportion.ts";
import { type RobustMean, resamples, robustMean, unitsOf } from "./robust-mean.ts";

/** Scores of two candidates on the same items, in the same order. */
export interface PairedScores {
  a: readonly number[];
  b: readonly number[];
  /** Which items belong together; null: each stands alone. */
  clusters: readonly string[] | null;
}

export interface PairAnalysis {
  /** mean of b − mean of a. */
  difference: number;
  low: number;
  high: number;
  p: number;
  /** Standard deviation of the differences per item, as if items were independent: what planning needs. */
  deviation: number;
  /** How many times the variance is larger than independent items would have it. 1 without clusters. */
  designEffect: number;
  /** McNemar's cells; null unless both are yes or no on every item. */
  bOnly: number | null;
  cOnly: number | null;
  /** No item's scores differ. */
  identical: boolean;
  method: Saying;
}

export interface PairOptions {
  confidence: number;
  seed: number;
  /** Scores are shares from 0 to 1, so that nothing can lie outside. */
  share?: boolean;
}

/**
 * The paired difference with interval and test. Yes or no per item: Newcombe's interval and McNemar's exact test.
 * Otherwise, and where items come in clusters, the mean difference by `robustMean`: McNemar and Newcombe would count every
 * item of a cluster as a witness of its own.
 * Throws `no-items`.
 */
export function analysePair(scores: PairedScores, options: PairOptions): PairAnalysis {
  const { a, b, clusters } = scores;
  if (a.length === 0) throw new CodedError("no-items");
  const differences = a.map((score, index) => b[index]! - score);
  const difference = mean(differences);
  const binary = isBinary(a) && isBinary(b);
  const count = (sign: number) => (binary ? differences.filter((d) => d === sign).length : null);
  const deviation = standardDeviation(differences);
  const base = { difference, deviation, designEffect: 1, bOnly: count(-1), cOnly: count(1), identical: false };
  const same = constantOf(differences);
  if (same === 0 || (same !== null && (clusters || !binary))) return { ...base, ...constant(same, scores, options) };
  if (binary && !clusters) return { ...base, ...proportions(scores, base.bOnly!, base.cOnly!, options) };
  const { low, high, ...found } = robustMean(differences, clusters, options);
  const designEffect = clusters && deviation > 0 ? (found.se ** 2 * a.length) / deviation ** 2 : 1;
  return {
    ...base,
    ...within(low, high, options),
    p: found.p,
    designEffect,
    method: methodOf(found, clusters, options),
  };
}

/** Clusters that tell something: at least two, and one with more than one item. Null otherwise. */
export function usableClusters(clusters: readonly (string | null | undefined)[]): string[] | null {
  const named = clusters.filter((name) => name !== null && name !== undefined);
  const distinct = new Set(named).size;
  if (distinct === named.length) return null;
  const alone = clusters.length - named.length;
  if (distinct + alone < 2) return null;
  // An item without a cluster is one of its own; the space keeps its name apart from a real cluster's.
  const prefixed = new Map([...new Set(named)].map((name) => [name, `c${name}`]));
  return clusters.map((name, index) => (name === null || name === undefined ? ` ${index}` : prefixed.get(name)!));
}

/** Differences that are the same for all items, rounding aside; null: they vary. */
export function constantOf(differences: readonly number[]): number | null {
  const [first] = differences;
  if (first === undefined || differences.some((d) => Math.abs(d - first) > 1e-12)) return null;
  return Math.abs(first) <= 1e-12 ? 0 : first;
}

/**
 * Zero variance gives an interval of no width, which claims too much: with 0 of n items deviating, Wilson's bound still
 * allows some share of items to deviate, and a mean of shares moves by no more than the share of items that move it.
 * The test is the sign test over what stands for itself: clusters where there are some.
 */
function constant(difference: number, { a, clusters }: PairedScores, options: PairOptions) {
  const units = unitsOf(a.length, clusters);
  const most = options.share === false ? 0 : wilson(0, units, options.confidence).high;
  return {
    ...within(difference - most, difference + most, options),
    p: difference === 0 ? 1 : mcnemarExact(units, 0),
    method: { code: difference === 0 ? "method-identical" : "method-constant", params: { units } },
    identical: difference === 0,
  };
}

function proportions({ a, b }: PairedScores, aOnly: number, bOnly: number, { confidence }: PairOptions) {
  const both = a.filter((score, index) => score === 1 && b[index] === 1).length;
  const neither = a.length - both - aOnly - bOnly;
  const { low, high } = newcombePaired({ both, aOnly, bOnly, neither }, confidence);
  return { low, high, p: mcnemarExact(aOnly, bOnly), method: { code: "method-mcnemar", params: {} } };
}

function methodOf(
  found: Omit<RobustMean, "low" | "high">,
  clusters: readonly string[] | null,
  { seed }: PairOptions,
): Saying {
  const df = rounded(found.df);
  const wider = found.bootstrapped ? { resamples, seed } : null;
  if (clusters) {
    const params = { clusters: found.units, df };
    return wider
      ? { code: "method-clustered-wider", params: { ...params, ...wider } }
      : { code: "method-clustered", params };
  }
  return wider ? { code: "method-wider", params: { df, ...wider } } : { code: "method-paired-t", params: { df } };
}

/** A difference of shares can't be outside −1 … 1. */
function within(low: number, high: number, { share }: PairOptions) {
  return share === false ? { low, high } : { low: Math.max(-1, low), high: Math.min(1, high) };
}

export function isBinary(scores: readonly number[]): boolean {
  return scores.every((score) => score === 0 || score === 1);
}

/** Degrees of freedom as people write them: clusters of different sizes have a fraction. */
function rounded(df: number): number {
  return Number(df.toFixed(1));
}

export function standardDeviation(values: readonly number[]): number {
  return values.length < 2 ? 0 : Math.sqrt(squaredDeviations(values, mean(values)) / (values.length - 1));
}
