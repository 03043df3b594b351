import type * as vscode from "vscode";
import type { Language } from "../protocol/messages.ts";
import type { CommandId } from "./commands/table.ts";
import type { Documents } from "./documents.ts";
import type { Editor } from "./editor.ts";
import type { Launches } from "./launch/launches.ts";
import type { RunLibrary } from "./runs/run-library.ts";
import type { Translate } from "./translate.ts";

/** What features are given. Each `registerX(services)` returns the one thing that undoes it. */
export interface Services {
  vscode: Editor;
  t: Translate;
  language: Language;
  log: vscode.LogOutputChannel;
  extensionUri: vscode.Uri;
  workspaceState: vscode.Memento;
  /** A folder of our own for what can be made again at any time. */
  storage: vscode.Uri;
  documents: Documents;
  library: RunLibrary;
  launches: Launches;
  /** Registers a command of the table; what its handler throws is logged and shown, once, here. */
  command(id: CommandId, handler: (...args: unknown[]) => unknown): vscode.Disposable;
}
