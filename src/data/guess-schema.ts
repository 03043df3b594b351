import { isRecord } from "./rows.ts";

/** Texts of a field that are so few and come so often are a list of allowed words. */
const mostWords = 20;
const usualRepeats = 3;

/**
 * A JSON schema that all the answers obey: fields with their types, which of them are always there, and the words of
 * fields that have only some. Null where an answer is no object. It says what was seen; a person says what is allowed.
 */
export function guessSchema(answers: readonly unknown[]): Record<string, unknown> | null {
  if (answers.length === 0 || !answers.every(isRecord)) return null;
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...objectSchema(answers) };
}

function objectSchema(objects: readonly Record<string, unknown>[]): Record<string, unknown> {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const values = (name: string) => objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name]] : []));
  return {
    type: "object",
    additionalProperties: false,
    required: names.filter((name) => values(name).length === objects.length),
    properties: Object.fromEntries(names.map((name) => [name, valueSchema(values(name))])),
  };
}

function valueSchema(values: readonly unknown[]): Record<string, unknown> {
  const types = [...new Set(values.map(typeOf))];
  const some = values.filter((value) => value !== null);
  const [type, ...others] = types.filter((each) => each !== "null");
  if (type === "object" && others.length === 0 && types.length === 1)
    return objectSchema(some as Record<string, unknown>[]);
  if (type === "array" && others.length === 0 && types.length === 1) {
    const items = (some as unknown[][]).flat();
    return items.length > 0 ? { type: "array", items: valueSchema(items) } : { type: "array" };
  }
  const words = [...new Set(some)];
  const isList =
    type === "string" && others.length === 0 && words.length <= mostWords && words.length * usualRepeats <= some.length;
  if (isList) return { enum: [...words, ...(types.includes("null") ? [null] : [])] };
  // A whole number among numbers is a number.
  const kept = types.includes("number") ? types.filter((each) => each !== "integer") : types;
  return { type: kept.length === 1 ? kept[0] : kept };
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}
