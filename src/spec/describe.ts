import { alternatives, type JsonSchema } from "./json-schema.ts";

/** What may stand at a place, in few words of Markdown: `integer ≥ 1, ≤ 1024`, or the words that are accepted. */
export function describeValues(schema: JsonSchema): string {
  return [...new Set(alternatives(schema).map(describeKind))].join(" or ");
}

function describeKind(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.type === "array") return `list of ${schema.items ? describeValues(schema.items) : "values"}`;
  if (schema.type === "object") return "map";
  if (schema.type === "boolean") return "`true`, `false`";
  if (schema.type === "number" || schema.type === "integer") return `${schema.type}${bounds(schema)}`;
  return String(schema.type ?? "any value");
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const parts: string[] = [];
  if (exclusiveMinimum !== undefined) parts.push(`> ${exclusiveMinimum}`);
  else if (minimum !== undefined) parts.push(`≥ ${minimum}`);
  if (exclusiveMaximum !== undefined) parts.push(`< ${exclusiveMaximum}`);
  else if (maximum !== undefined) parts.push(`≤ ${maximum}`);
  return parts.length > 0 ? ` ${parts.join(", ")}` : "";
}

/** The default as one would write it, or null where there is none that fits on a line. */
export function describeDefault({ default: value }: JsonSchema): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  return `[${value.map(String).join(", ")}]`;
}

/** The part of a description that is about one of the accepted words: "`lora`: two thin matrices …" */
export function describeWord(description: string, word: string): string | null {
  const parts = description.split(/(?<=[.;。；])\s+(?=`)/);
  const found = parts.find((part) => part.startsWith(`\`${word}\`:`) || part.startsWith(`\`${word}\`：`));
  return found ? found.replace(/[;.；。](\s.*)?$/, "") : null;
}
