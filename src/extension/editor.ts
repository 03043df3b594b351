import type * as vscode from "vscode";

/** The editor's API as a value that is passed in: `extension.ts` alone imports it, so everything else runs in tests without one. */
export type Editor = typeof vscode;
