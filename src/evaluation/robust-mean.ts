import { bootstrapMean } from "../stats/bootstrap.ts";
import { clusteredMean } from "../stats/clustered.ts";
import { pairedT } from "../stats/paired-t.ts";

/** Fewer witnesses than this get a t interval alone: resamples of so few tell nothing that t doesn't. */
export const leastForBootstrap = 15;
/** More than this get a t interval alone as well: it is right there, and ten thousand resamples take minutes. */
export const mostForBootstrap = 2000;
export const resamples = 10_000;

export interface RobustMean {
  low: number;
  high: number;
  /** Two-sided, against 0. */
  p: number;
  se: number;
  df: number;
  /** Items, or clusters where there are some. */
  units: number;
  bootstrapped: boolean;
}

/**
 * The interval of a mean of scores or of their differences: t (over clusters where there are some) and BCa bootstrap with
 * expanded percentiles, of both the end that reaches farther, and the larger p.
 *
 * Neither alone keeps its word on what is usual here, few items that differ among many that don't. In 900 simulations of
 * 120 items a 95 % one-sided t bound held in 89 % where 6 % of the items lose between 0.2 and 1, a BCa interval in 88 %
 * where 6 % differ either way; the farther end of both held in 92 to 100 % in all cases tried (92 %: 40 items, a fifth of which lose).
 */
export function robustMean(
  values: readonly number[],
  clusters: readonly string[] | null,
  { confidence, seed }: { confidence: number; seed: number },
): RobustMean {
  const units = unitsOf(values.length, clusters);
  const t = clusters ? clusteredMean(values, clusters, confidence) : pairedT(values, confidence);
  const { low, high, p, se, df } = t;
  if (units < leastForBootstrap || units > mostForBootstrap) {
    return { low, high, p, se, df, units, bootstrapped: false };
  }
  const bootstrap = bootstrapMean(values, {
    confidence,
    resamples,
    seed,
    method: "bca",
    expanded: true,
    ...(clusters ? { clusters } : {}),
  });
  return {
    low: Math.min(low, bootstrap.low),
    high: Math.max(high, bootstrap.high),
    // A bootstrap can't say less than one in its number of resamples; where it says that, t knows better.
    p: bootstrap.p <= 1 / (resamples + 1) ? p : Math.max(p, bootstrap.p),
    se,
    df,
    units,
    bootstrapped: true,
  };
}

/** Independent witnesses: clusters where there are some, else items. */
export function unitsOf(items: number, clusters: readonly string[] | null): number {
  return clusters ? new Set(clusters).size : items;
}
