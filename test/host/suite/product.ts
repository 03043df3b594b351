import * as vscode from "vscode";

const ID = "deepextension.deepextension";
export const RUN_LANGUAGE = "deepextension-run";

/** What our extension exports. */
interface Api {
  activation_ms: number;
  activation_cpu_ms: number;
}

export interface Manifest {
  contributes: { commands: { command: string; title: string }[] };
}

export function product(): vscode.Extension<Api> {
  const extension = vscode.extensions.getExtension<Api>(ID);
  if (!extension) throw new Error(`${ID} is not installed`);
  return extension;
}

export function folder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (!first) throw new Error("no folder is open");
  return first.uri;
}

/** A file of the workspace with this text, shown in an editor. */
export async function show(name: string, text?: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(folder(), name);
  if (text !== undefined) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where `text` is written, `at` characters into it. */
export function find(document: vscode.TextDocument, text: string, at = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`"${text}" is not in ${document.uri.path}`);
  return document.positionAt(offset + at);
}
