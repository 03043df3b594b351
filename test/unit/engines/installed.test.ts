import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { isEngineInstalled } from "../../../src/engines/embedded/installed.ts";

test("the engine is there when both of its packages are, wherever above", (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "deepextension 客服-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = path.join(folder, "inner", "dist", "cli.mjs");
  const add = (name: string, where: string) => {
    const made = path.join(folder, where, "node_modules", name);
    mkdirSync(made, { recursive: true });
    writeFileSync(path.join(made, "package.json"), "{}");
  };
  assert.equal(isEngineInstalled(program), false);
  add("koffi", "inner");
  assert.equal(isEngineInstalled(program), false);
  add("node-llama-cpp", "");
  assert.equal(isEngineInstalled(program), true);
});
