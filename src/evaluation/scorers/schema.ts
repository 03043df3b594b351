import { Ajv, type Options, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { CodedError } from "../../protocol/problem.ts";
import type { Parsed } from "../parse-answer.ts";
import { runLimited } from "../time-limit.ts";
import { type Scorer, yes } from "./scorer.ts";

/** The answer is valid by the data's JSON schema. */
export const schema: Scorer = (cases, { valid }) => {
  if (!valid) throw new CodedError("schema-missing");
  return { schema: cases.map((_, index) => yes(valid[index] === true)) };
};

// Strict mode refuses keywords that a person's schema may well have (`example`, `x-…`); the standard ignores them.
const options: Options = { strict: false, logger: false };

/** Throws `schema-invalid`: what is no JSON schema, and what refers to a schema elsewhere (nothing is fetched). */
export function compileSchema(value: unknown): ValidateFunction {
  try {
    const ajv = dialect(value);
    // The package is CommonJS, and TypeScript sees its default export twice.
    (formats as unknown as (ajv: Ajv) => void)(ajv);
    return ajv.compile(value as object);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CodedError("schema-invalid", { detail }, { cause: error });
  }
}

/** `$schema` names the dialect; without it the newest counts. */
function dialect(value: unknown): Ajv {
  const named = (value as { $schema?: unknown } | null)?.$schema;
  if (typeof named !== "string" || named.includes("2020-12")) return new Ajv2020(options);
  if (named.includes("2019-09")) return new Ajv2019(options);
  return new Ajv(options);
}

/** Whether each answer is valid. One that is no JSON, or whose check takes too long, is not. */
export function validate(check: ValidateFunction, answers: readonly Parsed[]): boolean[] {
  const valid = answers.map(() => false);
  const work = (index: number) => {
    const answer = answers[index]!;
    valid[index] = answer.ok && check(answer.value);
  };
  runLimited(answers.length, work, () => {});
  return valid;
}
