import { type AnswerValidator, answerValidator } from "../../data/answer-schema.ts";
import { CodedError } from "../../protocol/problem.ts";
import type { Parsed } from "../parse-answer.ts";
import { runLimited } from "../time-limit.ts";
import { type Scorer, yes } from "./scorer.ts";

/** The answer is valid by the data's JSON schema. */
export const schema: Scorer = (cases, { valid }) => {
  if (!valid) throw new CodedError("schema-missing");
  return { schema: cases.map((_, index) => yes(valid[index] === true)) };
};

/** Throws the problem that a schema has: `schema-not-object`, `schema-draft-unknown`, `schema-broken`. */
export function compileSchema(value: unknown): AnswerValidator {
  const { validate, problems } = answerValidator(value, "data.schema");
  if (validate) return validate;
  const [found] = problems;
  throw new CodedError(found!.code, found!.params);
}

/** Whether each answer is valid. One that is no JSON, or whose check takes too long, is not. */
export function validateAll(check: AnswerValidator, answers: readonly Parsed[]): boolean[] {
  const valid = answers.map(() => false);
  const work = (index: number) => {
    const answer = answers[index]!;
    valid[index] = answer.ok && check(answer.value) === null;
  };
  runLimited(answers.length, work, () => {});
  return valid;
}
