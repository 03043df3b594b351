import * as vscode from "vscode";
import { type Started, start } from "./start.ts";

let started: Started | undefined;

/** What other extensions, and the tests, get. */
export interface Api {
  /** How long activating took, of our own code. */
  activation_ms: number;
  /** The CPU time of it: what the machine's other work does not change. */
  activation_cpu_ms: number;
}

export function activate(context: vscode.ExtensionContext): Api {
  const began = performance.now();
  const cpu = process.cpuUsage();
  started = start(vscode, context, () => import("./language/client-bundle.ts"));
  const { user, system } = process.cpuUsage(cpu);
  return { activation_ms: performance.now() - began, activation_cpu_ms: (user + system) / 1000 };
}

export async function deactivate(): Promise<void> {
  await started?.stop();
  started = undefined;
}
