import type { Saying } from "../protocol/comparison.ts";
import type { Forgetting, ForgettingResult } from "../protocol/forgetting.ts";
import type { Answer, Item } from "../protocol/item.ts";
import { mean } from "../stats/mean.ts";
import { isRight } from "./general/check.ts";
import { checkSchema } from "./general/question.ts";
import { topicOf } from "./general/set.ts";
import { lossBound } from "./loss-bound.ts";
import { percentOf, points } from "./numbers.ts";

/** A model that answered the general set. */
export interface GeneralAnswers {
  name: string;
  /** Key of the evaluate stage. */
  answersKey: string;
  answers: readonly Pick<Answer, "id" | "answer">[];
}

export interface ForgettingInput {
  /** The general set as it was asked. */
  items: readonly Item[];
  set: { version: number; sha256: string };
  cells: readonly { variant: string; base: GeneralAnswers; tuned: GeneralAnswers }[];
}

/**
 * Whether tuning cost general ability: non-inferiority of each tuned model to its base on the general set, by the same
 * one-sided bound as `good_enough`. Each cell is a claim of its own, as each model would be shipped by itself.
 */
export function forgettingOf(
  { items, set, cells }: ForgettingInput,
  { margin, confidence, seed }: { margin: number; confidence: number; seed: number },
): Forgetting {
  const results = cells.map(({ variant, base, tuned }): ForgettingResult => {
    const [a, b] = [scoresOf(items, base), scoresOf(items, tuned)];
    const { lower, upper, holds } = lossBound({ a, b, clusters: null }, { margin, confidence, seed });
    const [baseMean, tunedMean] = [mean(a), mean(b)];
    // Who knows nothing can't forget: within the margin by arithmetic is not within it by evidence.
    const canLose = baseMean > margin;
    const params = {
      base: base.name,
      tuned: tuned.name,
      items: items.length,
      before: points(baseMean),
      after: points(tunedMean),
      margin: points(margin),
      confidence: percentOf(confidence),
      loss: points(Math.max(0, -lower)),
      least: points(Math.max(0, -upper)),
    };
    return {
      variant,
      base: base.name,
      tuned: tuned.name,
      base_answers: base.answersKey,
      tuned_answers: tuned.answersKey,
      base_mean: baseMean,
      tuned_mean: tunedMean,
      difference: tunedMean - baseMean,
      bound: lower,
      holds: canLose ? holds : null,
      saying: { code: codeOf(canLose, holds), params } satisfies Saying,
      topics: topicsOf(items, a, b),
      lost: items.filter((_, index) => a[index] === 1 && b[index] === 0).map(({ id }) => id),
    };
  });
  return { margin, confidence, items: items.length, set, results };
}

function codeOf(canLose: boolean, holds: boolean | null): string {
  if (!canLose) return "forgetting-base-too-weak";
  return holds ? "forgetting-holds" : holds === false ? "forgetting-fails" : "forgetting-open";
}

/** 1 where the answer is right. An item without an answer is wrong. */
function scoresOf(items: readonly Item[], { answers }: GeneralAnswers): number[] {
  const byId = new Map(answers.map(({ id, answer }) => [id, answer]));
  return items.map(({ id, answer }) => (isRight(checkSchema.parse(JSON.parse(answer)), byId.get(id) ?? null) ? 1 : 0));
}

function topicsOf(items: readonly Item[], a: readonly number[], b: readonly number[]): ForgettingResult["topics"] {
  const topics = [...new Set(items.map(({ id }) => topicOf(id)))];
  return topics.map((topic) => {
    const members = items.flatMap(({ id }, index) => (topicOf(id) === topic ? [index] : []));
    const meanOf = (scores: readonly number[]) => mean(members.map((index) => scores[index]!));
    return { topic, items: members.length, base_mean: meanOf(a), tuned_mean: meanOf(b) };
  });
}
