import { type Scorer, yes } from "./scorer.ts";

/** All rules hold; `rules.<id>` for each. An error of a rule counts as broken, and so does an answer that is no JSON. */
export const rules: Scorer = (cases, context) => {
  const held = (index: number, rule: number) => context.outcomes[index]?.[rule]?.outcome === "holds";
  const all = context.rules.map((_, rule) => rule);
  // Without a rule an answer still has to be JSON: "all of none hold" would be praise for any text.
  const scores: Record<string, number[]> = {
    rules: cases.map(({ answer }, index) => yes(answer.ok && all.every((rule) => held(index, rule)))),
  };
  for (const [rule, { id }] of context.rules.entries()) {
    scores[`rules.${id}`] = cases.map((_, index) => yes(held(index, rule)));
  }
  return scores;
};
