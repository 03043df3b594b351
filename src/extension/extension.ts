import * as vscode from "vscode";
import { type Started, start } from "./start.ts";

let started: Started | undefined;

/** What other extensions, and the tests, get. */
export interface Api {
  /** How long activating took, of our own code. */
  activation_ms: number;
}

export function activate(context: vscode.ExtensionContext): Api {
  const began = performance.now();
  started = start(vscode, context, () => import("./language/client-bundle.ts"));
  return { activation_ms: performance.now() - began };
}

export async function deactivate(): Promise<void> {
  await started?.stop();
  started = undefined;
}
