import type { EvaluateSpec } from "../spec/schema-evaluate.ts";
import { minimumDetectable } from "../stats/power.ts";

/** The usual chance that a planned test has of seeing the difference that it was planned for. */
export const power = 0.8;

/** More items than this are no advice. */
export const mostItemsToAdvise = 1_000_000;

/**
 * Assumed before anything was measured, for models that are near each other (a model and its quantization): on one item
 * in five exactly one of the two is right. A metric that gives parts of a point for an item varies less; measured
 * differences of such shares had deviations of 0.15 to 0.25.
 */
const assumedDiscordant = 0.2;
const assumedDeviationOfShares = 0.2;

/**
 * What a test set can decide, said before anything is spent: the smallest margin (one-sided, where `good_enough` has a
 * margin for the primary metric) or difference (two-sided) that this many items probably suffice for. A share.
 * Items that come in clusters see less; how much is not known before.
 */
export function detectableDifference(items: number, evaluate: EvaluateSpec): number {
  if (items < 1) return 1;
  const { primary, good_enough, confidence } = evaluate;
  const byParts = primary === "fields" || primary === "token_f1" || primary === "chrf";
  const deviation = byParts ? assumedDeviationOfShares : Math.sqrt(assumedDiscordant);
  const sides = good_enough.some((gate) => "margin" in gate && gate.metric === primary) ? 1 : 2;
  return Math.min(1, minimumDetectable({ n: items, deviation, power, alpha: 1 - confidence, sides }));
}
