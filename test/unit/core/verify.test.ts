import assert from "node:assert/strict";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { verifyRun } from "../../../src/core/verify.ts";
import { hashText } from "../../../src/disk/files.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import type { Workspace } from "../../../src/runs/workspace.ts";
import { cli } from "../cli/cli.ts";
import { dataHash, slices, storedRun, today } from "./stored-run.ts";

let workspace: Workspace;
let state: RunState;

beforeEach(async () => {
  ({ workspace, state } = await storedRun());
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

function artifactOf(stage: string): string {
  return workspace.artifactFolder(state.stages.find(({ id }) => id === stage)!.key);
}

async function codes(): Promise<string[]> {
  const { verified, problems } = await verifyRun(workspace, state.run);
  assert.equal(verified, problems.length === 0);
  return [...new Set(problems.map(({ code }) => code))];
}

/** Changes a file and its manifest's entry, as somebody would who knows the format. */
async function forge(stage: string, file: string, change: (text: string) => string): Promise<void> {
  const folder = artifactOf(stage);
  const text = change(await readFile(path.join(folder, file), "utf8"));
  await writeFile(path.join(folder, file), text);
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const entry = manifest.files.find((one: { path: string }) => one.path === file);
  Object.assign(entry, { bytes: Buffer.byteLength(text), sha256: hashText(text) });
  await writeFile(path.join(folder, "manifest.json"), JSON.stringify(manifest));
}

test("a run as it was left is verified, again and again, and nothing is written", async () => {
  assert.deepEqual(await verifyRun(workspace, "latest"), { run: state.run, verified: true, problems: [] });
  assert.deepEqual(await codes(), []);
});

test("a verdict that was written over is found, and left where it is", async () => {
  const file = path.join(artifactOf("compare"), "verdict.json");
  await writeFile(file, (await readFile(file, "utf8")).replace('"items": 40', '"items": 4000'));
  assert.deepEqual(await codes(), ["verify-file-changed", "verify-differs", "verify-log-differs"]);
  assert.match(await readFile(file, "utf8"), /4000/);
});

test("a forger who fixes the manifest as well is found by what the answers give", async () => {
  await forge("compare", "verdict.json", (text) => text.replace(/"mean": 0\.95\b/, '"mean": 0.99'));
  const { problems } = await verifyRun(workspace, "latest");
  const found = problems.find(({ code }) => code === "verify-differs")!;
  assert.match(String(found.params.place), /^comparisons\.\d\.variants\.\d\.mean$/);
  assert.deepEqual([found.params.stored, found.params.computed], ["0.99", "0.95"]);
});

test("scores, a model's size and a recipe that were changed", async () => {
  await forge("compare", "scores/base.jsonl", (text) => text.replace('"json":0', '"json":1'));
  assert.deepEqual(await codes(), ["verify-scores-differ"]);
  await forge("quantize", "model.q8_0.gguf", () => "another");
  assert.deepEqual(await codes(), ["verify-scores-differ", "verify-model-differs"]);
  const manifest = path.join(artifactOf("compare"), "manifest.json");
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace('"at_least":0.5', '"at_least":0.1'));
  assert.ok((await codes()).includes("verify-key"));
});

test("answers and items that were changed or are gone: nothing is computed of them", async () => {
  await appendFile(path.join(artifactOf("evaluate:base"), "answers.jsonl"), "\n");
  assert.deepEqual(await codes(), ["verify-file-changed"]);
  await rm(artifactOf("evaluate:q8_0"), { recursive: true });
  assert.deepEqual(await codes(), ["verify-file-changed", "verify-missing"]);
  await appendFile(workspace.dataFile(dataHash), "\n");
  const { problems } = await verifyRun(workspace, "latest");
  assert.ok(problems.some(({ params }) => String(params.file).startsWith("data/")));
});

test("on the command line: a sentence, JSON, and an exit code", async () => {
  const cwd = workspace.root;
  const good = await cli(["report", "latest", "--verify"], { cwd });
  assert.deepEqual([good.code, /Verified/.test(good.stdout)], [0, true]);
  const both = await cli(["report", "latest", "--verify", "-o", "results.xml"], { cwd });
  assert.equal(both.code, 0);
  assert.match(await readFile(path.join(cwd, "results.xml"), "utf8"), /^<\?xml/);

  await forge("compare", "scores/base.jsonl", (text) => text.replace('"json":0', '"json":1'));
  const bad = await cli(["report", "latest", "--verify", "-o", "never.html"], { cwd });
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /stored scores of base differ .* on 1 items; the first is `item-0`/);
  await assert.rejects(readFile(path.join(cwd, "never.html")), { code: "ENOENT" });
  const json = JSON.parse((await cli(["report", "latest", "--verify", "--json"], { cwd })).stdout);
  assert.deepEqual([json.verified, json.problems.length], [false, 1]);
  const chinese = await cli(["report", "latest", "--verify", "--lang", "zh-cn"], { cwd });
  assert.match(chinese.stdout, /未通过核实/);
});

test("slices and today's scores belong to the evidence: a table that was changed is found", async () => {
  const { verdict } = state;
  assert.equal(verdict?.slices?.columns[0]?.slices.length, 2);
  assert.equal(verdict?.candidates[1]?.gates[1]?.against, "today.jsonl");
  for (const table of [slices, today]) {
    const file = workspace.dataFile(hashText(table));
    await writeFile(file, table.replace("item-3", "item-x"));
    assert.deepEqual(await codes(), ["verify-file-changed"]);
    await writeFile(file, table);
  }
  assert.deepEqual(await codes(), []);
});
