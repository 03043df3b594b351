import { requireProbability, requireSameLength, requireValues } from "./checks.ts";
import { mean, tTest } from "./mean.ts";
import type { MeanTest } from "./paired-t.ts";

export interface ClusteredMean extends MeanTest {
  /** Number of clusters. */
  clusters: number;
  /** Miller's standard error, without the correction for few clusters. */
  seUncorrected: number;
}

/**
 * Mean of values that come in clusters (several questions about one document, several mails of one thread), with a t
 * interval on G − 1 degrees of freedom. Units are those of the values.
 *
 * `seUncorrected` is √(Σ_c (Σ_i e_ic)²) / n (Miller 2024, arXiv 2411.00640, clustered questions). `se` is that times
 * √(G / (G − 1)), the CR1 estimator that statsmodels and Stata use: with clusters of one item it equals the paired t
 * test's, without it few clusters are believed too readily.
 * One cluster: se = ∞, df = 0, p = 1, interval −∞ … ∞.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range` (confidence).
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly string[],
  confidence: number,
): ClusteredMean {
  requireValues("values", values);
  requireSameLength(["values", "clusters"], values, clusters);
  requireProbability("confidence", confidence);
  const estimate = mean(values);
  const residuals = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    const cluster = clusters[index]!;
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + value - estimate);
  }
  const count = residuals.size;
  const df = count - 1;
  let squares = 0;
  for (const residual of residuals.values()) squares += residual ** 2;
  const seUncorrected = df === 0 ? Number.POSITIVE_INFINITY : Math.sqrt(squares) / values.length;
  const se = df === 0 ? seUncorrected : seUncorrected * Math.sqrt(count / df);
  return { mean: estimate, se, seUncorrected, clusters: count, df, ...tTest(estimate, se, df, confidence) };
}
