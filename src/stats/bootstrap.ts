import { requireCount, requireMoreThan, requireProbability, requireSameLength, requireValues } from "./checks.ts";
import { studentQuantile, studentTwoSided } from "./distributions.ts";
import type { Interval } from "./interval.ts";
import { mean } from "./mean.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { percentile } from "./percentile.ts";
import { createRandom } from "./random.ts";

export interface BootstrapOptions {
  confidence: number;
  /** Default 10,000. */
  resamples?: number;
  /** Kept with the result: the same seed gives the same interval on every machine. */
  seed: number;
  /** bca corrects bias and skew (Efron 1987); percentile is Efron 1979. */
  method: "percentile" | "bca";
  /** Widens the interval by what a bootstrap of n units lacks: Hesterberg 2015 (Am. Stat. 69:371), expanded percentiles. */
  expanded?: boolean;
  /** Cluster of each value: whole clusters are resampled. */
  clusters?: readonly string[];
}

export interface BootstrapMean extends Interval {
  mean: number;
  /** Two-sided, against 0: the smallest 1 − confidence whose interval leaves 0 out. At least 1 / (resamples + 1). */
  p: number;
}

/** Percentile positions of the interval: how far the plain ones are moved. */
interface Correction {
  bias: number;
  acceleration: number;
  /** `expanded` takes t with n − 1 degrees of freedom, times √(n / (n − 1)), where z stands otherwise (df = ∞, 1). */
  df: number;
  inflation: number;
}

/**
 * Mean with its bootstrap interval; units are those of the values. Items, or whole clusters, are drawn with
 * replacement; models are never resampled apart, because values are paired differences already.
 * All values equal, or one unit only: the interval has no width and says nothing of the uncertainty; p is 1 where the
 * mean is 0, else 1 / (resamples + 1).
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range`.
 */
export function bootstrapMean(values: readonly number[], options: BootstrapOptions): BootstrapMean {
  const { confidence, resamples = 10_000, seed, method, clusters } = options;
  requireValues("values", values);
  requireProbability("confidence", confidence);
  requireCount("resamples", resamples);
  requireMoreThan("resamples", resamples, 0);
  if (clusters) requireSameLength(["values", "clusters"], values, clusters);
  const estimate = mean(values);
  const units = unitsOf(values, clusters, estimate);
  const means = resample(units, resamples, seed).sort();
  const n = units.sums.length;
  const tail = (1 - confidence) / 2;
  const expanded = options.expanded === true && n > 1;
  const correction: Correction = {
    bias: method === "bca" ? normalQuantile(shareBelow(means, 0)) : 0,
    acceleration: method === "bca" ? accelerationOf(units) : 0,
    df: expanded ? n - 1 : Number.POSITIVE_INFINITY,
    inflation: expanded ? Math.sqrt(n / (n - 1)) : 1,
  };
  return {
    mean: estimate,
    low: estimate + percentile(means, position(tail, correction)),
    high: estimate + percentile(means, position(1 - tail, correction)),
    p: Math.max(pValue(means, -estimate, correction), 1 / (resamples + 1)),
  };
}

interface Units {
  /** Sum of each unit's values, measured from the mean of all, so that a mean of small differences keeps its digits. */
  sums: Float64Array;
  sizes: Float64Array | null;
}

function unitsOf(values: readonly number[], clusters: readonly string[] | undefined, origin: number): Units {
  if (!clusters) return { sums: Float64Array.from(values, (value) => value - origin), sizes: null };
  const groups = new Map<string, { sum: number; size: number }>();
  for (const [index, value] of values.entries()) {
    const group = groups.get(clusters[index]!) ?? { sum: 0, size: 0 };
    groups.set(clusters[index]!, { sum: group.sum + value - origin, size: group.size + 1 });
  }
  const all = [...groups.values()];
  return { sums: Float64Array.from(all, ({ sum }) => sum), sizes: Float64Array.from(all, ({ size }) => size) };
}

/** Resampled means, from the origin of the units. */
function resample({ sums, sizes }: Units, resamples: number, seed: number): Float64Array {
  const { below } = createRandom(seed);
  const n = sums.length;
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    let size = 0;
    for (let draw = 0; draw < n; draw++) {
      const unit = below(n);
      sum += sums[unit]!;
      size += sizes === null ? 1 : sizes[unit]!;
    }
    means[round] = sum / size;
  }
  return means;
}

/** Share of sorted values below `limit`, those equal to it counted half. */
function shareBelow(sorted: Float64Array, limit: number): number {
  // Sums in another order differ in the last digits: what is that near counts as equal.
  const scale = Math.max(Math.abs(sorted[0]!), Math.abs(sorted[sorted.length - 1]!), Math.abs(limit));
  const near = Math.max(1e-12 * scale, Number.MIN_VALUE);
  return (firstFrom(sorted, limit - near) + firstFrom(sorted, limit + near)) / 2 / sorted.length;
}

/** Index of the first sorted value ≥ limit. */
function firstFrom(sorted: Float64Array, limit: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Efron's a from the jackknife over units: a sixth of the skewness of the leave-one-out means. */
function accelerationOf({ sums, sizes }: Units): number {
  const total = sums.reduce((sum, value) => sum + value, 0);
  const size = sizes?.reduce((sum, value) => sum + value, 0) ?? sums.length;
  const without = Array.from(sums, (sum, index) => (total - sum) / (size - (sizes?.[index] ?? 1)));
  if (sums.length < 2) return 0;
  const center = mean(without);
  let [squares, cubes] = [0, 0];
  for (const value of without) {
    squares += (center - value) ** 2;
    cubes += (center - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Which percentile of the resampled means ends the interval (Efron 1987, eq. 2.3 with his z₀ and a). */
function position(tail: number, { bias, acceleration, df, inflation }: Correction): number {
  const moved = bias + studentQuantile(tail, df) * inflation;
  const scale = 1 - acceleration * moved;
  // Beyond the pole of the correction lies the last percentile.
  return scale > 0 ? normalCdf(bias + moved / scale) : Number(moved > 0);
}

/** `position` the other way round: the tail whose interval ends at `limit`, doubled. 0: no interval ends there. */
function pValue(means: Float64Array, limit: number, { bias, acceleration, df, inflation }: Correction): number {
  const share = shareBelow(means, limit);
  if (share === 0 || share === 1) return 0;
  const moved = normalQuantile(share) - bias;
  const scale = 1 + acceleration * moved;
  return scale > 0 ? studentTwoSided((moved / scale - bias) / inflation, df) : 0;
}
