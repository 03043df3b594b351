/**
 * A JSON schema as a grammar can enforce it.
 *
 * Our grammar writer (`gbnf.ts`) knows a part of JSON Schema. The rest is left out here, and said, since leaving it out
 * only allows more answers than the schema does; answers are checked against the whole schema afterwards. One thing goes
 * the other way: a grammar writes every property, in the schema's order, the optional ones too.
 */

/** What the grammar writer understands. */
export type Grammar =
  | { type: string | readonly string[]; minLength?: number; maxLength?: number; format?: string }
  | { type: "object"; properties?: Record<string, Grammar>; additionalProperties?: boolean | Grammar }
  | { type: "array"; items?: Grammar; prefixItems?: Grammar[]; minItems?: number; maxItems?: number }
  | { const: Scalar }
  | { enum: Scalar[] }
  | { oneOf: Grammar[] }
  | { $ref: string };
export type Scalar = string | number | boolean | null;

type Schema = Record<string, unknown>;

const anyObject: Grammar = { type: "object", additionalProperties: true };
/** Any JSON value. */
export const anyJson: Grammar = {
  oneOf: [anyObject, { type: "array" }, { type: ["string", "number", "boolean", "null"] }],
};

/** Keywords that say nothing about what is allowed. */
const annotations = new Set(
  "$schema $id $comment $anchor $defs definitions title description default examples deprecated readOnly writeOnly".split(
    " ",
  ),
);
const formats = new Set(["date-time", "time", "date"]);
const scalarTypes = new Set(["string", "number", "integer", "boolean", "null"]);
/** A grammar repeats a rule for each allowed character; beyond this llama.cpp refuses it. */
const MAX_REPETITIONS = 1000;

export interface Subset {
  grammar: Grammar & { $defs?: Record<string, Grammar> };
  /** Keywords left out, sorted. `optional` stands for properties that need not be there but will be. */
  ignored: string[];
}

/** Throws on what is not a JSON schema at all (a number, a list). */
export function grammarSubset(schema: unknown): Subset {
  const ignored = new Set<string>();
  const grammar = convert(schema, ignored);
  const { $defs = {}, definitions = {} } = isObject(schema) ? schema : {};
  const named = { ...(definitions as Schema), ...($defs as Schema) };
  const $definitions = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, convert(value, ignored)]),
  );
  return {
    grammar: Object.keys(named).length > 0 ? { ...grammar, $defs: $definitions } : grammar,
    ignored: [...ignored].sort(),
  };
}

function convert(schema: unknown, ignored: Set<string>): Grammar {
  if (schema === true) return anyJson;
  if (!isObject(schema)) throw new TypeError(`not a JSON schema: ${JSON.stringify(schema)}`);
  const [grammar, used] = convertByKind(schema, ignored);
  for (const keyword of Object.keys(schema)) {
    if (!annotations.has(keyword) && !used.has(keyword)) ignored.add(keyword);
  }
  return grammar;
}

/** The grammar, and the keywords that it takes into account. */
function convertByKind(schema: Schema, ignored: Set<string>): [Grammar, Set<string>] {
  if (typeof schema.$ref === "string") return [reference(schema.$ref, ignored), new Set(["$ref"])];
  if (isScalar(schema.const)) return [{ const: schema.const }, new Set(["const", "type"])];
  if (Array.isArray(schema.enum) && schema.enum.length > 0 && schema.enum.every(isScalar)) {
    return [{ enum: schema.enum }, new Set(["enum", "type"])];
  }
  for (const keyword of ["oneOf", "anyOf", "allOf"]) {
    const list = schema[keyword];
    // All of one schema is that schema; all of several has no grammar.
    if (!Array.isArray(list) || list.length === 0 || (keyword === "allOf" && list.length > 1)) continue;
    const alternatives = list.map((alternative) => convert(alternative, ignored));
    return [alternatives.length === 1 ? alternatives[0]! : { oneOf: alternatives }, new Set([keyword, "type"])];
  }
  const types = typesOf(schema);
  const kinds = types.map((type) => convertType(type, schema, ignored));
  const used = new Set(["type", ...kinds.flatMap(([, keywords]) => keywords)]);
  if (kinds.length === 0) return [anyJson, used];
  return [kinds.length === 1 ? kinds[0]![0] : { oneOf: kinds.map(([grammar]) => grammar) }, used];
}

/** The declared types, else those that the keywords speak of. Empty: anything. */
function typesOf(schema: Schema): string[] {
  if (typeof schema.type === "string") return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.filter((type) => typeof type === "string");
  if (isObject(schema.properties)) return ["object"];
  if (schema.items !== undefined || Array.isArray(schema.prefixItems)) return ["array"];
  return [];
}

function convertType(type: string, schema: Schema, ignored: Set<string>): [Grammar, string[]] {
  if (type === "object") return [object(schema, ignored), ["properties", "required", "additionalProperties"]];
  if (type === "array") return [array(schema, ignored), ["items", "prefixItems", "minItems", "maxItems"]];
  if (type === "string") {
    if (typeof schema.format === "string" && formats.has(schema.format)) {
      return [{ type, format: schema.format }, ["format"]];
    }
    const bounds = repetitions(schema, "minLength", "maxLength");
    return [{ type, ...bounds }, Object.keys(bounds)];
  }
  if (scalarTypes.has(type)) return [{ type }, []];
  throw new TypeError(`not a type of JSON schema: ${JSON.stringify(type)}`);
}

function object(schema: Schema, ignored: Set<string>): Grammar {
  if (!isObject(schema.properties)) {
    const { additionalProperties: values = true } = schema;
    return { type: "object", additionalProperties: typeof values === "boolean" ? values : convert(values, ignored) };
  }
  const names = Object.keys(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  if (names.some((name) => !required.includes(name))) ignored.add("optional");
  // By the standard, properties that are not listed may be there. A small model that may add some hardly stops, so only
  // a schema that asks for them gets them.
  const extra = schema.additionalProperties;
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, convert((schema.properties as Schema)[name], ignored)])),
    ...(extra === true
      ? { additionalProperties: true }
      : isObject(extra)
        ? { additionalProperties: convert(extra, ignored) }
        : {}),
  };
}

function array(schema: Schema, ignored: Set<string>): Grammar {
  const items = schema.items === undefined || schema.items === false ? {} : { items: convert(schema.items, ignored) };
  const prefix = Array.isArray(schema.prefixItems)
    ? { prefixItems: schema.prefixItems.map((item) => convert(item, ignored)) }
    : {};
  return { type: "array", ...items, ...prefix, ...repetitions(schema, "minItems", "maxItems") };
}

function repetitions<A extends string, B extends string>(
  schema: Schema,
  least: A,
  most: B,
): { [key in A | B]?: number } {
  const bounds: { [key in A | B]?: number } = {};
  for (const keyword of [least, most]) {
    const value = schema[keyword];
    if (typeof value === "number" && value <= MAX_REPETITIONS) bounds[keyword] = value;
  }
  return bounds;
}

function reference(target: string, ignored: Set<string>): Grammar {
  const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(target)?.[1];
  if (name !== undefined) return { $ref: `#/$defs/${name}` };
  ignored.add("$ref");
  return anyJson;
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
