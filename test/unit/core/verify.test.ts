import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { executeCompare } from "../../../src/core/compare-stage.ts";
import { verifyRun } from "../../../src/core/verify.ts";
import { serializeItems, splitHash } from "../../../src/data/items.ts";
import { hashText } from "../../../src/disk/files.ts";
import { compareStage } from "../../../src/plan/compare.ts";
import type { PlanFacts } from "../../../src/plan/facts.ts";
import { stageKey } from "../../../src/plan/key.ts";
import type { ComparedCandidate, Stage, StageWork } from "../../../src/plan/stage.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import { executeRun } from "../../../src/runs/execute.ts";
import type { Places } from "../../../src/runs/jobs.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { cli } from "../cli/cli.ts";
import { candidate, every, records } from "../evaluation/judged.ts";
import { plannedStage } from "../runs/fixtures.ts";

const items = records(40);
const data = serializeItems(items);
const dataHash = splitHash(items);
const slices = lines(items.map(({ id }, index) => ({ id, values: { language: index % 2 ? "en" : "zh" } })));
const today = lines(items.map(({ id }) => ({ id, scores: { record: 1 } })));
const schema = JSON.stringify({ type: "object", required: ["category"] });
const runFile = `version: 1
name: mail
model: base.gguf
data: {test: t.jsonl, prompt: "{{q}}", answer: "{{a}}", schema: s.json, rules: [{id: few, then: answer.links < 50}]}
quantize: [q8_0]
evaluate:
  scorers: [json, schema, fields, rules, record, {classification: {field: category}}]
  slices: [language]
  good_enough: [{metric: record, at_least: 0.5}, {metric: record, margin: 0.3, against: today.jsonl}]
`;
const answersOf: Record<string, string> = {
  "evaluate:base": lines(candidate(items, "base", "rival", 1, { text: every(3, 10) }).answers),
  "evaluate:q8_0": lines(candidate(items, "q8_0", "quantized", 1, { field: [1, 2] }).answers),
};

let workspace: Workspace;
let state: RunState;

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "deepextension 客服-")));
  await createStore(workspace);
  await writeFile(path.join(workspace.root, "base.gguf"), "base");
  await writeFile(workspace.dataFile(dataHash), data);
  for (const table of [slices, today]) await writeFile(workspace.dataFile(hashText(table)), table);
  state = await runHere();
  assert.equal(state.state, "succeeded", JSON.stringify(state.error));
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** A run whose stages are real but for the engine: it writes answers that the test has made up. */
function runHere(): Promise<RunState> {
  const stage = (id: string, work: StageWork): Stage => {
    const { key, recipe } = stageKey(work.kind, "a build", { id });
    return { ...plannedStage(id, work.kind, key), work, recipe };
  };
  const source = { from: "model" as const, model: "base.gguf", sha256: "ab".repeat(32) };
  const made = { from: "stage" as const, stage: "quantize", file: "model.q8_0.gguf" };
  const common = { kind: "evaluate" as const, items: dataHash, schema: null, shots: null, seed: 0 };
  const decode = { temperature: 0, max_tokens: 64, constrain: "none" as const };
  const stages = [
    stage("quantize", { kind: "quantize", source: made, type: "q8_0" }),
    stage("evaluate:base", { ...common, decode, model: source }),
    stage("evaluate:q8_0", { ...common, decode, model: made }),
  ];
  const compared: ComparedCandidate[] = [
    { name: "base", role: "rival", stage: "evaluate:base", model: source, quantization: null },
    { name: "q8_0", role: "quantized", stage: "evaluate:q8_0", model: made, quantization: "q8_0" },
  ];
  const spec = parseRunFile(runFile).value!;
  const dataFacts = {
    test: { sha256: dataHash, slices: hashText(slices) },
    against: { "today.jsonl": hashText(today) },
    schema,
  };
  const facts = { build: "a build", data: () => dataFacts };
  stages.push(compareStage(spec, compared, stages, facts as unknown as PlanFacts));
  const places: Places = {
    workspace,
    threads: 1,
    slots: 1,
    model: (reference) => path.join(workspace.root, reference),
    key: (id) => stages.find((one) => one.id === id)!.key,
  };
  return executeRun({
    workspace,
    plan: { name: "mail", variants: [], stages, problems: [] },
    runFile,
    file: "mail.run.yaml",
    machine: { platform: "linux", arch: "x64", cpu: "a cpu", physical_cores: 2, memory_bytes: 8e9, threads: 1 },
    versions: {},
    data: {},
    messageOf: (error) => ({ code: "internal-error", message: String(error), params: {} }),
    sha256: hashText,
    signal: new AbortController().signal,
    queue: null,
    budget: null,
    places,
    executeJob: async (job) => {
      if (job.kind === "quantize") await writeFile(path.join(job.out, "model.q8_0.gguf"), "small");
      else {
        const id = "model" in job && job.model.endsWith("base.gguf") ? "evaluate:base" : "evaluate:q8_0";
        await writeFile(path.join(job.out, "answers.jsonl"), answersOf[id]!);
      }
      return { peak_memory_bytes: 1e6, facts: { peak_memory_bytes: 1e6, items_per_second: 3 } };
    },
    executeCompare: (compare, out, found) => executeCompare(compare, out, found, places),
  });
}

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
