import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Case } from "./case.ts";
import { folder, type Manifest, product } from "./product.ts";

/** Long enough for a command that asks our command line something, on a busy machine. */
const LIMIT_MS = 60_000;

/** Provokes the one error that has to be there at the end. */
const MISSING = "gone.run.yaml";

const contributed = (product().packageJSON as Manifest).contributes.commands.map(({ command }) => command);

export const commands: readonly Case[] = [
  [
    "every contributed command is registered",
    async () => {
      const registered = new Set(await vscode.commands.getCommands(true));
      assert.ok(contributed.length > 10);
      assert.deepEqual(
        contributed.filter((command) => !registered.has(command)),
        [],
      );
    },
  ],
  // A handler's exception is shown, not thrown, and what is shown as an error is in the window's console as well:
  // `host.test.ts` looks there.
  ...contributed.map(
    (command): Case => [
      `${command} without a context asks, and can be left`,
      () => leave(vscode.commands.executeCommand(command)),
    ],
  ),
  [
    "a command about a file that is gone says so and goes on",
    () => leave(vscode.commands.executeCommand("deepextension.plan", vscode.Uri.joinPath(folder(), MISSING))),
  ],
];

/** Waits for a command, and closes whatever it asks, as a person does who changed their mind. */
async function leave(command: Thenable<unknown>): Promise<void> {
  let settled = false;
  const done = Promise.resolve(command).finally(() => {
    settled = true;
  });
  const end = performance.now() + LIMIT_MS;
  while (!settled) {
    if (performance.now() > end) throw new Error(`it did not end in ${LIMIT_MS / 1000} s`);
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await vscode.commands.executeCommand("notifications.clearAll");
    await Promise.race([done.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  await done;
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
