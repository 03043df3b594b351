import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver-types";
import { z } from "zod";
import type { Language } from "../protocol/messages.ts";
import { suggestionSchema } from "../protocol/problem.ts";
import type { RunDocument } from "../spec/document.ts";
import { word } from "./messages.ts";

const dataSchema = z.object({
  suggestions: z.array(suggestionSchema),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  rows: z.array(z.int()).optional(),
});

interface ActionContext {
  document: RunDocument;
  folder: string;
  language: Language;
}

/** The server's command that writes a data file anew in UTF-8. Its argument is the file's URI. */
export const convertCommand = "deepextension.convertToUtf8";

/** Quick fixes for the diagnostics that an editor asks about. What a suggestion only names but can't edit is in the message. */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[], context?: ActionContext): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const data = dataSchema.safeParse(diagnostic.data);
    const edits = data.success
      ? data.data.suggestions.flatMap(({ title, edit }) => (edit ? [{ title, edit }] : []))
      : [];
    const fixes = edits.map(
      ({ title, edit }): CodeAction => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        // "Fix all" and the keyboard take the preferred one, so it has to be the only one.
        isPreferred: edits.length === 1,
        edit: { changes: { [uri]: [{ range: edit.range, newText: edit.new_text }] } },
      }),
    );
    const ofData = context && data.success ? dataActions(diagnostic, data.data, context) : [];
    return [...fixes, ...ofData, ...(context ? ignoreAction(uri, diagnostic, context.document) : [])];
  });
}

/** Repairs in data files: rows are removed by an edit that can be undone; a conversion is the server's own command. */
function dataActions(
  diagnostic: Diagnostic,
  { params, rows }: z.infer<typeof dataSchema>,
  { folder, language }: ActionContext,
): CodeAction[] {
  if (typeof params?.file !== "string") return [];
  const file = pathToFileURL(path.resolve(folder, params.file)).href;
  const action = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
  if (diagnostic.code === "encoding-read-as" || diagnostic.code === "encoding-not-utf8") {
    const title = word("convert-to-utf8", language, { file: path.basename(params.file) });
    return [{ ...action, title, command: { title, command: convertCommand, arguments: [file] } }];
  }
  const isLeak = diagnostic.code === "test-row-in-training" || diagnostic.code === "test-row-nearly-in-training";
  // Only there a row is a line.
  if (!isLeak || !rows || rows.length < Number(params.count) || !/\.(jsonl|ndjson|jsonlines)$/i.test(file)) return [];
  const edits = rows.map((row): TextEdit => {
    const range = { start: { line: row - 1, character: 0 }, end: { line: row, character: 0 } };
    return { range, newText: "" };
  });
  const title = word("remove-rows", language, { count: rows.length, file: path.basename(params.file) });
  return [{ ...action, title, edit: { changes: { [file]: edits } } }];
}

/** A warning that a person knows better can be silenced where it stands. */
function ignoreAction(uri: string, diagnostic: Diagnostic, document: RunDocument): CodeAction[] {
  const { code, range, severity } = diagnostic;
  if (severity === 1 || typeof code !== "string" || code.startsWith("ignore-")) return [];
  const { line } = range.start;
  const start = { line, character: 0 };
  const indent = /^[ \t]*/.exec(document.text.slice(document.offsetAt(start)))![0];
  const edit: TextEdit = { range: { start, end: start }, newText: `${indent}# deepextension-ignore ${code}\n` };
  return [
    {
      title: `# deepextension-ignore ${code}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [edit] } },
    },
  ];
}
