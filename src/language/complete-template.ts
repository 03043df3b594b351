import { type CompletionItem, CompletionItemKind } from "vscode-languageserver-types";
import { type ColumnFact, columnNames } from "../plan/references.ts";
import type { RunDocument } from "../spec/document.ts";
import { valueAt } from "../spec/issues.ts";
import type { JsonSchema } from "../spec/json-schema.ts";
import type { Cursor } from "./cursor.ts";
import { showExample } from "./describe.ts";
import type { LanguageFacts } from "./facts.ts";

/** Columns inside of `{{…}}`; null where the cursor isn't between braces, so that others may answer. */
export async function completeTemplate(
  document: RunDocument,
  offset: number,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
  facts: LanguageFacts,
): Promise<CompletionItem[] | null> {
  if (!schemas.some((schema) => schema["x-complete"] === "template")) return null;
  const before = document.text.slice(Math.max(0, offset - 200), offset);
  const open = /\{\{\s*([^{}\r\n]*)$/.exec(before);
  if (!open) return null;
  const typed = open[1]!;
  const after = document.text.slice(offset, offset + 200);
  const rest = /^[^{}\r\n"']*(?=\}\})/.exec(after)?.[0] ?? "";
  const close = after.slice(rest.length).startsWith("}}") ? "" : "}}".slice(after.startsWith("}") ? 1 : 0);
  const range = document.range(offset - typed.length, offset + rest.length);
  const columns = (await columnsOfDocument(cursor.json, facts)) ?? [];
  return columnNames(columns).map(
    (name, index): CompletionItem => ({
      label: name,
      kind: CompletionItemKind.Field,
      sortText: String(index).padStart(3, "0"),
      documentation: { kind: "markdown", value: showExample(exampleOf(columns, name)) },
      textEdit: { range, newText: name + close },
    }),
  );
}

/** The columns of the first data file that has any: training rows, else others. */
export async function columnsOfDocument(json: unknown, facts: LanguageFacts): Promise<readonly ColumnFact[] | null> {
  for (const split of ["train", "test", "validation"]) {
    const written = valueAt(json, ["data", split]);
    const file = typeof written === "string" ? written : valueAt(written, ["from"]);
    if (typeof file !== "string" || ["train", "test", "validation"].includes(file)) continue;
    const columns = await facts.columns(file);
    if (columns) return columns;
  }
  return null;
}

/** The example of a column or of a field in it: `a.b`. */
export function exampleOf(columns: readonly ColumnFact[], name: string): unknown {
  const own = columns.find((column) => column.name === name);
  if (own) return own.example;
  const [first, ...fields] = name.split(".");
  return valueAt(columns.find((column) => column.name === first)?.example, fields);
}
