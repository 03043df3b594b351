import { CodedError } from "../../protocol/problem.ts";
import type { Scorer } from "./scorer.ts";

/**
 * Scores that an earlier stage has made: a judge's or a program's. An answer that could not be scored has 0, as every
 * failure has; how many those are is said beside the verdict.
 * Throws `scores-not-given` where that stage's scores are not among what is scored.
 */
export function given(metric: string): Scorer {
  return (cases, { given }) => {
    const scores = given.get(metric);
    if (!scores) throw new CodedError("scores-not-given", { metric });
    return { [metric]: cases.map(({ item }) => scores.get(item.id) ?? 0) };
  };
}
