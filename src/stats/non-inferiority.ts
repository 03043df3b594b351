import { requireBetween, requireProbability } from "./checks.ts";
import { studentCdf, studentQuantile } from "./distributions.ts";
import { normalCdf } from "./normal.ts";
import { wilson } from "./proportion.ts";
import { type DiscordantCounts, requireDiscordant, tangoPaired, tangoScore } from "./tango.ts";

/*
 * "Good enough" is a claim of its own and needs its own test: a difference that is not significant may still be large.
 * Margins and floors are fixed before anyone looks. Confidence is one-sided here: 0.95 errs in 5 % of the cases where
 * the truth lies on the limit.
 */

export interface Claim {
  /** The one-sided lower bound: with the given confidence the truth is above it. */
  bound: number;
  /** One-sided, of the hypothesis that the truth is on the limit or below. */
  p: number;
  /** The bound clears the limit. */
  holds: boolean;
}

/** An estimate with its uncertainty. Leave `df` out for a normal approximation. */
export interface Estimate {
  se: number;
  df?: number;
}

function above(estimate: number, { se, df = Number.POSITIVE_INFINITY }: Estimate, limit: number, confidence: number) {
  requireProbability("confidence", confidence);
  requireBetween("estimate", estimate, -Number.MAX_VALUE, Number.MAX_VALUE);
  requireBetween("limit", limit, -Number.MAX_VALUE, Number.MAX_VALUE);
  requireBetween("se", se, 0, Number.POSITIVE_INFINITY);
  // Nothing known of the spread: no bound, and no claim.
  if (se === Number.POSITIVE_INFINITY) return { bound: Number.NEGATIVE_INFINITY, p: 1, holds: false };
  if (se === 0) return { bound: estimate, p: estimate > limit ? 0 : 1, holds: estimate > limit };
  requireBetween("df", df, Number.MIN_VALUE, Number.POSITIVE_INFINITY);
  const bound = estimate - studentQuantile(confidence, df) * se;
  return { bound, p: studentCdf((limit - estimate) / se, df), holds: bound > limit };
}

/**
 * Non-inferiority of scores: `difference` (candidate − baseline, larger is better) is above −margin. t or z of
 * (difference + margin) / se, one-sided. Units are those of the score; feed it `pairedT`'s or `clusteredMean`'s numbers.
 * A standard error of 0 is taken at its word, one of ∞ decides nothing.
 * Throws `stats-out-of-range` (margin < 0, confidence, se, df).
 */
export function nonInferiority(input: Estimate & { difference: number; margin: number; confidence: number }): Claim {
  requireBetween("margin", input.margin, 0, Number.MAX_VALUE);
  return above(input.difference, input, -input.margin, input.confidence);
}

/** A mean score is above a floor: one-sided t (or z) bound. Units and errors as in `nonInferiority`. */
export function meanAboveFloor(input: Estimate & { mean: number; floor: number; confidence: number }): Claim {
  return above(input.mean, input, input.floor, input.confidence);
}

/**
 * Non-inferiority of b to a where each item is right or wrong: the bound of p_b − p_a is Tango's score bound (1998), the
 * p value that of his score at −margin, which is constrained-likelihood and holds with few discordant items, where Wald
 * does not. `margin` is a share, 0 … 1. Throws as `tangoPaired`; `stats-out-of-range` for the margin.
 */
export function nonInferiorityBinary(input: DiscordantCounts & { margin: number; confidence: number }): Claim {
  const { margin, confidence } = input;
  requireBetween("margin", margin, 0, 1);
  requireOneSided(confidence);
  const { difference, low: bound } = tangoPaired(input, 2 * confidence - 1);
  if (margin === 1) return { bound, p: difference > -1 ? 0 : 1, holds: difference > -1 };
  return { bound, p: normalCdf(-tangoScore(input, -margin)), holds: bound > -margin };
}

/**
 * The textbook Wald version of `nonInferiorityBinary`, to agree with other tools: se = √(b + c − (b − c)² / n) / n.
 * With few discordant items it claims too much; verdicts use the score version.
 */
export function nonInferiorityBinaryWald(
  input: DiscordantCounts & { margin: number; confidence: number },
): Claim & { difference: number; se: number; z: number } {
  requireDiscordant(input);
  const { n, aOnly, bOnly, margin, confidence } = input;
  const difference = (bOnly - aOnly) / n;
  const se = Math.sqrt(aOnly + bOnly - (bOnly - aOnly) ** 2 / n) / n;
  const claim = nonInferiority({ difference, se, margin, confidence });
  return { ...claim, difference, se, z: difference + margin === 0 ? 0 : (difference + margin) / se };
}

/**
 * A share of successes is above a floor (0 … 1): Wilson's one-sided lower bound, and the score test it inverts.
 * n = 0: bound 0, p = 1, does not hold. Throws `stats-out-of-range`.
 */
export function aboveFloor(input: { successes: number; n: number; floor: number; confidence: number }): Claim {
  const { successes, n, floor, confidence } = input;
  requireBetween("floor", floor, 0, 1);
  requireOneSided(confidence);
  const { low: bound } = wilson(successes, n, 2 * confidence - 1);
  if (n === 0) return { bound, p: 1, holds: false };
  const excess = successes - n * floor;
  const z = excess === 0 ? 0 : excess / Math.sqrt(n * floor * (1 - floor));
  return { bound, p: normalCdf(-z), holds: bound > floor };
}

/** A one-sided bound is the end of a two-sided interval of 2 · confidence − 1, which must be one. */
function requireOneSided(confidence: number): void {
  requireProbability("confidence", confidence);
  requireProbability("2 · confidence − 1", 2 * confidence - 1);
}
