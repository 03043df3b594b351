import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { executeCompare } from "../../../src/core/compare-stage.ts";
import { reportRun } from "../../../src/core/report.ts";
import { verifyRun } from "../../../src/core/verify.ts";
import { parseItems, serializeItems, splitHash } from "../../../src/data/items.ts";
import { generalDecode, generalItems, generalVersion } from "../../../src/evaluation/general/set.ts";
import type { PlanFacts, SplitFacts } from "../../../src/plan/facts.ts";
import { planRun } from "../../../src/plan/plan.ts";
import type { Item } from "../../../src/protocol/item.ts";
import type { Job } from "../../../src/protocol/job.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import { executeRun } from "../../../src/runs/execute.ts";
import { artifactFile, type Places } from "../../../src/runs/jobs.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { records } from "../evaluation/judged.ts";

const runFile = `version: 1
name: chosen
model: base.gguf
data: {train: a.jsonl, validation: v.jsonl, test: t.jsonl, prompt: "{{q}}", answer: "{{a}}"}
train: {method: sft}
evaluate: {scorers: [record], select: validation, forgetting: {margin: 0.1}, good_enough: [{metric: record, at_least: 0.5}]}
matrix: {train.adapter.rank: [8, 16]}
`;
const rows = records(40);
const validation = records(20).map((item) => ({ ...item, id: `validation-${item.id}` }));
const general = generalItems();

let workspace: Workspace;
let state: RunState;

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "deepextension chosen-")));
  await createStore(workspace);
  await writeFile(path.join(workspace.root, "base.gguf"), "base");
  for (const items of [rows, validation, general])
    await writeFile(workspace.dataFile(splitHash(items)), serializeItems(items));
  state = await runHere();
  assert.equal(state.state, "succeeded", JSON.stringify(state.error));
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

const factsOf = (items: readonly Item[]): SplitFacts => ({
  sha256: splitHash(items),
  items: items.length,
  prompt_characters: 100,
  answer_characters: 100,
  longest_characters: 10,
});

/** A run as it is planned, whose engine answers what it is asked right, but for each third item where rank 8 is asked. */
function runHere(): Promise<RunState> {
  const split = factsOf(rows);
  const facts: PlanFacts = {
    model: () => ({ path: "base.gguf", sha256: "ab".repeat(32), size_bytes: 4, facts: null, download_bytes: 0 }),
    data: () => ({
      train: { ...split, sha256: "train" },
      validation: factsOf(validation),
      test: split,
      schema: null,
      shots: () => null,
      withSystem: () => null,
      general: { ...factsOf(general), version: generalVersion, decode: generalDecode },
    }),
    build: "a build",
    threads: 1,
    slots: 1,
    memory_bytes: 8e9,
    rates: { train: null, evaluate: null },
  };
  const plan = planRun(parseRunFile(runFile).value!, facts);
  const places: Places = {
    workspace,
    threads: 1,
    slots: 1,
    model: (reference) => path.join(workspace.root, reference),
    key: (id) => plan.stages.find((one) => one.id === id)!.key,
  };
  const weak = plan.stages.find(({ id }) => id === "merge:rank=8")!.key;
  return executeRun({
    workspace,
    plan,
    runFile,
    file: "chosen.run.yaml",
    machine: { platform: "linux", arch: "x64", cpu: "a cpu", physical_cores: 2, memory_bytes: 8e9, threads: 1 },
    versions: {},
    data: { test: { sha256: split.sha256, items: split.items } },
    messageOf: (error) => ({ code: "internal-error", message: String(error), params: {} }),
    signal: new AbortController().signal,
    queue: null,
    budget: null,
    places,
    executeJob: async (job) => {
      await pretend(job, weak);
      return { peak_memory_bytes: 1e6, facts: {} };
    },
    executeCompare: (stage, out, found) => executeCompare(stage, out, found, places),
  });
}

async function pretend(job: Job, weak: string): Promise<void> {
  const write = (file: string, text: string) => writeFile(path.join(job.out, file), text);
  if (job.kind === "convert") {
    await write(artifactFile.baseF16, "f16");
    await write(artifactFile.baseQ8, "q8");
  }
  if (job.kind === "train") await write(artifactFile.adapter, "adapter");
  if (job.kind === "merge") await write(artifactFile.merged, "merged");
  if (job.kind !== "evaluate") return;
  const items = parseItems(await readFile(job.items, "utf8"));
  const answers = items.map(({ id, answer }, index) => {
    const text = job.model.includes(weak) && index % 3 === 0 ? "no idea" : answer;
    return { id, prompt: "", answer: text, prompt_tokens: 1, answer_tokens: 1, seconds: 1, finish: "stop" };
  });
  await write(artifactFile.answers, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
}

test("the better variant on validation is the only one that the verdict judges, and it is verified", async () => {
  const { verdict } = state;
  assert.equal(verdict?.selection?.chosen, "rank=16/reference");
  assert.deepEqual(
    verdict.candidates.map(({ name }) => name),
    ["rank=16/reference"],
  );
  const { results } = verdict.forgetting!;
  assert.deepEqual(
    results.map(({ variant }) => variant),
    ["rank=8", "rank=16"],
  );
  // Rank 8 does not answer each third question; rank 16 answers as the base does.
  assert.ok(results[0]!.difference < 0);
  assert.equal(results[1]!.difference, 0);
  assert.deepEqual((await verifyRun(workspace, "latest")).problems, []);
});

test("validation rows and general answers are evidence as well: what was changed is found", async () => {
  const codes = async () => [...new Set((await verifyRun(workspace, "latest")).problems.map(({ code }) => code))];
  for (const items of [validation, general]) {
    const file = workspace.dataFile(splitHash(items));
    await appendFile(file, "\n");
    assert.deepEqual(await codes(), ["verify-file-changed"]);
    await writeFile(file, serializeItems(items));
  }
  const stage = state.stages.find(({ id }) => id === "evaluate:rank=8/validation")!;
  await rm(workspace.artifactFolder(stage.key), { recursive: true });
  assert.deepEqual(await codes(), ["verify-missing"]);
});

test("the report says how the variant was chosen, and what became of general ability", async () => {
  const text = await reportRun(workspace, "latest", { format: "md", language: "en" });
  assert.match(text, /rank=16\/reference has the highest `record` of 2 variants on the 20 validation rows/);
  assert.match(text, /## General ability/);
  assert.match(text, /No earlier run of this workspace has looked at these test rows/);
});
