import { type Scorer, yes } from "./scorer.ts";

/** The answer is one JSON value and nothing else: `parseAnswer` says how strict that is. */
export const json: Scorer = (cases) => ({ json: cases.map(({ answer }) => yes(answer.ok)) });
