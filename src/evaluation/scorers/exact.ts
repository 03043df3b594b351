import { type Scorer, yes } from "./scorer.ts";

/** The answer's text is the expected one, white space around it aside. */
export const exact: Scorer = (cases) => ({
  exact: cases.map(({ answer, expected }) => yes(answer.text !== null && answer.text.trim() === expected.text?.trim())),
});
