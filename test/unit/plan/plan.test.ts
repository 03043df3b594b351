import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlanFacts } from "../../../src/plan/facts.ts";
import { type Plan, planRun } from "../../../src/plan/plan.ts";
import { runSchema, toSpec } from "../../../src/spec/schema.ts";
import { anew, data, demo, facts, ids, keys, plan, split } from "./world.ts";

test("a run file becomes stages in an order in which they can run", () => {
  const made = plan();
  assert.deepEqual(ids(made), [
    "convert",
    "train",
    "merge",
    "quantize:q4_k_m",
    "evaluate:constrained",
    "evaluate:reference",
    "evaluate:q4_k_m",
    "compare",
  ]);
  const seen = new Set<string>();
  for (const stage of made.stages) {
    assert.ok(
      stage.inputs.every((input) => seen.has(input)),
      `${stage.id} comes after its inputs`,
    );
    seen.add(stage.id);
  }
});

test("the same file gives the same keys; every key is its own", () => {
  assert.deepEqual(keys(plan()), keys(plan()));
  assert.equal(new Set(keys(plan()).values()).size, plan().stages.length);
});

test("changing only `quantize` trains nothing again", () => {
  assert.deepEqual(anew(plan(), plan({ quantize: ["q4_k_m", "q2_k"] })), ["quantize:q2_k", "evaluate:q2_k", "compare"]);
});

test("changing a rule or a scorer asks no model again", () => {
  // biome-ignore lint/suspicious/noThenProperty: `when`/`then` is the run file's own word; the object is never awaited
  const rules = plan({ data: { ...demo.data, rules: [{ id: "r", then: "true" }] } });
  assert.deepEqual(anew(plan(), rules), ["compare"]);
});

test("changing the learning rate trains again and keeps the base and its answers", () => {
  const changed = anew(plan(), plan({ train: { learning_rate: 1e-3 } }));
  assert.ok(!changed.includes("convert") && !changed.includes("evaluate:constrained"));
  assert.ok(changed.includes("train") && changed.includes("evaluate:q4_k_m"));
});

test("names, budget, threads and paths are in no key", () => {
  const elsewhere: PlanFacts = {
    ...facts,
    threads: 64,
    slots: 1,
    model: (r) => ({ ...facts.model(r), path: "/other" }),
  };
  const renamed = plan({ name: "another", budget: { hours: 1 } }, elsewhere);
  assert.deepEqual(anew(plan(), renamed), []);
});

test("other libraries, another base or other rows give other keys", () => {
  assert.equal(anew(plan(), plan({}, { ...facts, build: "llama.cpp next" })).length, plan().stages.length);
  assert.equal(anew(plan(), plan({ model: "another" })).length, plan().stages.length);
  const rows: PlanFacts = { ...facts, data: () => ({ ...data, train: split("train-2", 160) }) };
  assert.ok(anew(plan(), plan({}, rows)).includes("train"));
});

test("cells of a matrix share what is equal and name what is not", () => {
  const made = plan({ matrix: { "train.adapter.rank": [8, 16] } });
  assert.deepEqual(
    made.variants.map(({ name, candidates }) => [name, candidates]),
    [
      ["rank=8", ["constrained", "rank=8/reference", "rank=8/q4_k_m"]],
      ["rank=16", ["constrained", "rank=16/reference", "rank=16/q4_k_m"]],
    ],
  );
  const count = (kind: string) => made.stages.filter((stage) => stage.kind === kind).length;
  assert.deepEqual([count("convert"), count("train"), count("evaluate"), count("compare")], [1, 2, 5, 1]);
  assert.deepEqual(anew(made, plan()).sort(), ["compare"], "the plain file's rank is one of the cells");
});

test("what another engine has to do is planned and named, not refused", () => {
  const made = plan({ train: { method: "grpo" } });
  assert.equal(made.stages.find(({ kind }) => kind === "train")?.engine, "python");
  assert.deepEqual(
    made.problems.map(({ code, severity }) => [code, severity]),
    [["engine-not-available", "warning"]],
  );
});

test("without `train` the base and its quantizations are judged; without `evaluate` nothing is", () => {
  const { train: _, ...untrained } = demo;
  const judged = planRun(toSpec(runSchema.parse(untrained)), facts);
  assert.deepEqual(ids(judged), [
    "convert",
    "quantize:q4_k_m",
    "evaluate:constrained",
    "evaluate:base",
    "evaluate:q4_k_m",
    "compare",
  ]);
  const { evaluate: __, ...unjudged } = demo;
  assert.deepEqual(ids(planRun(toSpec(runSchema.parse(unjudged)), facts)), [
    "convert",
    "train",
    "merge",
    "quantize:q4_k_m",
  ]);
});

test("a remote target is named where rows may leave; where they may not, the file itself is wrong", () => {
  const free = plan({ target: "gpu-box", data: { ...demo.data, stays: false } });
  assert.deepEqual(
    free.problems.map(({ code, severity }) => [code, severity]),
    [["target-not-available", "warning"]],
  );
});

test("memory that was measured here earlier corrects the estimate, and changes no key", () => {
  const shape = {
    ok: true,
    format: "gguf",
    kind: "model",
    path: "/m.gguf",
    size_bytes: 1e8,
    name: "m",
    architecture: "llama",
    parameters: 134_515_008,
    quantization: "Q8_0",
    tensor_types: {},
    context_length: 2048,
    embedding_length: 576,
    block_count: 30,
    feed_forward_length: 1536,
    head_count: 9,
    head_count_kv: 3,
    head_dim: 64,
    vocabulary: 49_152,
    tokenizer: "gpt2",
    tied_embeddings: true,
    chat_template: true,
    license: null,
  } as const;
  const world: PlanFacts = { ...facts, model: (reference) => ({ ...facts.model(reference), facts: shape }) };
  const measured = { ...world, rates: { ...world.rates, memory: { "llama/train": 1.5 } } };
  const [before, after] = [plan({}, world), plan({}, measured)];
  const train = (made: Plan) => made.stages.find(({ kind }) => kind === "train")!.estimate;
  assert.equal(train(after).memory_bytes, train(before).memory_bytes! * 1.5);
  assert.equal(train(after).memory_counted_bytes, train(before).memory_bytes);
  const others = (made: Plan) => made.stages.filter(({ kind }) => kind !== "train").map(({ estimate }) => estimate);
  assert.deepEqual(others(after), others(before));
  assert.deepEqual(keys(after), keys(before));
});

test("divergence: the reference's predictions are kept once, each quantized model is measured, and no other key changes", () => {
  const quantize: (typeof demo)["quantize"] = ["q4_k_m", "q8_0"];
  const before = plan({ quantize });
  const after = plan({ quantize, evaluate: { ...demo.evaluate, divergence: true } });
  const added = anew(before, after).filter((id) => id !== "compare");
  assert.deepEqual(added.sort(), ["divergence:q4_k_m", "divergence:q8_0", "divergence:reference"]);
  const measured = after.stages.find(({ id }) => id === "divergence:q4_k_m");
  assert.deepEqual(measured?.inputs, ["quantize:q4_k_m", "divergence:reference"]);
  const compare = after.stages.find(({ id }) => id === "compare");
  assert.ok(compare?.inputs.includes("divergence:q4_k_m") && compare.inputs.includes("divergence:q8_0"));
});
