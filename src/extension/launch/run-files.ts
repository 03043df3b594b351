import path from "node:path";
import type * as vscode from "vscode";
import type { Services } from "../services.ts";
import { isOfRun, targetOf } from "../tree-node.ts";

export const RUN_FILE_LANGUAGE = "deepextension-run";
/** More than this a person does not choose from; they open the file. */
const OFFERED_FILES = 200;

/**
 * The run file that a command is about: the given one, that of the row it was called on, the one in the active editor,
 * else the one a person picks. Null: there is none, which was said, or the person went away.
 */
export async function chooseRunFile(services: Services, argument: unknown): Promise<vscode.Uri | null> {
  const { vscode, library, t } = services;
  const given = uriOf(vscode, argument);
  if (given) return given;
  const target = targetOf(argument);
  const shown = target && isOfRun(target) ? await library.load(target) : null;
  if (shown) return vscode.Uri.file(path.resolve(shown.root, shown.state.file));
  const active = vscode.window.activeTextEditor?.document;
  if (active && active.languageId === RUN_FILE_LANGUAGE && active.uri.scheme === "file") return active.uri;

  const found = await vscode.workspace.findFiles("**/*.run.yaml", "**/{node_modules,.deepextension}/**", OFFERED_FILES);
  if (found.length === 1) return found[0] ?? null;
  if (found.length === 0) {
    const create = t("New Run File");
    const answer = await vscode.window.showInformationMessage(t("There is no run file (*.run.yaml) here yet."), create);
    if (answer === create) await vscode.commands.executeCommand("deepextension.newRunFile");
    return null;
  }
  const items = found
    .map((uri) => ({ label: path.basename(uri.fsPath), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: t("Choose a run file"),
    matchOnDescription: true,
  });
  return picked?.uri ?? null;
}

/** A command's argument may come from a code lens of the language server as text, or from the editor as an object. */
function uriOf(editor: Services["vscode"], argument: unknown): vscode.Uri | null {
  if (argument instanceof editor.Uri) return argument;
  if (typeof argument === "string" && argument.startsWith("file:")) return editor.Uri.parse(argument, true);
  return null;
}

/** Where a run file's runs are kept: its workspace folder, else its own folder. */
export function rootOf({ vscode }: Pick<Services, "vscode">, file: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? path.dirname(file.fsPath);
}

/** The file as a person sees it is the file that runs. False where it couldn't be saved. */
export async function saved({ vscode, t }: Services, file: vscode.Uri): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === file.toString());
  if (!document?.isDirty || (await document.save())) return true;
  await vscode.window.showErrorMessage(t("{0} could not be saved, so it was not used.", path.basename(file.fsPath)));
  return false;
}
