import { type Scorer, yes } from "./scorer.ts";

/** The answer's label is the expected one. What labels there are, and which an answer has: `labelsOf`. */
export const classification: Scorer = (_, { labelled }) => {
  if (!labelled) throw new Error("the labels were not read");
  return { classification: labelled.expected.map((label, index) => yes(label === labelled.given[index])) };
};
