import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import * as vscode from "vscode";
import { type Case, eventually } from "./case.ts";
import { commandsBelow } from "./processes.ts";
import { product, RUN_LANGUAGE, show } from "./product.ts";

/** Of our own code: loading the bundle, and running `activate`. */
const LIMIT_MS = 50;

export const activation: readonly Case[] = [
  [
    "a workspace with a run file activates the extension",
    async () => {
      await eventually("the extension to be active", () => product().isActive);
    },
  ],
  [
    `activating takes less than ${LIMIT_MS} ms of our own code`,
    async () => {
      const { activation_ms, activation_cpu_ms } = product().exports;
      // Whichever is less: a busy machine stretches the clock, other threads of this process use CPU of their own.
      const activate = Math.min(activation_ms, activation_cpu_ms);
      assert.ok(activate > 0, "the extension measured nothing");
      const total = activate + loading();
      assert.ok(total < LIMIT_MS, `${total.toFixed(1)} ms, of which activate ${activate.toFixed(1)} ms`);
    },
  ],
  [
    "no process is started before it is asked for",
    async () => {
      assert.deepEqual(ourProcesses(), []);
    },
  ],
  [
    "the first run file starts the language server, and nothing else",
    async () => {
      const document = await show("quick.run.yaml");
      assert.equal(document.languageId, RUN_LANGUAGE);
      const server = path.join(product().extensionPath, "dist", "server.cjs");
      if (commandsBelow() === null) return;
      const found = await eventually("the language server", () => {
        const ours = ourProcesses();
        return ours.length > 0 && ours;
      });
      assert.equal(found.length, 1, found.join("\n"));
      assert.ok(found[0]?.includes(server), found[0]);
    },
  ],
  [
    "run files have their language, other YAML keeps its own",
    async () => {
      assert.equal((await show("one.run.yml", "version: 1\n")).languageId, RUN_LANGUAGE);
      assert.equal((await show("notes.yaml", "version: 1\n")).languageId, "yaml");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    },
  ],
];

/** Milliseconds that loading the bundle takes. The best of some, since a neighbour's work is not ours. */
function loading(): number {
  const require = createRequire(product().extensionPath + path.sep);
  const bundle = require.resolve("./dist/extension.cjs");
  const times = Array.from({ length: 5 }, () => {
    delete require.cache[bundle];
    const began = performance.now();
    require(bundle);
    return performance.now() - began;
  });
  return Math.min(...times);
}

function ourProcesses(): string[] {
  return (commandsBelow() ?? []).filter((command) => command.includes(product().extensionPath));
}
