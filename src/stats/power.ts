import { requireBetween, requireMoreThan, requireProbability } from "./checks.ts";
import { studentQuantile } from "./distributions.ts";
import { noncentralTCdf } from "./noncentral-t.ts";
import { normalQuantile } from "./normal.ts";

/** What a planned test may miss and may claim falsely. */
export interface Plan {
  /** Chance of a claim where there is nothing, e.g. 0.05. */
  alpha: number;
  /** Chance of seeing what is there, e.g. 0.8. */
  power: number;
  /** Default 2. 1 for a one-sided claim such as non-inferiority, where the margin takes the place of the difference. */
  sides?: 1 | 2;
}

function zOf({ alpha, power, sides = 2 }: Plan): { claim: number; see: number } {
  requireProbability("alpha", alpha);
  requireProbability("power", power);
  requireProbability("power − alpha", power - alpha);
  return { claim: -normalQuantile(alpha / sides), see: normalQuantile(power) };
}

/**
 * The smallest mean difference that n items see with the planned power, in the unit of `deviation`:
 * (z_{1−α/2} + z_power) · ω / √n (Miller 2024, arXiv 2411.00640, eq. 9, with item means known).
 * `deviation` is ω, the standard deviation of the paired difference per item (for binary items √(discordant share −
 * difference²)). With clusters, put in the number of items and ω · √(design effect).
 * Throws `stats-out-of-range`.
 */
export function minimumDetectable(input: Plan & { deviation: number; n: number }): number {
  const { claim, see } = zOf(input);
  requireBetween("deviation", input.deviation, 0, Number.MAX_VALUE);
  requireMoreThan("n", input.n, 0);
  return ((claim + see) * input.deviation) / Math.sqrt(input.n);
}

/** How many items see a mean difference, not rounded: the inverse of `minimumDetectable`. Throws `stats-out-of-range`. */
export function itemsNeeded(input: Plan & { deviation: number; difference: number }): number {
  const { claim, see } = zOf(input);
  requireBetween("deviation", input.deviation, 0, Number.MAX_VALUE);
  requireMoreThan("|difference|", Math.abs(input.difference), 0);
  return (((claim + see) * input.deviation) / input.difference) ** 2;
}

/**
 * Items that McNemar's test needs, not rounded (Connor 1987, Biometrics 43:207): (z_{1−α/2} √d + z_power √(d − δ²))² / δ².
 * `discordant` (d) is the share of items that exactly one of two has right, `difference` (δ) that of the two accuracies.
 * Throws `stats-out-of-range` unless 0 < |δ| ≤ d ≤ 1.
 */
export function sampleSizeMcNemar(input: Plan & { discordant: number; difference: number }): number {
  const { claim, see } = zOf(input);
  const { discordant, difference } = input;
  requireBetween("discordant", discordant, Number.MIN_VALUE, 1);
  requireMoreThan("|difference|", Math.abs(difference), 0);
  requireBetween("|difference|", Math.abs(difference), 0, discordant);
  return ((claim * Math.sqrt(discordant) + see * Math.sqrt(discordant - difference ** 2)) / difference) ** 2;
}

/**
 * The smallest difference of accuracies that McNemar's test sees on n items: Connor's formula solved for δ.
 * Null where not even δ = d (only one of the two ever wins) would be seen: no difference can be.
 * The exact test is a little less powerful, see `minimumDetectableMcNemarExact`. Throws `stats-out-of-range`.
 */
export function minimumDetectableMcNemar(input: Plan & { discordant: number; n: number }): number | null {
  const { claim, see } = zOf(input);
  const { discordant, n } = input;
  requireBetween("discordant", discordant, Number.MIN_VALUE, 1);
  requireMoreThan("n", n, 0);
  const rest = n + see ** 2 - claim ** 2;
  if (rest < 0) return null;
  const difference = (Math.sqrt(discordant) * (Math.sqrt(n) * claim + see * Math.sqrt(rest))) / (n + see ** 2);
  return difference <= discordant ? difference : null;
}

/**
 * Power of the two-sided paired (or one-sample) t test for a standardized effect d = mean difference / ω, by the
 * noncentral t distribution; n ≥ 2, fractions allowed. What R's `power.t.test(strict = TRUE)` and statsmodels' `TTestPower` compute.
 * Throws `stats-out-of-range`.
 */
export function powerPairedT(input: { effect: number; n: number; alpha: number }): number {
  const { effect, n, alpha } = input;
  requireBetween("effect", effect, -Number.MAX_VALUE, Number.MAX_VALUE);
  requireBetween("n", n, 2, Number.MAX_SAFE_INTEGER);
  requireProbability("alpha", alpha);
  const critical = -studentQuantile(alpha / 2, n - 1);
  const delta = effect * Math.sqrt(n);
  // P(T > c) is written as the lower tail of the mirrored distribution, where it keeps its digits.
  return noncentralTCdf(-critical, n - 1, -delta) + noncentralTCdf(-critical, n - 1, delta);
}

/** Items for `powerPairedT` to reach the planned power, not rounded; at least 2. Throws `stats-out-of-range`. */
export function sampleSizePairedT(input: { effect: number; alpha: number; power: number }): number {
  const { effect, alpha, power } = input;
  zOf(input);
  requireMoreThan("|effect|", Math.abs(effect), 0);
  const seen = (n: number) => powerPairedT({ effect, n, alpha }) >= power;
  let [low, high] = [2, 4];
  while (!seen(high)) [low, high] = [high, 2 * high];
  if (low === 2 && seen(2)) return 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (seen(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Items in each of two *unpaired* groups for shares p₁ against p₂, not rounded, by Cohen's arcsine effect size (Cohen
 * 1988, ch. 6): to say what pairing saves. Throws `stats-out-of-range`.
 */
export function sampleSizeUnpaired(input: Plan & { first: number; second: number }): number {
  const { claim, see } = zOf(input);
  requireBetween("first", input.first, 0, 1);
  requireBetween("second", input.second, 0, 1);
  const h = 2 * Math.asin(Math.sqrt(input.first)) - 2 * Math.asin(Math.sqrt(input.second));
  requireMoreThan("|first − second|", Math.abs(h), 0);
  return 2 * ((claim + see) / h) ** 2;
}
