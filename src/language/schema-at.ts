import type { SpecPath } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import { alternatives, type JsonSchema, sharedRunSchema } from "../spec/json-schema.ts";

/**
 * The schemas that apply at a path, of a union only the members that fit what is written already.
 * Below `matrix` a path's values have the schema of that path.
 */
export function schemasFor(path: SpecPath, json: unknown): JsonSchema[] {
  const [first, varied, ...rest] = path;
  if (first === "matrix" && typeof varied === "string" && rest.length > 0) {
    return schemasFor([...varied.split("."), ...rest.slice(1)], {});
  }
  let current = fitting(alternatives(sharedRunSchema()), json);
  for (const [depth, step] of path.entries()) {
    const written = valueAt(json, path.slice(0, depth + 1));
    const inner = current.flatMap((schema) => {
      const child = typeof step === "number" ? schema.items : childOf(schema, step);
      return child ? [child] : [];
    });
    // A union says what it is for; its members often don't.
    current = fitting(inner.flatMap(withParent), written);
  }
  return current;
}

function withParent(schema: JsonSchema): JsonSchema[] {
  const { anyOf: _, oneOf: __, ...shared } = schema;
  return alternatives(schema).map((member) => (member === schema ? member : { ...shared, ...member }));
}

function childOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  if (schema.properties) return Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

function fitting(members: JsonSchema[], written: unknown): JsonSchema[] {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return members;
  const keys = Object.keys(written);
  const maps = members.filter(
    (member) => member.properties && keys.every((key) => Object.hasOwn(member.properties!, key)),
  );
  return maps.length > 0 ? maps : members;
}
