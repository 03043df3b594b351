import { mean } from "../stats/mean.ts";
import { wilson } from "../stats/proportion.ts";
import { isBinary } from "./compare-pair.ts";
import { robustMean, unitsOf } from "./robust-mean.ts";

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * A candidate's mean with its interval: Wilson's where items are yes or no, else, and over clusters, that of `robustMean`.
 * Where nothing varies, Wilson's with one witness for each cluster, as a t interval would have no width.
 */
export function meanInterval(
  values: readonly number[],
  clusters: readonly string[] | null,
  options: { confidence: number; seed: number; share?: boolean },
): Interval {
  const { confidence, share } = options;
  const middle = mean(values);
  const units = unitsOf(values.length, clusters);
  const constant = values.every((value) => value === values[0]);
  if (share !== false && isBinary(values) && (constant || !clusters)) {
    return { mean: middle, ...wilson(middle * units, units, confidence) };
  }
  if (constant || values.length < 2) return { mean: middle, low: middle, high: middle };
  const { low, high } = robustMean(values, clusters, options);
  if (share === false) return { mean: middle, low, high };
  return { mean: middle, low: Math.max(0, low), high: Math.min(1, high) };
}

/** The confidence of a two-sided interval whose lower end is a one-sided bound of `confidence`. */
export function twoSided(confidence: number): number {
  return 2 * confidence - 1;
}
