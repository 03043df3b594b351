import { sameAnswer } from "../same-json.ts";
import { type Scorer, yes } from "./scorer.ts";

/** The whole answer is right: equal as JSON, or, where the expected answer is text, equal as text. */
export const record: Scorer = (cases) => ({
  record: cases.map(({ answer, expected }) => yes(sameAnswer(answer, expected))),
});
