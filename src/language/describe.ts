import type { Language } from "../protocol/messages.ts";
import { describeDefault, describeValues, describeWord } from "../spec/describe.ts";
import { chineseDescription } from "../spec/descriptions-zh-cn.ts";
import type { JsonSchema } from "../spec/json-schema.ts";
import { word } from "./messages.ts";

/** What is said of a place, in the editor's language; empty where nothing is. */
function meaningOf(schemas: readonly JsonSchema[], place: string, language: Language): string {
  const chinese = language === "zh-cn" ? chineseDescription(place) : null;
  return chinese ?? schemas.find(({ description }) => description)?.description ?? "";
}

/** What a key means, as hovers and completions say it, in Markdown. `place` is its path without indexes. */
export function describeKey(
  schemas: readonly JsonSchema[],
  place: string,
  language: Language,
  required = false,
): string {
  const value = schemas.map(describeDefault).find((found) => found !== null);
  const lines = [meaningOf(schemas, place, language), word("values", language, { values: valuesOf(schemas) })];
  if (value != null) lines.push(word("default", language, { value }));
  if (required) lines.push(word("required", language));
  return lines.filter((line) => line !== "").join("\n\n");
}

export function valuesOf(schemas: readonly JsonSchema[]): string {
  return [...new Set(schemas.map(describeValues))].join(" or ");
}

/** What one of the accepted words means at a place, or undefined. */
export function describeChoice(
  schemas: readonly JsonSchema[],
  place: string,
  value: string,
  language: Language,
): string | undefined {
  return describeWord(meaningOf(schemas, place, language), value) ?? undefined;
}

/** An example from the data, short enough for a hover and without breaking out of its code block. */
export function showExample(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const line = text.replace(/\s+/g, " ").replaceAll("`", "ˋ").trim();
  return `\`${line.length > 200 ? `${line.slice(0, 199)}…` : line}\``;
}
