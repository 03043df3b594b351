import { Ajv, type ErrorObject, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { type Problem, problem } from "../protocol/problem.ts";

/** What breaks an answer: where in it (`/link_host`, empty for the whole) and what was expected, in the validator's words. */
export interface SchemaBreach {
  path: string;
  expected: string;
}

/** Null: the value is valid. */
export type AnswerValidator = (value: unknown) => SchemaBreach | null;

const options: Options = { strict: false, allErrors: false, validateFormats: true, allowUnionTypes: true };
const drafts = {
  "2020-12": /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/,
  "draft-07": /^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/,
} as const;

/**
 * Compiles a JSON schema for answers. Drafts 2020-12 (where the schema names none) and 07 are understood.
 * A schema that is broken or of another draft is a problem with `file`; nothing outside it is ever fetched.
 */
export function answerValidator(
  schema: unknown,
  file: string,
): { validate: AnswerValidator; problems: [] } | { validate: null; problems: Problem[] } {
  const fail = (code: string, params: Record<string, string>) => ({
    validate: null,
    problems: [problem(code, { file, ...params }, { file })],
  });
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return fail("schema-not-object", {});
  const draft = (schema as { $schema?: unknown }).$schema;
  if (draft !== undefined && !Object.values(drafts).some((known) => known.test(String(draft)))) {
    return fail("schema-draft-unknown", { draft: String(draft) });
  }
  const isOld = draft !== undefined && drafts["draft-07"].test(String(draft));
  // Draft 06 differs from 07 only in keywords that it lacks.
  const named = isOld ? { ...schema, $schema: "http://json-schema.org/draft-07/schema#" } : schema;
  try {
    const ajv = isOld ? new Ajv(options) : new Ajv2020(options);
    formatsPlugin.default(ajv);
    const compiled = ajv.compile(named);
    return { validate: (value) => (compiled(value) ? null : breach(compiled.errors?.[0])), problems: [] };
  } catch (error) {
    // ajv says by exceptions only what is wrong with a schema.
    return fail("schema-broken", { reason: error instanceof Error ? error.message : String(error) });
  }
}

function breach(error: ErrorObject | undefined): SchemaBreach {
  if (!error) return { path: "", expected: "" };
  const { instancePath, keyword, message = keyword } = error;
  const values = keyword === "enum" ? ` (${(error.params.allowedValues as unknown[]).map(String).join(", ")})` : "";
  const extra = keyword === "additionalProperties" ? ` (${String(error.params.additionalProperty)})` : "";
  return { path: instancePath, expected: `${message}${values}${extra}` };
}
