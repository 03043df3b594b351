import type { Saying, VerdictCode } from "../protocol/comparison.ts";
import { minimumDetectable } from "../stats/power.ts";
import type { PairAnalysis } from "./compare-pair.ts";
import { mostItemsToAdvise, power } from "./detectable.ts";
import type { DeclaredMargin } from "./loss-bound.ts";
import { percentOf, plain, points, probability, roughly, signedPlain, signedPoints } from "./numbers.ts";

export interface OutcomeInput {
  a: string;
  b: string;
  items: number;
  analysis: PairAnalysis;
  /** p after correction for `family` comparisons. */
  adjusted: number;
  family: number;
  margin: DeclaredMargin | null;
  confidence: number;
  /** Scores are shares, so differences are said in percentage points; else in the metric's own unit. */
  share: boolean;
}

/**
 * What a comparison comes to, as a code and as a sentence.
 * "Better" and "worse" need the corrected p below 1 − confidence and an interval without 0.
 * A declared margin that holds is said before "worse": that little was declared tolerable.
 */
export function outcome(input: OutcomeInput): { code: VerdictCode; saying: Saying } {
  const { analysis, adjusted, confidence, margin } = input;
  const { difference, low, high } = analysis;
  if (analysis.identical) return { code: "same", saying: sameSaying(input) };
  const excludesZero = low > 0 || high < 0;
  const significant = adjusted < 1 - confidence && excludesZero;
  if (significant && difference > 0) return { code: "better", saying: saying("pair-better", input) };
  if (margin?.holds) return { code: "within-margin", saying: saying("pair-within-margin", input) };
  if (significant) return { code: "worse", saying: saying("pair-worse", input) };
  if (excludesZero) return { code: "cannot-tell", saying: saying("pair-borderline", input) };
  const direction = difference < 0 ? "below" : difference > 0 ? "above" : "level";
  return { code: "cannot-tell", saying: saying(`pair-cannot-tell-${direction}`, input) };
}

function sameSaying(input: OutcomeInput): Saying {
  if (!input.share) return { code: "pair-same-plain", params: { a: input.a, b: input.b, items: input.items } };
  return saying("pair-same", input);
}

function saying(code: string, input: OutcomeInput): Saying {
  const { a, b, items, analysis, adjusted, family, margin, confidence, share } = input;
  const { difference, low, high } = analysis;
  const size = (value: number) => (share ? points(value) : plain(value));
  const signed = (value: number) => (share ? signedPoints(value) : signedPlain(value));
  const params: Saying["params"] = {
    a,
    b,
    items,
    difference: size(Math.abs(difference)),
    signed: signed(difference),
    low: signed(low),
    high: signed(high),
    loss: size(Math.max(0, -low)),
    gain: size(Math.max(0, high)),
    confidence: percentOf(confidence),
    p: probability(adjusted),
    alpha: Number((1 - confidence).toFixed(6)),
  };
  if (family > 1) params.family = family;
  if (margin) {
    params.margin = size(margin.limit);
    params.bound = size(Math.max(0, -margin.lower));
  }
  Object.assign(params, planning(input, size));
  return { code: share ? code : `${code}-plain`, params };
}

/** What this many items can see, and how many would see the difference that was measured. */
function planning({ analysis, items, family, confidence }: OutcomeInput, size: (value: number) => string) {
  const { deviation, designEffect, difference } = analysis;
  if (deviation === 0) return {};
  const alpha = (1 - confidence) / Math.max(1, family);
  const spread = deviation * Math.sqrt(designEffect);
  const detectable = minimumDetectable({ n: items, deviation: spread, alpha, power });
  const needed = items * (detectable / Math.abs(difference)) ** 2;
  const advise = needed > items && needed <= mostItemsToAdvise;
  return { detectable: size(detectable), ...(advise ? { needed: roughly(needed) } : {}) };
}
