import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from "yaml";
import { type Problem, problem, type Range } from "../protocol/problem.ts";

/** A person's file is about five deep. What is deeper is there to overflow somebody's stack. */
const deepest = 100;
/** The library's time for aliases grows with their square; nobody writes a thousand by hand. */
const mostAliases = 1000;

interface Inspection {
  problems: Problem[];
  /** Each alias with the node it stands for. */
  anchors: ReadonlyMap<Node, Node>;
  /** False: turning the tree into a value would fail, take forever or never end. */
  expandable: boolean;
}

type ToRange = (start: number, end: number) => Range;

/** One walk over a YAML tree in the order of its text: duplicate keys, aliases and what they stand for, depth. */
export function inspectTree(root: Node | null, text: string, toRange: ToRange): Inspection {
  const problems: Problem[] = [];
  const anchors = new Map<Node, Node>();
  const named = new Map<string, Node>();
  const open = new Set<Node>();
  let expandable = true;

  function refuse(code: string, node: Node, params = {}): void {
    // One such fault is enough to read; a file made to hurt has thousands.
    if (expandable) problems.push(problem(code, params, { range: rangeOf(node) }));
    expandable = false;
  }

  function rangeOf(node: Node): Range {
    const [start, end] = node.range ?? [0, 0];
    return toRange(start, start + text.slice(start, end).trimEnd().length);
  }

  function visitAlias(alias: Node & { source: string }): void {
    const target = named.get(alias.source);
    if (!target) refuse("unknown-anchor", alias, { anchor: alias.source });
    else if (open.has(target)) refuse("alias-cycle", alias, { anchor: alias.source });
    else if (anchors.set(alias, target).size > mostAliases) refuse("alias-bomb", alias, { limit: mostAliases });
  }

  function isMergeable(node: Node): boolean {
    const target = isAlias(node) ? anchors.get(node) : node;
    if (isSeq(target)) return target.items.every((item) => isMap(isAlias(item) ? anchors.get(item) : item));
    return target === undefined || isMap(target);
  }

  function visit(node: unknown, depth: number): void {
    if (!isNode(node)) return;
    if (isAlias(node)) {
      visitAlias(node);
      return;
    }
    if (depth > deepest) {
      refuse("too-deep", node, { limit: deepest });
      return;
    }
    if (node.anchor) named.set(node.anchor, node);
    open.add(node);
    if (isMap(node)) visitMap(node.items as { key: unknown; value: unknown }[], depth);
    else if (isSeq(node)) for (const item of node.items) visit(item, depth + 1);
    open.delete(node);
  }

  function visitMap(pairs: { key: unknown; value: unknown }[], depth: number): void {
    const seen = new Map<unknown, Node>();
    for (const { key, value } of pairs) {
      if (isScalar(key) && typeof key.value !== "symbol" && key.range) {
        const first = seen.get(key.value);
        if (first?.range) {
          const line = toRange(first.range[0], first.range[0]).start.line + 1;
          problems.push(problem("duplicate-key", { key: String(key.value), line }, { range: rangeOf(key) }));
        } else seen.set(key.value, key);
      }
      visit(key, depth + 1);
      visit(value, depth + 1);
      if (keyText(key) === "<<" && isNode(value) && !isMergeable(value)) {
        refuse("merge-not-map", value);
      }
    }
  }

  visit(root, 0);
  return { problems, anchors, expandable };
}

/** The text of a key; a merge key is `<<`. */
export function keyText(key: unknown): string {
  if (!isScalar(key)) return "";
  return typeof key.value === "symbol" ? (key.value.description ?? "") : String(key.value);
}
