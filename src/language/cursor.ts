import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { keyText } from "../spec/tree.ts";
import { isInFlow, isText, placeAt } from "./place.ts";
import { skeletonOf } from "./skeleton.ts";

/** What is being written at an offset, whatever state the rest of the document is in. */
export interface Cursor {
  /** The key or the value that is being written; a list item's index is the last step. */
  path: SpecPath;
  /** `item`: after a dash or in brackets, where a value or the first key of a map may come. */
  slot: "key" | "value" | "item";
  /** The document around the word, as JSON. */
  json: unknown;
  /** The word before the offset, and what a completion replaces: also the part of the word behind it. */
  word: string;
  start: number;
  end: number;
  /** A colon follows the word. */
  hasColon: boolean;
  /** Between `{` and `}` or `[` and `]`. */
  flow: boolean;
  /** Between quotes, or in a block of text. */
  quoted: boolean;
  /** Of the column where the key starts. */
  indent: string;
}

const marker = "zzCursorzz";

/** Null: nothing can be written here that we could know of, such as in a comment. */
export function cursorAt(document: RunDocument, offset: number): Cursor | null {
  const { text } = document;
  const place = placeAt(document, offset);
  if (place && isText(place.node) && isClosed(text, place.node)) {
    return place.part === "key" ? null : inText(document, place.path, place.node, offset);
  }
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const before = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(before.replace(/"[^"]*"|'[^']*'/g, ""))) return null;
  const open = openQuote(before);
  if (open !== null) return inOpenQuote(document, lineStart + open, offset);

  const word = /[^\s,[\]{}"'#]*$/.exec(before)![0];
  if (word.endsWith(":")) return null;
  const start = offset - word.length;
  const after = /^[^\r\n]*/.exec(text.slice(offset))![0];
  const end = offset + /^[^\s,[\]{}"'#:]*/.exec(after)![0].length;
  const hasColon = /^\s*:(\s|$)/.test(text.slice(end, end + 100).split(/[\r\n]/, 1)[0]!);
  const head = before.slice(0, before.length - word.length);
  const flow = /[{[][^}\]]*$/.test(head) || isInFlow(document, offset);
  const isValue = /:\s+$/.test(head);
  const isDash = /^\s*(- +)+$/.test(head);
  const insert = isValue || isDash || flow || hasColon ? marker : `${marker}:`;
  const indent = " ".repeat(/^[\s-]*/.exec(head)![0].length);
  const found = probe(text, start, end, insert);
  if (!found) return null;
  return { ...found, word, start, end, hasColon, flow, quoted: false, indent };
}

/** To a parser a quote that isn't closed holds the rest of the document; nobody means that. */
function isClosed(text: string, node: Node): boolean {
  const [start, end] = node.range!;
  return !/["']/.test(text[start]!) || (end - start > 1 && text[end - 1] === text[start]);
}

function inText(document: RunDocument, path: SpecPath, node: Node, offset: number): Cursor | null {
  const [start, end] = node.range!;
  const quotes = /^["']/.test(document.text.slice(start, start + 1)) ? 1 : 0;
  const from = start + quotes;
  const to = end - quotes;
  if (offset < from || offset > to) return null;
  const span = { word: document.text.slice(from, offset), start: from, end: to };
  return {
    path,
    slot: slotOf(path),
    json: document.json,
    ...span,
    hasColon: false,
    flow: false,
    quoted: true,
    indent: "",
  };
}

function slotOf(path: SpecPath): "value" | "item" {
  return typeof path.at(-1) === "number" ? "item" : "value";
}

/** Where a quote opens on this line that is not closed before its end. */
function openQuote(line: string): number | null {
  const closed = line.replace(/"(\\.|[^"\\])*"|'[^']*'/g, (match) => " ".repeat(match.length));
  const open = /(?<=[\s,[{:-]|^)["']/.exec(closed);
  return open ? open.index : null;
}

/** The rest of the document is inside of the quotes to a parser; to a person it ends with the line. */
function inOpenQuote(document: RunDocument, quote: number, offset: number): Cursor | null {
  const { text } = document;
  const end = quote + /^[^\r\n]*/.exec(text.slice(quote))![0].length;
  const found = probe(text, quote, end, marker);
  if (!found) return null;
  const span = { word: text.slice(quote + 1, offset), start: quote + 1, end: offset };
  return { ...found, ...span, hasColon: false, flow: false, quoted: true, indent: "" };
}

type Found = Pick<Cursor, "path" | "slot" | "json">;

/** Puts a marker where the word is and sees where a parser finds it; in a broken document among the lines around it only. */
function probe(text: string, start: number, end: number, insert: string): Found | null {
  const whole = find(text.slice(0, start) + insert + text.slice(end));
  if (whole) return whole;
  return find(skeletonOf(text, start, end, insert));
}

function find(text: string): Found | null {
  const document = parseDocument(text, {
    merge: true,
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
  });
  const found = document.contents ? search(document.contents as Node, []) : null;
  if (!found) return null;
  return { ...found, json: withoutMarker(document, found.path) };
}

function search(node: Node | null, path: SpecPath): { path: SpecPath; slot: Cursor["slot"] } | null {
  if (isScalar(node)) return node.value === marker ? { path, slot: slotOf(path) } : null;
  if (isMap(node)) {
    for (const { key, value } of node.items as { key: Node; value: Node | null }[]) {
      const inside = [...path, keyText(key)];
      if (keyText(key) === marker) return { path: inside, slot: "key" };
      const found = search(value, inside);
      if (found) return found;
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = search(item as Node, [...path, index]);
      if (found) return found;
    }
  }
  return null;
}

function withoutMarker(document: ReturnType<typeof parseDocument>, path: SpecPath): unknown {
  let json: unknown;
  try {
    json = document.toJS({ maxAliasCount: 100 });
  } catch {
    // Aliases that can't be expanded: what is written around stays unknown, and completion offers a little more.
    return {};
  }
  const holder = path.slice(0, -1).reduce<unknown>((value, step) => (value as Record<string, unknown>)?.[step], json);
  if (Array.isArray(holder)) holder.splice(Number(path.at(-1)), 1);
  else if (typeof holder === "object" && holder !== null)
    delete (holder as Record<string, unknown>)[String(path.at(-1))];
  return json;
}
