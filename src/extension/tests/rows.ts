import type * as vscode from "vscode";
import type { ItemAnswer } from "../../runs/item-results.ts";
import type { Services } from "../services.ts";
import type { Placing } from "./publish.ts";

/**
 * Where the rows of items stand, as far as they can be shown: in JSON lines, whose rows are lines, of files that are still
 * there. A table's row may have several lines.
 */
export async function rowsOf(
  { vscode: editor }: Pick<Services, "vscode">,
  runFile: vscode.Uri | undefined,
  answers: readonly ItemAnswer[],
): Promise<Placing["locate"]> {
  const files = new Map<string, vscode.Uri>();
  for (const name of new Set(answers.map(({ source }) => source.file))) {
    if (!runFile || !/\.(jsonl|ndjson)$/i.test(name)) continue;
    const uri = editor.Uri.joinPath(runFile, "..", name);
    const there = await editor.workspace.fs.stat(uri).then(
      () => true,
      () => false, // moved or deleted since: the result is shown without it
    );
    if (there) files.set(name, uri);
  }
  return ({ file, row }) => {
    const uri = files.get(file);
    return uri ? new editor.Location(uri, new editor.Position(row - 1, 0)) : null;
  };
}
