import { isAlias, isCollection, isMap, isPair, isSeq, type Node, type Pair, parseDocument } from "yaml";
import type { Position, Problem, Range } from "../protocol/problem.ts";
import { inspectTree, keyText } from "./tree.ts";
import { isSoft, yamlProblems } from "./yaml-problems.ts";

/** Where something is in a run file: `["train", "adapter", "rank"]`, list items by their index. */
export type SpecPath = readonly (string | number)[];

/** A longer text is not parsed: half a second for a person's file, minutes for one made to hurt. In UTF-16 units. */
export const longestText = 1_000_000;

/** A run file's text with its YAML tree. Offsets and characters are UTF-16 units without a byte order mark, as editors count. */
export interface RunDocument {
  readonly text: string;
  /** Null where the text is empty, only comments, or too large to parse. */
  readonly root: Node | null;
  /** The file's value as JSON has it; undefined where the YAML is too broken to have one. */
  readonly json: unknown;
  /** What is wrong with the YAML itself. */
  readonly problems: readonly Problem[];
  /** The range of a key or a value; of the nearest ancestor that exists where it doesn't. Null: the document is empty. */
  rangeOf(path: SpecPath, what: "key" | "value"): Range | null;
  /** The node at a path, aliases and merge keys followed, or undefined. */
  nodeAt(path: SpecPath): Node | undefined;
  /** A value's own source text and where it starts, or null where it is written nowhere. */
  sourceOf(path: SpecPath): { text: string; start: number } | null;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  range(start: number, end: number): Range;
}

/** Parses the YAML of a run file. Never throws. */
export function openDocument(input: string): RunDocument {
  const text = input.startsWith("\uFEFF") ? input.slice(1) : input;
  const lines = lineStarts(text);
  const positionAt = (offset: number) => positionIn(text, lines, offset);
  const range = (start: number, end: number) => ({ start: positionAt(start), end: positionAt(end) });
  const parsed = parseYaml(text, range);
  const find = (path: SpecPath) => findNode(parsed.root, parsed.anchors, path);

  return {
    text,
    root: parsed.root,
    json: parsed.json,
    problems: parsed.problems,
    positionAt,
    range,
    offsetAt: (position) => offsetIn(text, lines, position),
    nodeAt: (path) => {
      const found = find(path);
      return found.depth === path.length ? (found.value ?? undefined) : undefined;
    },
    sourceOf: (path) => {
      const found = find(path);
      const span = found.depth === path.length ? spanOf(found.value, text) : null;
      return span && { text: text.slice(...span), start: span[0] };
    },
    rangeOf: (path, what) => {
      const found = find(path);
      // An absent child is shown at the key of what should hold it: underlining a whole block helps nobody.
      const wantsKey = what === "key" || found.depth < path.length;
      const node = wantsKey ? (found.key ?? firstKey(found.value)) : found.value;
      const span = spanOf(node, text) ?? spanOf(found.key, text);
      return span && range(...span);
    },
  };
}

type Anchors = ReadonlyMap<Node, Node>;

function parseYaml(
  text: string,
  range: RunDocument["range"],
): { root: Node | null; json: unknown; problems: Problem[]; anchors: Anchors } {
  const nothing = { root: null, json: undefined, anchors: new Map() };
  if (text.length > longestText) {
    const params = { size: text.length, limit: longestText };
    return {
      ...nothing,
      problems: [{ code: "too-large", severity: "error", params, range: range(0, 0), suggestions: [] }],
    };
  }
  // Duplicate keys are found by our own walk: the library compares each key with each other, which hangs on a long map.
  const document = parseDocument(text, {
    merge: true,
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
  });
  const root = document.contents as Node | null;
  const tree = inspectTree(root, text, range);
  const problems = [...yamlProblems(document, text, range), ...tree.problems];
  const readable = tree.expandable && document.errors.every((error) => isSoft(error.code));
  if (!readable) return { root, json: undefined, problems, anchors: tree.anchors };
  try {
    return { root, json: document.toJS({ maxAliasCount: 100 }), problems, anchors: tree.anchors };
  } catch (error) {
    // The library refuses aliases that multiply (a "bomb") and merges of what is no map.
    const detail = error instanceof Error ? error.message : String(error);
    const code = /alias count/i.test(detail) ? "alias-bomb" : "yaml-syntax";
    problems.push({ code, severity: "error", params: { detail }, range: range(0, 0), suggestions: [] });
    return { root, json: undefined, problems, anchors: tree.anchors };
  }
}

interface Found {
  /** How many steps of the path exist. */
  depth: number;
  key: Node | null;
  value: Node | null;
}

function findNode(root: Node | null, anchors: Anchors, path: SpecPath): Found {
  let found: Found = { depth: 0, key: null, value: root };
  for (const step of path) {
    const holder = follow(found.value, anchors);
    if (isMap(holder)) {
      const pair = findPair(holder.items as Pair<Node, Node | null>[], String(step), anchors);
      if (!pair) return found;
      found = { depth: found.depth + 1, key: pair.key, value: pair.value };
    } else if (isSeq(holder) && typeof step === "number" && holder.items[step]) {
      // An item of a list has no key: whatever is wrong with it is shown at the item.
      found = { depth: found.depth + 1, key: null, value: holder.items[step] as Node };
    } else return found;
  }
  return { ...found, value: follow(found.value, anchors) };
}

function follow(node: Node | null, anchors: Anchors): Node | null {
  return node && isAlias(node) ? (anchors.get(node) ?? null) : node;
}

/** The pair of a key, an own one before one that comes by `<<`. */
function findPair(
  pairs: Pair<Node, Node | null>[],
  key: string,
  anchors: Anchors,
  depth = 0,
): Pair<Node, Node | null> | null {
  const own = pairs.findLast((pair) => keyText(pair.key) === key);
  if (own || depth > 20) return own ?? null;
  for (const pair of pairs) {
    if (keyText(pair.key) !== "<<") continue;
    const merged = follow(pair.value, anchors);
    const sources = isSeq(merged) ? merged.items.map((item) => follow(item as Node, anchors)) : [merged];
    for (const source of sources) {
      if (!isMap(source)) continue;
      const inner = findPair(source.items as Pair<Node, Node | null>[], key, anchors, depth + 1);
      if (inner) return inner;
    }
  }
  return null;
}

function firstKey(node: Node | null): Node | null {
  if (isCollection(node)) {
    const first = node.items[0];
    return (isPair(first) ? (first.key as Node) : (first as Node | undefined)) ?? node;
  }
  return node;
}

/** Start and end of a node's own text, without what follows its last visible character. */
export function spanOf(node: Node | null | undefined, text: string): [number, number] | null {
  if (!node?.range) return null;
  const [start, end] = node.range;
  const length = text.slice(start, end).trimEnd().length;
  return length > 0 ? [start, start + length] : null;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function positionIn(text: string, lines: number[], offset: number): Position {
  const at = Math.max(0, Math.min(offset, text.length));
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - lines[low]! };
}

function offsetIn(text: string, lines: number[], { line, character }: Position): number {
  if (line >= lines.length) return text.length;
  const end = lines[line + 1] ?? text.length;
  return Math.min(lines[line]! + character, end);
}
