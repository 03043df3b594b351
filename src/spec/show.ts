import { isCollection } from "yaml";
import type { Range } from "../protocol/problem.ts";
import type { RunDocument, SpecPath } from "./document.ts";
import { redact } from "./secrets.ts";

/** How places and values look in messages: words of YAML and JSON, which read the same in every language. */

/** `evaluate.rivals[0].shots` */
export function showPath(path: SpecPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    "",
  );
}

/** The same without indexes, as tables name places: `evaluate.rivals.shots` */
export function placeOf(path: SpecPath): string {
  return path.filter((step) => typeof step === "string").join(".");
}

const longest = 60;

/** A value, short, and without a secret that somebody pasted. */
export function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const safe = redact(text.slice(0, 1000)).replace(/\s+/g, " ");
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

const names: Readonly<Record<string, string>> = {
  array: "list",
  object: "map",
  record: "map",
  int: "integer",
  nan: "NaN",
};

export function typeName(type: string): string {
  return names[type] ?? type;
}

/** A value that is a word is underlined itself; of a block, its key, as a page of red helps nobody. Never null: at worst the start. */
export function rangeToShow(document: RunDocument, path: SpecPath): Range {
  const node = document.nodeAt(path);
  const block = isCollection(node) && node.flow !== true && path.length > 0;
  return document.rangeOf(path, block ? "key" : "value") ?? document.range(0, 0);
}
