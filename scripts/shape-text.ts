import { z } from "zod";
import {
  comparisonSchema,
  gateResultSchema,
  pairSchema,
  sayingSchema,
  verdictSchema,
} from "../src/protocol/comparison.ts";
import { happeningSchema } from "../src/protocol/event.ts";
import { knownModelSchema } from "../src/protocol/model.ts";
import { estimateSchema, plannedStageSchema, variantSchema } from "../src/protocol/plan.ts";
import { rangeSchema, renderedProblemSchema } from "../src/protocol/problem.ts";

/** Schemas as TypeScript-like text, short enough to read. Parts that several shapes share are named once. */

const named = z.registry<{ id: string }>();
const parts = {
  Problem: renderedProblemSchema,
  Range: rangeSchema,
  Estimate: estimateSchema,
  PlannedStage: plannedStageSchema,
  Variant: variantSchema,
  KnownModel: knownModelSchema,
  Comparison: comparisonSchema,
  Pair: pairSchema,
  Gate: gateResultSchema,
  Saying: sayingSchema,
  Verdict: verdictSchema,
  Happening: happeningSchema,
};
for (const [id, schema] of Object.entries(parts)) named.add(schema, { id });

type Schema = z.core.JSONSchema.JSONSchema;

export function shapeText(schema: z.ZodType): string {
  return typeText(jsonSchemaOf(schema), "");
}

export function sharedShapes(): string {
  return Object.entries(parts)
    .map(([id, schema]) => {
      const json = jsonSchemaOf(schema);
      return `type ${id} = ${typeText(json.$ref ? json.$defs?.[id] : json, "")}`;
    })
    .join("\n\n");
}

function jsonSchemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { metadata: named, io: "output", unrepresentable: "any" });
}

function typeText(schema: Schema | boolean | undefined, indent: string): string {
  if (schema === undefined || typeof schema === "boolean") return "unknown";
  if (schema.$ref) return schema.$ref.replace("#/$defs/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return unionText(union as Schema[], indent);
  if (schema.allOf) return (schema.allOf as Schema[]).map((part) => typeText(part, indent)).join(" & ");
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  if (schema.type === "array") return listText(schema, indent);
  if (schema.type === "object") return objectText(schema, indent);
  if (schema.type === "integer") return "integer";
  return schema.type ?? "unknown";
}

function unionText(members: readonly Schema[], indent: string): string {
  const texts = members.map((member) => typeText(member, indent));
  const separator = texts.some((text) => text.includes("\n")) && texts.length > 2 ? `\n${indent}| ` : " | ";
  return texts.join(separator);
}

function listText({ items, prefixItems }: Schema, indent: string): string {
  if (prefixItems) return `[${(prefixItems as Schema[]).map((item) => typeText(item, indent)).join(", ")}]`;
  const schema = items as Schema | undefined;
  const item = typeText(schema, indent);
  return schema?.anyOf || schema?.oneOf || schema?.enum ? `(${item})[]` : `${item}[]`;
}

function objectText({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  if (!properties) return `{ [name]: ${typeText(additionalProperties as Schema | undefined, indent)} }`;
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(
    ([name, value]) => `${name}${required.includes(name) ? "" : "?"}: ${typeText(value as Schema, inner)}`,
  );
  const line = `{ ${fields.join(", ")} }`;
  if (!line.includes("\n") && indent.length + line.length < 100) return line;
  return `{\n${fields.map((field) => `${inner}${field}`).join("\n")}\n${indent}}`;
}
