import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver-types";
import { z } from "zod";
import { suggestionSchema } from "../protocol/problem.ts";

const dataSchema = z.object({ suggestions: z.array(suggestionSchema) });

/** Quick fixes for the diagnostics that an editor asks about. What a suggestion only names but can't edit is in the message. */
export function codeActions(uri: string, diagnostics: readonly Diagnostic[]): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    const data = dataSchema.safeParse(diagnostic.data);
    const edits = data.success
      ? data.data.suggestions.flatMap(({ title, edit }) => (edit ? [{ title, edit }] : []))
      : [];
    return edits.map(
      ({ title, edit }): CodeAction => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        // "Fix all" and the keyboard take the preferred one, so it has to be the only one.
        isPreferred: edits.length === 1,
        edit: { changes: { [uri]: [{ range: edit.range, newText: edit.new_text }] } },
      }),
    );
  });
}
