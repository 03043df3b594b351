import type { ScorerParameters } from "../../spec/schema-scorers.ts";
import { type Scorer, yes } from "./scorer.ts";

/** The answer took no longer than it may. Seconds are those of the evaluation, where other items run beside it. */
export function latency({ at_most }: ScorerParameters<"latency">): Scorer {
  return (cases) => ({
    latency: cases.map(({ answer, measured }) => yes(answer.text !== null && (measured?.seconds ?? 0) <= at_most)),
  });
}

/** The answer has no more tokens than it may. */
export function tokens({ at_most }: ScorerParameters<"tokens">): Scorer {
  return (cases) => ({
    tokens: cases.map(({ answer, measured }) => yes(answer.text !== null && (measured?.answer_tokens ?? 0) <= at_most)),
  });
}
