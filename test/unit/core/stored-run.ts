import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { executeCompare } from "../../../src/core/compare-stage.ts";
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
import { candidate, every, records } from "../evaluation/judged.ts";
import { plannedStage } from "../runs/fixtures.ts";

const items = records(40);
const data = serializeItems(items);
export const dataHash = splitHash(items);
/** The store's table of slices, and the scores of today's process. */
export const slices = lines(items.map(({ id }, index) => ({ id, values: { language: index % 2 ? "en" : "zh" } })));
export const today = lines(items.map(({ id }) => ({ id, scores: { record: 1 } })));
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

/** A workspace of its own with one finished run: the base against its quantization, on forty items. */
export async function storedRun(): Promise<{ workspace: Workspace; state: RunState }> {
  const workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "deepextension 客服-")));
  await createStore(workspace);
  await writeFile(path.join(workspace.root, "base.gguf"), "base");
  await writeFile(workspace.dataFile(dataHash), data);
  for (const table of [slices, today]) await writeFile(workspace.dataFile(hashText(table)), table);
  const state = await runIn(workspace);
  assert.equal(state.state, "succeeded", JSON.stringify(state.error));
  return { workspace, state };
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** A run whose stages are real but for the engine: it writes answers that the test has made up. */
function runIn(workspace: Workspace): Promise<RunState> {
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
    data: { test: { sha256: dataHash, items: items.length } },
    messageOf: (error) => ({ code: "internal-error", message: String(error), params: {} }),
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
