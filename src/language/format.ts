import type { TextEdit } from "vscode-languageserver-types";
import { isCollection, isPair, isScalar } from "yaml";
import { openDocument, type RunDocument } from "../spec/document.ts";

const step = 2;

/**
 * The file in even form, line by line: two spaces of indentation, one space behind colons and commas, no blanks at line
 * ends, at most one empty line. Comments, quotes and the style of lists stay where and as they are.
 * Nothing where the YAML is broken, or where the result would say anything else.
 */
export function formatEdits(document: RunDocument): TextEdit[] {
  const { text, json, problems, range } = document;
  if (json === undefined || problems.some(({ severity }) => severity === "error")) return [];
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const formatted = `${formattedLines(document).join(end)}${end}`;
  if (formatted === text || text.trim() === "") return [];
  const again = openDocument(formatted);
  if (JSON.stringify(again.json) !== JSON.stringify(json)) return [];
  return [{ range: range(0, text.length), newText: formatted }];
}

function formattedLines(document: RunDocument): string[] {
  const inside = linesInside(document);
  const lines: string[] = [];
  const levels: { from: number; to: number }[] = [];
  let shift = 0;
  for (const [index, line] of document.text.split(/\r\n|\r|\n/).entries()) {
    const content = line.trim();
    const column = line.length - line.trimStart().length;
    if (inside.has(index)) {
      // What is within a text or a bracket moves with the line that opened it.
      lines.push(shift >= 0 ? " ".repeat(line === "" ? 0 : shift) + line : line.slice(Math.min(-shift, column)));
      continue;
    }
    if (content === "") {
      if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
      continue;
    }
    // A comment belongs to what comes next; indenting by its own column would open a level of its own.
    const to = content.startsWith("#") ? commentIndent(levels, column) : indentOf(levels, column);
    shift = to - column;
    lines.push(" ".repeat(to) + spaced(content));
    const dashes = /^(?:-\s+)+/.exec(content)?.[0];
    if (dashes) levels.push({ from: column + dashes.length, to: to + step * (dashes.match(/-/g)?.length ?? 1) });
  }
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function indentOf(levels: { from: number; to: number }[], column: number): number {
  while (levels.length > 0 && levels.at(-1)!.from > column) levels.pop();
  const level = levels.at(-1);
  if (level?.from === column) return level.to;
  const to = level ? level.to + step : 0;
  levels.push({ from: column, to });
  return to;
}

function commentIndent(levels: readonly { from: number; to: number }[], column: number): number {
  const level = levels.findLast(({ from }) => from <= column);
  if (!level) return 0;
  return level.from === column ? level.to : level.to + step;
}

/** One space behind a key's colon and behind commas; before a comment at least one. Quoted parts are left alone. */
function spaced(content: string): string {
  if (content.startsWith("#")) return content;
  const dashed = content.replace(/^(?:-[ \t]+)+/, (dashes) => "- ".repeat(dashes.match(/-/g)?.length ?? 0));
  const parts = dashed.split(/("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*$)/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part;
      return part
        .replace(/^((?:- +)*[\w.<>-]+:)[ \t]+(?=\S)/, index === 0 ? "$1 " : "$&")
        .replace(/:[ \t]{2,}(?=\S)/g, ": ")
        .replace(/,[ \t]*(?=\S)/g, isFlow(content) ? ", " : "$&");
    })
    .join("")
    .trimEnd();
}

/** Whether commas part items here and are not words of a text. */
function isFlow(content: string): boolean {
  return /^(?:- +)*(?:[\w.-]+:\s+)?[[{]/.test(content);
}

/** Lines that continue a text or a bracket: all but the first of every scalar and flow collection. */
function linesInside(document: RunDocument): Set<number> {
  const found = new Set<number>();
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    } else if (isCollection(node) && node.flow !== true) {
      for (const item of node.items) visit(item);
    } else if ((isScalar(node) || isCollection(node)) && node.range) {
      const text = document.text.slice(node.range[0], node.range[1]).trimEnd();
      const first = document.positionAt(node.range[0]).line;
      const last = document.positionAt(node.range[0] + text.length).line;
      for (let line = first + 1; line <= last; line++) found.add(line);
    }
  };
  visit(document.root);
  return found;
}
