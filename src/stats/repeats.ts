import { requireSameLength, requireValues } from "./checks.ts";
import { mean, squaredDeviations } from "./mean.ts";

export interface Repeats {
  /** Mean of each item over its runs: these, not the single runs, go into tests and intervals. */
  means: number[];
  /** Variance of what items are really like, without the noise of sampling; never below 0. */
  itemVariance: number;
  /** Variance between runs of one item, mean over items; 0 with a single run, where it can't be seen. */
  runVariance: number;
}

/**
 * Several runs of the same items (temperature above 0), averaged per item first: `runs[k][item]`. The variance of an
 * item's mean is itemVariance + runVariance / K (Miller 2024, arXiv 2411.00640, §3.2), so more runs help
 * only against the second part. One item: itemVariance 0.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`.
 */
export function averageRepeats(runs: readonly (readonly number[])[]): Repeats {
  const first = runs[0] ?? [];
  requireValues("runs[0]", first);
  for (const [index, run] of runs.entries()) {
    requireValues(`runs[${index}]`, run);
    requireSameLength(["runs[0]", `runs[${index}]`], first, run);
  }
  const items = first.map((_, item) => runs.map((run) => run[item]!));
  const means = items.map(mean);
  const spread = items.map((values, item) => squaredDeviations(values, means[item]!) / Math.max(1, runs.length - 1));
  const runVariance = mean(spread);
  const observed = squaredDeviations(means, mean(means)) / Math.max(1, means.length - 1);
  return { means, runVariance, itemVariance: Math.max(0, observed - runVariance / runs.length) };
}
