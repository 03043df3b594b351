import { type FoldingRange, FoldingRangeKind, type SelectionRange } from "vscode-languageserver-types";
import { isCollection, isMap, isPair, isScalar, type Node } from "yaml";
import type { Position, Range } from "../protocol/problem.ts";
import { type RunDocument, spanOf } from "../spec/document.ts";

/** Blocks, blocks of text, and comments of several lines. */
export function foldingRanges(document: RunDocument): FoldingRange[] {
  const found: FoldingRange[] = [];
  const add = (start: number, end: number, kind?: FoldingRangeKind) => {
    const [from, to] = [document.positionAt(start).line, document.positionAt(end).line];
    if (to > from) found.push({ startLine: from, endLine: to, ...(kind ? { kind } : {}) });
  };
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      const [key, value] = [spanOf(node.key as Node, document.text), spanOf(node.value as Node | null, document.text)];
      if (key && value) add(key[0], value[1]);
      visit(node.value);
    } else if (isCollection(node)) {
      for (const item of node.items) {
        const span = isMap(item) ? spanOf(item, document.text) : null;
        if (span) add(...span);
        visit(item);
      }
    }
  };
  visit(document.root);
  for (const match of document.text.matchAll(/(?:^[ \t]*#.*(?:\r?\n|$)){2,}/gm)) {
    add(match.index, match.index + match[0].trimEnd().length, FoldingRangeKind.Comment);
  }
  const lines = new Map(found.map((range) => [range.startLine, range]));
  return [...lines.values()];
}

/** From the word at a position outward: value, pair, block, file. */
export function selectionRanges(document: RunDocument, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    const around: Range[] = [document.range(0, document.text.length)];
    const push = (start: number, end: number): boolean => {
      if (offset < start || offset > end) return false;
      around.push(document.range(start, end));
      return true;
    };
    const visit = (node: unknown): void => {
      if (isPair(node)) {
        const [key, value] = [
          spanOf(node.key as Node, document.text),
          spanOf(node.value as Node | null, document.text),
        ];
        if (!key || !push(key[0], Math.max(key[1], value?.[1] ?? 0))) return;
        if (!push(...key)) visit(node.value);
      } else if (isCollection(node)) {
        const span = spanOf(node, document.text);
        if (span && push(...span)) for (const item of node.items) visit(item);
      } else if (isScalar(node)) {
        const span = spanOf(node, document.text);
        if (span) push(...span);
      }
    };
    visit(document.root);
    return around.reduce<SelectionRange | undefined>(
      (parent, range) => (parent ? { range, parent } : { range }),
      undefined,
    )!;
  });
}
