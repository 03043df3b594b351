import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataFacts, PlanFacts, SplitFacts } from "../../../src/plan/facts.ts";
import { markReused, type Plan, planRun } from "../../../src/plan/plan.ts";
import { type RunFile, runSchema, toSpec } from "../../../src/spec/schema.ts";

const split = (sha256: string, items: number): SplitFacts => ({
  sha256,
  items,
  prompt_characters: items * 300,
  answer_characters: items * 100,
  longest_characters: 500,
});

const data: DataFacts = {
  train: split("train", 160),
  validation: split("validation", 18),
  test: split("test", 120),
  schema: '{"type":"object"}',
  shots: (count) => split(`shots-${count}`, count),
  withSystem: (name, system) => split(`${name}-${system}`, 120),
};

const facts: PlanFacts = {
  model: (reference) => ({
    path: `/models/${reference}.gguf`,
    sha256: `sha-of-${reference}`,
    size_bytes: 1e8,
    facts: null,
    download_bytes: 0,
  }),
  data: () => data,
  build: "llama.cpp test",
  threads: 2,
  slots: 4,
  memory_bytes: 8e9,
  rates: { train: null, evaluate: null },
};

const demo: RunFile = {
  version: 1,
  name: "mail-triage",
  model: "tiny",
  data: { train: "train.jsonl", test: "test.jsonl", prompt: "{{body}}", answer: "{{label}}", schema: "s.json" },
  train: { method: "sft" },
  quantize: ["q4_k_m"],
  evaluate: { scorers: ["json", "fields"], primary: "fields", rivals: [{ name: "constrained", constrain: "schema" }] },
};

function plan(change: Partial<RunFile> = {}, world: PlanFacts = facts): Plan {
  return planRun(toSpec(runSchema.parse({ ...demo, ...change })), world);
}

const ids = (made: Plan) => made.stages.map(({ id }) => id);
const _keys = (made: Plan) => new Map(made.stages.map(({ id, key }) => [id, key]));

/** Ids of the stages that would run when `before`'s artifacts are there. */
function anew(before: Plan, after: Plan): string[] {
  const made = new Set(before.stages.map(({ key }) => key));
  return markReused(after.stages, (key) => (made.has(key) ? "earlier" : null))
    .filter(({ reused_from }) => reused_from === null)
    .map(({ id }) => id);
}

const general = {
  ...split("general", 96),
  version: 1,
  decode: { temperature: 0, max_tokens: 48, constrain: "none" as const },
};
const withGeneral: PlanFacts = { ...facts, data: () => ({ ...data, general }) };
const validated = { ...demo.data, validation: { from: "train", share: 0.1 } };

test("`forgetting` asks base and tuned model the general set, and asks the user's questions of nobody again", () => {
  const evaluate = { ...demo.evaluate, forgetting: { margin: 0.1 } };
  const made = plan({ evaluate }, withGeneral);
  assert.deepEqual(anew(plan(), made), ["evaluate:general/base", "evaluate:general", "compare"]);
  const compare = made.stages.at(-1)!;
  assert.ok(compare.inputs.includes("evaluate:general/base") && compare.inputs.includes("evaluate:general"));
  assert.ok(made.stages.every(({ estimate }) => estimate !== undefined));
});

test("variants that train alike share their general answers; the untouched base is asked once", () => {
  const matrix = { "train.adapter.rank": [8, 16] };
  const made = plan({ evaluate: { ...demo.evaluate, forgetting: {} }, matrix }, withGeneral);
  const asked = ids(made).filter((id) => id.includes("general"));
  assert.deepEqual(asked, ["evaluate:rank=8/general/base", "evaluate:rank=8/general", "evaluate:rank=16/general"]);
});

test("`select: validation` has every variant's reference answer the validation rows; one variant has nothing to choose", () => {
  const evaluate = { ...demo.evaluate, select: "validation" as const };
  const matrix = { "train.adapter.rank": [8, 16] };
  const made = plan({ data: validated, evaluate, matrix });
  const asked = ids(made).filter((id) => id.includes("validation"));
  assert.deepEqual(asked, ["evaluate:rank=8/validation", "evaluate:rank=16/validation"]);
  const { work } = made.stages.at(-1)!;
  assert.deepEqual(work.kind === "compare" && work.selection?.references.map(({ name }) => name), [
    "rank=8/reference",
    "rank=16/reference",
  ]);
  const alone = plan({ data: validated, evaluate });
  const { work: single } = alone.stages.at(-1)!;
  assert.ok(single.kind === "compare" && single.selection === undefined);
});

test("a table of slices and today's scores are in the comparison's key and in no other", () => {
  const world: PlanFacts = {
    ...facts,
    data: () => ({ ...data, test: { ...data.test!, slices: "table" }, against: { "today.jsonl": "scores" } }),
  };
  assert.deepEqual(anew(plan(), plan({}, world)), ["compare"]);
});
