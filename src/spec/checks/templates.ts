import { type Problem, problem } from "../../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { problemAt } from "./at.ts";

export const templateKeys = ["prompt", "system", "answer", "chosen", "rejected"] as const;

/** A `{{column}}` with where it is written; `column` is what stands between the braces. */
export interface Placeholder {
  column: string;
  start: number;
  end: number;
}

/** The columns that a template names. Read from the source text, so that each has its place whatever the quotes are. */
export function placeholdersOf(document: RunDocument, path: SpecPath): Placeholder[] {
  const source = document.sourceOf(path);
  if (!source) return [];
  return [...source.text.matchAll(/(?<!\\)\{\{([^{}]*)\}\}/g)].map((match) => ({
    column: match[1]!.trim(),
    start: source.start + match.index,
    end: source.start + match.index + match[0].length,
  }));
}

/** Templates hold columns in double braces and nothing else: no conditions, loops or filters. `\\{{` is two braces. */
export function checkTemplates(spec: RunSpec, document: RunDocument): Problem[] {
  return templateKeys.flatMap((key) => {
    const template = spec.data[key];
    return template === undefined ? [] : checkTemplate(document, ["data", key], template);
  });
}

function checkTemplate(document: RunDocument, path: SpecPath, template: string): Problem[] {
  const source = document.sourceOf(path);
  const key = String(path.at(-1));
  if (!source) return [];
  const logic = /\{%.*?(%\}|$)|\{\{[^{}\w\p{L}]*(#|\/|\^|if\b|for\b|else\b)[^{}]*\}\}|\{\{[^{}]*\|[^{}]*\}\}/u.exec(
    source.text,
  );
  if (logic) {
    const start = source.start + logic.index;
    const range = document.range(start, start + logic[0].length);
    return [problem("template-logic", { part: logic[0].slice(0, 40) }, { range })];
  }
  const placeholders = placeholdersOf(document, path);
  const problems = placeholders
    .filter(({ column }) => column === "")
    .map(({ start, end }) => problem("template-empty", {}, { range: document.range(start, end) }));
  const rest = source.text.replace(/\\\{\{|\{\{[^{}]*\}\}/g, (match) => " ".repeat(match.length));
  const open = /\{\{|\}\}/.exec(rest);
  if (open) {
    const start = source.start + open.index;
    problems.push(problem("template-open", {}, { range: document.range(start, start + 2) }));
  }
  if (placeholders.length === 0 && problems.length === 0 && key !== "system") {
    problems.push(withoutColumn(document, path, key, template));
  }
  return problems;
}

/** Every row would get the same text, which is hardly ever meant: a bare column name most likely is. */
function withoutColumn(document: RunDocument, path: SpecPath, key: string, template: string): Problem {
  const range = document.rangeOf(path, "value");
  const fixed = `"{{${template}}}"`;
  const suggestions =
    /^[\p{L}\w][\p{L}\w.-]*$/u.test(template) && range ? [{ title: fixed, edit: { range, new_text: fixed } }] : [];
  return problemAt(document, path, "template-without-column", { key }, { severity: "warning", suggestions });
}
