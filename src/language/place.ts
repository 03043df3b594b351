import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { keyText } from "../spec/tree.ts";

/** What stands at an offset: a key, or a value that is no block. */
export interface Place {
  path: SpecPath;
  part: "key" | "value";
  node: Node;
}

/** The innermost key or value that covers an offset, or null between them. */
export function placeAt(document: RunDocument, offset: number): Place | null {
  return document.root ? within(document.root, offset, []) : null;
}

function within(node: Node, offset: number, path: SpecPath): Place | null {
  if (!covers(node, offset)) return null;
  if (isMap(node)) {
    for (const { key, value } of node.items as { key: Node; value: Node | null }[]) {
      const inside = [...path, keyText(key)];
      if (covers(key, offset)) return { path: inside, part: "key", node: key };
      const found = value && within(value, offset, inside);
      if (found) return found;
    }
    return null;
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = within(item as Node, offset, [...path, index]);
      if (found) return found;
    }
    return null;
  }
  return isScalar(node) || isAlias(node) ? { path, part: "value", node } : null;
}

function covers(node: Node | null | undefined, offset: number): boolean {
  const range = node?.range;
  return range != null && range[0] <= offset && offset <= range[1];
}

/** A scalar whose text is data and not YAML: in quotes, or a block after `|` or `>`. */
export function isText(node: Node | undefined): node is Scalar & Node {
  return isScalar(node) && node.type !== undefined && node.type !== "PLAIN";
}

/** Whether an offset lies between the braces of a flow collection (`{…}`, `[…]`). */
export function isInFlow(document: RunDocument, offset: number): boolean {
  let found = false;
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    } else if (isCollection(node) && node.range && node.range[0] < offset && offset <= node.range[1]) {
      if (node.flow === true && offset < node.range[1]) found = true;
      for (const item of node.items) visit(item);
    }
  };
  visit(document.root);
  return found;
}
