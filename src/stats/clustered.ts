import { requireProbability, requireSameLength, requireValues } from "./checks.ts";
import { satterthwaiteDf } from "./cluster-df.ts";
import { mean, tTest } from "./mean.ts";
import type { MeanTest } from "./paired-t.ts";

export interface ClusteredMean extends MeanTest {
  /** Number of clusters. `df` is at most one less, a fraction where clusters differ in size. */
  clusters: number;
  /** Miller's standard error, without a correction for few clusters. */
  seUncorrected: number;
}

export interface ClusterOptions {
  /**
   * How few clusters, and unequal ones, are accounted for.
   * satterthwaite (default): each cluster's variance corrected for its size (CR2) and the degrees of freedom matched
   * to the cluster sizes (Bell & McCaffrey 2002; Imbens & Kolesár 2016).
   * clusters: CR1 and G − 1, the convention of statsmodels and Stata. Equal where all clusters have one size. With a
   * few big clusters among small ones it claims three times too often (`npm run bench:aa`).
   */
  smallSample?: "satterthwaite" | "clusters";
}

interface Cluster {
  size: number;
  /** Sum of the deviations from the mean of all. */
  residual: number;
}

/**
 * Mean of values that come in clusters (several questions about one document, several mails of one thread) with a t
 * interval and a two-sided test against 0. Units are those of the values.
 *
 * `seUncorrected` is √(Σ_c (Σ_i e_ic)²) / n (Miller 2024, arXiv 2411.00640, clustered questions); `se` corrects it as
 * `smallSample` says. With clusters of one item all of this is the paired t test.
 * One cluster: se = ∞, df = 0, p = 1, interval −∞ … ∞.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range` (confidence).
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly string[],
  confidence: number,
  { smallSample = "satterthwaite" }: ClusterOptions = {},
): ClusteredMean {
  requireValues("values", values);
  requireSameLength(["values", "clusters"], values, clusters);
  requireProbability("confidence", confidence);
  const n = values.length;
  const estimate = mean(values);
  const groups = groupResiduals(values, clusters, estimate);
  const count = groups.length;
  if (count === 1) {
    const se = Number.POSITIVE_INFINITY;
    return { mean: estimate, se, seUncorrected: se, clusters: 1, df: 0, ...tTest(estimate, se, 0, confidence) };
  }
  const squares = groups.map(({ residual }) => residual ** 2);
  const seUncorrected = Math.sqrt(sum(squares)) / n;
  const corrected = sum(squares.map((square, index) => square / (1 - groups[index]!.size / n)));
  const bySize = smallSample === "satterthwaite";
  const se = bySize ? Math.sqrt(corrected) / n : seUncorrected * Math.sqrt(count / (count - 1));
  const sizes = groups.map(({ size }) => size);
  const df = bySize ? satterthwaiteDf(sizes, intraclassCorrelation(values, estimate, groups)) : count - 1;
  return { mean: estimate, se, seUncorrected, clusters: count, df, ...tTest(estimate, se, df, confidence) };
}

function groupResiduals(values: readonly number[], clusters: readonly string[], center: number): Cluster[] {
  const groups = new Map<string, Cluster>();
  for (const [index, value] of values.entries()) {
    const group = groups.get(clusters[index]!) ?? { size: 0, residual: 0 };
    groups.set(clusters[index]!, { size: group.size + 1, residual: group.residual + value - center });
  }
  return [...groups.values()];
}

/** Mean product of two residuals of one cluster, over their variance; 0 … 1 (Imbens & Kolesár 2016). */
function intraclassCorrelation(values: readonly number[], center: number, groups: readonly Cluster[]): number {
  const squares = sum(values.map((value) => (value - center) ** 2));
  const pairs = sum(groups.map(({ size }) => size * (size - 1)));
  if (pairs === 0 || squares === 0) return 0;
  const products = sum(groups.map(({ residual }) => residual ** 2)) - squares;
  return Math.min(1, Math.max(0, products / pairs / (squares / values.length)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
