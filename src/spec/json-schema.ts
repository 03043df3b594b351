import { z } from "zod";
import { runSchema } from "./schema.ts";

/** A JSON schema node as `z.toJSONSchema` writes it, with our own `x-complete`: what completes a value here. */
export interface JsonSchema {
  $id?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  "x-complete"?: string;
}

/** The run file's JSON schema (draft 7), of what a person writes: keys with a default are optional. For other editors and tools. */
export function runJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(runSchema, {
    io: "input",
    target: "draft-7",
    reused: "inline",
    override: ({ jsonSchema }) => {
      // `z.int()` writes JavaScript's own limits, which say nothing about the field.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  // Set by hand: `.meta({ id })` on the root would move everything under `definitions`.
  return { $schema: schema.$schema, $id: "run-v1.json", title: "DeepExtension run file", ...schema } as JsonSchema;
}

let shared: JsonSchema | undefined;

/** The same object each time, for those who only read it. */
export function sharedRunSchema(): JsonSchema {
  shared ??= runJsonSchema();
  return shared;
}

/** The members of a union, or the schema itself. */
export function alternatives(schema: JsonSchema): JsonSchema[] {
  const members = schema.anyOf ?? schema.oneOf;
  return members ? members.flatMap(alternatives) : [schema];
}

/** All keys of the format with their dotted paths, list indexes left out: `evaluate.rivals.shots`. */
export function allKeys(): readonly { key: string; path: string }[] {
  keys ??= collectKeys(sharedRunSchema());
  return keys;
}

let keys: readonly { key: string; path: string }[] | undefined;

function collectKeys(root: JsonSchema): { key: string; path: string }[] {
  const found = new Map<string, string>();
  const visit = (schema: JsonSchema, path: string) => {
    for (const member of alternatives(schema)) {
      if (member.items) visit(member.items, path);
      for (const [key, inner] of Object.entries(member.properties ?? {})) {
        const inside = path ? `${path}.${key}` : key;
        found.set(inside, key);
        visit(inner, inside);
      }
    }
  };
  visit(root, "");
  return [...found].map(([path, key]) => ({ key, path }));
}

/** The schemas that may apply at a path of keys; empty where the format has no such place. */
export function schemasAt(path: readonly (string | number)[]): JsonSchema[] {
  let current = alternatives(sharedRunSchema());
  for (const step of path) {
    current = current.flatMap((schema) => {
      const inner = typeof step === "number" ? schema.items : childOf(schema, step);
      return inner ? alternatives(inner) : [];
    });
  }
  return current;
}

function childOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
