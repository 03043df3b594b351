import type { Language } from "../protocol/messages.ts";
import { describeDefault, describeValues, describeWord } from "../spec/describe.ts";
import type { JsonSchema } from "../spec/json-schema.ts";
import { word } from "./messages.ts";

/** What a key means, as hovers and completions say it, in Markdown. */
export function describeKey(schemas: readonly JsonSchema[], language: Language, required = false): string {
  const meaning = schemas.find(({ description }) => description)?.description ?? "";
  const value = schemas.map(describeDefault).find((found) => found !== null);
  const lines = [meaning, word("values", language, { values: valuesOf(schemas) })];
  if (value != null) lines.push(word("default", language, { value }));
  if (required) lines.push(word("required", language));
  return lines.filter((line) => line !== "").join("\n\n");
}

export function valuesOf(schemas: readonly JsonSchema[]): string {
  return [...new Set(schemas.map(describeValues))].join(" or ");
}

/** What one of the accepted words means, or undefined. */
export function describeChoice(schemas: readonly JsonSchema[], value: string): string | undefined {
  return schemas.map((schema) => describeWord(schema, value)).find((found) => found !== null) ?? undefined;
}

/** An example from the data, short enough for a hover and without breaking out of its code block. */
export function showExample(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const line = text.replace(/\s+/g, " ").replaceAll("`", "ˋ").trim();
  return `\`${line.length > 200 ? `${line.slice(0, 199)}…` : line}\``;
}
