import { canonicalJson } from "../protocol/canonical.ts";
import { cell, isRecord, type RowValue } from "./rows.ts";

/**
 * Templates have columns and nothing else: `Sort this mail:\n{{body}}`. `{{a.b}}` reaches into a column that holds an object
 * (a column that is itself called `a.b` goes first); `\{{` is two braces. What a value becomes:
 *
 * - text stays as it is; numbers and booleans are written as in JSON;
 * - objects and arrays become canonical JSON: keys sorted, no spaces. That is what the model learns to write;
 * - null is empty in the middle of a text and `null` where the column is all there is, so that a JSON answer can be null;
 * - a column that a row does not have is missing, which is a problem.
 */
export interface Template {
  text: string;
  parts: readonly (string | { column: string })[];
  /** Where braces do not make a column: the code and what stands there. */
  mistakes: readonly { code: "template-braces" | "template-not-closed" | "template-empty-column"; near: string }[];
}

export function parseTemplate(text: string): Template {
  const parts: (string | { column: string })[] = [];
  const mistakes: Template["mistakes"][number][] = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain !== "") parts.push(plain);
    plain = "";
  };
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    if (open < 0) break;
    if (text[open - 1] === "\\") {
      plain += `${text.slice(at, open - 1)}{{`;
      at = open + 2;
      continue;
    }
    const end = text.indexOf("}}", open + 2);
    const near = text.slice(open, open + 24);
    if (end < 0) {
      mistakes.push({ code: "template-not-closed", near });
      break;
    }
    const column = text.slice(open + 2, end).trim();
    if (column.includes("{") || column.includes("}")) mistakes.push({ code: "template-braces", near });
    else if (column === "") mistakes.push({ code: "template-empty-column", near });
    plain += text.slice(at, open);
    flush();
    parts.push({ column });
    at = end + 2;
  }
  plain += text.slice(at);
  flush();
  return { text, parts, mistakes };
}

/** Each column once, in order. */
export function templateColumns(template: Template): string[] {
  return [...new Set(template.parts.flatMap((part) => (typeof part === "string" ? [] : [part.column])))];
}

/** A column's value in a row; `undefined` if the row has no such column. */
export function columnValue(row: RowValue, column: string): unknown {
  const direct = cell(row, column);
  if (direct !== undefined || !column.includes(".")) return direct;
  let value: unknown = row;
  for (const name of column.split(".")) {
    if (!isRecord(value)) return undefined;
    value = cell(value, name);
  }
  return value;
}

/** The filled template, or the columns that the row does not have. */
export function renderTemplate(template: Template, row: RowValue): { text: string; missing: string[] } {
  const [only] = template.parts;
  if (template.parts.length === 1 && typeof only === "object") {
    const value = columnValue(row, only.column);
    if (value === undefined) return { text: "", missing: [only.column] };
    return { text: typeof value === "string" ? value : canonicalJson(value), missing: [] };
  }
  const missing: string[] = [];
  const texts = template.parts.map((part) => {
    if (typeof part === "string") return part;
    const value = columnValue(row, part.column);
    if (value === undefined) missing.push(part.column);
    if (value === undefined || value === null) return "";
    return typeof value === "string" ? value : canonicalJson(value);
  });
  return { text: texts.join(""), missing };
}

/** Names that a template could mean: columns, and the fields of those that hold objects. From the first rows. */
export function columnNames(rows: readonly { value: RowValue }[], look = 1000): string[] {
  const names = new Set<string>();
  for (const { value } of rows.slice(0, look)) {
    for (const [column, inner] of Object.entries(value)) {
      names.add(column);
      if (isRecord(inner)) for (const field of Object.keys(inner)) names.add(`${column}.${field}`);
    }
  }
  return [...names];
}
