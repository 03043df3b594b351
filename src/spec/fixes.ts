import { isScalar } from "yaml";
import type { Suggestion } from "../protocol/problem.ts";
import type { SpecPath } from "./document.ts";
import { alternatives, type JsonSchema, schemasAt } from "./json-schema.ts";
import { nearest, plain } from "./near.ts";
import { placeOf, show } from "./show.ts";
import type { Source } from "./source.ts";
import { knownValue } from "./spellings.ts";

/** Edits that repair a value, where one can be sure of what was meant. */

/** A word that is not among the accepted ones: those that are near, or our name for another tool's. */
export function suggestValue(
  source: Source,
  path: SpecPath,
  value: unknown,
  accepted: readonly string[],
): Suggestion[] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const written = plain(String(value));
  const foreign = knownValue(placeOf(path), written);
  const names = foreign && accepted.includes(foreign) ? [foreign] : nearest(written, accepted);
  return names.map((name) => replaceValue(source, path, name, name));
}

/** A value of the wrong type that has only one reading in the right one. */
export function suggestType(source: Source, path: SpecPath, value: unknown, expected: string): Suggestion[] {
  const written = source.written(path);
  const text = source.document.sourceOf(written)?.text;
  if (text === undefined) return [];
  const items = schemasAt(path).flatMap(({ items }) => (items ? alternatives(items) : []));
  const fixed = readAs(value, expected, text, items, isScalar(source.document.nodeAt(written)));
  return fixed === null ? [] : [replaceValue(source, path, show(fixed), fixed)];
}

/** Whether a value could be an item: one of the words, or of the type. */
function accepts(item: JsonSchema, value: unknown): boolean {
  if (item.enum) return typeof value === "string" && nearest(value, item.enum.map(String)).length > 0;
  return item.type === typeof value;
}

function readAs(
  value: unknown,
  expected: string,
  source: string,
  items: readonly JsonSchema[],
  scalar: boolean,
): string | null {
  switch (expected) {
    case "number":
    case "int": {
      if (typeof value !== "string" || value.trim() === "") return null;
      const number = Number(value.replace(/(?<=\d)[_,](?=\d{3}\b)/g, ""));
      return Number.isFinite(number) && (expected === "number" || Number.isInteger(number)) ? String(number) : null;
    }
    case "boolean":
      if (typeof value === "string" && /^(yes|on|true|y)$/i.test(value)) return "true";
      if (typeof value === "string" && /^(no|off|false|n)$/i.test(value)) return "false";
      return value === 1 ? "true" : value === 0 ? "false" : null;
    case "string":
      if (source.startsWith("{{")) return JSON.stringify(source);
      return scalar && !source.includes("\n") ? JSON.stringify(source) : null;
    case "array":
      return scalar && items.some((item) => accepts(item, value)) && !source.includes("\n") ? `[${source}]` : null;
    default:
      return null;
  }
}

function replaceValue(source: Source, path: SpecPath, title: string, text: string): Suggestion {
  const range = source.document.rangeOf(source.written(path), "value");
  return range ? { title, edit: { range, new_text: text } } : { title };
}
