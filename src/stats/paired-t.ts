import { requireProbability, requireValues } from "./checks.ts";
import { mean, squaredDeviations, type TTest, tTest } from "./mean.ts";

export interface MeanTest extends TTest {
  /** In the unit of the values. */
  mean: number;
  se: number;
  df: number;
}

/**
 * Mean of paired differences with Student's t interval and two-sided test against 0 (Student 1908), n − 1 degrees of
 * freedom. Units are those of the differences.
 * One value: se = ∞, df = 0, p = 1, interval −∞ … ∞. All values equal: see `tTest`.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-out-of-range` (confidence).
 */
export function pairedT(differences: readonly number[], confidence: number): MeanTest {
  requireValues("differences", differences);
  requireProbability("confidence", confidence);
  const n = differences.length;
  const estimate = mean(differences);
  const df = n - 1;
  const se = df === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(squaredDeviations(differences, estimate) / df / n);
  return { mean: estimate, se, df, ...tTest(estimate, se, df, confidence) };
}
