import { CodedError } from "../protocol/problem.ts";
import { requireCount, requireProbability } from "./checks.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** Of n items asked of both, those that only one of the two has right. */
export interface DiscordantCounts {
  n: number;
  aOnly: number;
  bOnly: number;
}

/** Throws `stats-out-of-range` for counts that are none or more than n, `stats-no-values` for n = 0. */
export function requireDiscordant({ n, aOnly, bOnly }: DiscordantCounts): void {
  requireCount("n", n);
  requireCount("aOnly", aOnly);
  requireCount("bOnly", bOnly);
  if (n === 0) throw new CodedError("stats-no-values", { argument: "n", least: 1 });
  if (aOnly + bOnly > n) {
    throw new CodedError("stats-out-of-range", { argument: "aOnly + bOnly", value: aOnly + bOnly, allowed: `≤ ${n}` });
  }
}

/**
 * Score statistic of the hypothesis p_b − p_a = delta, standard normal under it (Tango 1998, Stat. Med. 17:891): the
 * variance is that of the most likely table with this difference, so it doesn't vanish when nothing is discordant.
 */
export function tangoScore({ n, aOnly, bOnly }: DiscordantCounts, delta: number): number {
  const linear = -bOnly - aOnly + (2 * n - bOnly + aOnly) * delta;
  const constant = -aOnly * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, linear ** 2 - 8 * n * constant));
  // Two forms of the same root: the one that subtracts like numbers would lose digits.
  const share = linear <= 0 ? (root - linear) / (4 * n) : (-2 * constant) / (root + linear);
  const variance = n * (2 * share + delta * (1 - delta));
  const distance = bOnly - aOnly - n * delta;
  return distance === 0 ? 0 : distance / Math.sqrt(Math.max(0, variance));
}

/** The delta on the lower (z > 0) or upper (z < 0) side whose score is z. The score falls as delta rises. */
function limit(counts: DiscordantCounts, difference: number, z: number): number {
  let [outer, inner] = [z > 0 ? -1 : 1, difference];
  for (let halving = 0; halving < 60 && outer !== inner; halving++) {
    const middle = (outer + inner) / 2;
    if (Math.abs(tangoScore(counts, middle)) > Math.abs(z)) outer = middle;
    else inner = middle;
  }
  return (outer + inner) / 2;
}

/**
 * Difference of two paired proportions, p_b − p_a (−1 … 1), with Tango's score interval, two-sided. Its lower limit at
 * confidence 1 − 2α is the bound of a one-sided test at α, which makes it the interval of non-inferiority.
 * Throws as `requireDiscordant`; `stats-out-of-range` for the confidence.
 */
export function tangoPaired(counts: DiscordantCounts, confidence: number): { difference: number } & Interval {
  requireDiscordant(counts);
  requireProbability("confidence", confidence);
  const difference = (counts.bOnly - counts.aOnly) / counts.n;
  const z = normalQuantile((1 + confidence) / 2);
  return { difference, low: limit(counts, difference, z), high: limit(counts, difference, -z) };
}
