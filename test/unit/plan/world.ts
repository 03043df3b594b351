import type { DataFacts, PlanFacts, SplitFacts } from "../../../src/plan/facts.ts";
import { markReused, type Plan, planRun } from "../../../src/plan/plan.ts";
import { type RunFile, runSchema, toSpec } from "../../../src/spec/schema.ts";

export const split = (sha256: string, items: number): SplitFacts => ({
  sha256,
  items,
  prompt_characters: items * 300,
  answer_characters: items * 100,
  longest_characters: 500,
});

export const data: DataFacts = {
  train: split("train", 160),
  validation: split("validation", 18),
  test: split("test", 120),
  schema: '{"type":"object"}',
  shots: (count) => split(`shots-${count}`, count),
  withSystem: (name, system) => split(`${name}-${system}`, 120),
};

export const facts: PlanFacts = {
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

export const demo: RunFile = {
  version: 1,
  name: "mail-triage",
  model: "tiny",
  data: { train: "train.jsonl", test: "test.jsonl", prompt: "{{body}}", answer: "{{label}}", schema: "s.json" },
  train: { method: "sft" },
  quantize: ["q4_k_m"],
  evaluate: { scorers: ["json", "fields"], primary: "fields", rivals: [{ name: "constrained", constrain: "schema" }] },
};

export function plan(change: Partial<RunFile> = {}, world: PlanFacts = facts): Plan {
  return planRun(toSpec(runSchema.parse({ ...demo, ...change })), world);
}

export const ids = (made: Plan) => made.stages.map(({ id }) => id);
export const keys = (made: Plan) => new Map(made.stages.map(({ id, key }) => [id, key]));

/** Ids of the stages that would run when `before`'s artifacts are there. */
export function anew(before: Plan, after: Plan): string[] {
  const made = new Set(before.stages.map(({ key }) => key));
  return markReused(after.stages, (key) => (made.has(key) ? "earlier" : null))
    .filter(({ reused_from }) => reused_from === null)
    .map(({ id }) => id);
}
