import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** P(Z ≤ z) of the standard normal distribution. Through erfc, so that tails keep their digits: Φ(−37) is 5.7e-300, not 0. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** φ(z), the density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-z * z * 0.5) / Math.sqrt(2 * Math.PI);
}

/**
 * The z with P(Z ≤ z) = p; −∞ at 0, ∞ at 1, NaN outside 0 … 1.
 * The tail that is small is inverted: `1 − p` would lose its digits there.
 */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? -Math.SQRT2 * erfcinv(2 * p) : Math.SQRT2 * erfcinv(2 * (1 - p));
}

/** P(|Z| ≥ |z|), the two-sided p value of a z statistic. */
export function normalTwoSided(z: number): number {
  return erfc(Math.abs(z) / Math.SQRT2);
}
