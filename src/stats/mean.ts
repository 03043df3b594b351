import { studentQuantile, studentTwoSided } from "./distributions.ts";
import type { Interval } from "./interval.ts";

/** Arithmetic mean; NaN for none. Summed around the first value, so that equal values have exactly that mean. */
export function mean(values: readonly number[]): number {
  const origin = values[0] ?? Number.NaN;
  let sum = 0;
  for (const value of values) sum += value - origin;
  return origin + sum / values.length;
}

/** Σ (x − center)², for variances. */
export function squaredDeviations(values: readonly number[], center: number): number {
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return sum;
}

export interface TTest extends Interval {
  /** Against a mean of 0. */
  t: number;
  /** Two-sided. */
  p: number;
}

/**
 * t statistic against 0 and two-sided interval of an estimate with its standard error.
 * A standard error of 0 (nothing varies) gives an interval without width and p = 0, or 1 where the estimate is 0 too:
 * formally right and more than so few facts support, so ask a method for constant data instead where that matters.
 * A standard error of ∞ (it can't be estimated) gives −∞ … ∞ and p = 1.
 */
export function tTest(estimate: number, se: number, df: number, confidence: number): TTest {
  if (se === Number.POSITIVE_INFINITY) return { t: 0, p: 1, low: Number.NEGATIVE_INFINITY, high: se };
  const t = estimate === 0 ? 0 : estimate / se;
  const half = se === 0 ? 0 : se * studentQuantile((1 + confidence) / 2, df);
  return { t, p: studentTwoSided(t, df), low: estimate - half, high: estimate + half };
}
