import assert from "node:assert/strict";
import { test } from "node:test";
import type { DataFacts, PlanFacts, SplitFacts } from "../../../src/plan/facts.ts";
import { planRun } from "../../../src/plan/plan.ts";
import { type RunFile, runSchema, toSpec } from "../../../src/spec/schema.ts";

const split = (sha256: string, items: number): SplitFacts => ({
  ...{ sha256, items, prompt_characters: items * 320, answer_characters: items * 32, longest_characters: 500 },
});
const data: DataFacts = {
  ...{ train: split("train", 160), validation: null, test: split("test", 100), schema: null },
  shots: (count) => split(`shots-${count}`, count),
  withSystem: (name, system) => split(`${name}+${system}`, 100),
  ratings: { "r.jsonl": "hash-of-ratings" },
  programs: { "score.mjs": "hash-of-program" },
};
const facts: PlanFacts = {
  model: (reference) => ({
    ...{ path: reference, sha256: `sha-of-${reference}`, size_bytes: 1e8, facts: null, download_bytes: 0 },
  }),
  data: () => data,
  ...{ build: "b", threads: 2, slots: 4, memory_bytes: 8e9, rates: { train: null, evaluate: null } },
};

const far = { url: "https://api.example.com/v1", model: "big", price: { input: 10, output: 20, currency: "EUR" } };
const near = { url: "http://localhost:8080/v1", model: "big" };

function plan(evaluate: RunFile["evaluate"], rest: Partial<RunFile> = {}, world: PlanFacts = facts) {
  const file: RunFile = {
    ...{ version: 1, name: "n", model: "tiny", data: { test: "t.jsonl", train: "v.jsonl", stays: false } },
    ...{ evaluate, ...rest },
  };
  return planRun(toSpec(runSchema.parse(file)), world);
}
const find = (made: ReturnType<typeof plan>, id: string) => made.stages.find((stage) => stage.id === id)!;

test("an endpoint is planned with what leaves the machine and what it costs; one of this machine sends nothing away", () => {
  const made = plan({
    rivals: [
      { name: "far", endpoint: far },
      { name: "near", endpoint: near },
    ],
    decode: { max_tokens: 50 },
  });
  const stage = find(made, "evaluate:far");
  assert.equal(stage.engine, "api");
  const { requests, leaves_machine_bytes, cost, seconds } = stage.estimate;
  assert.equal(requests, 100);
  assert.ok(leaves_machine_bytes! > 32_000 && leaves_machine_bytes! < 100_000);
  // About 112 prompt tokens and 10 answer tokens each: 100 × (112 × 10 + 10 × 20) / 1e6.
  assert.ok(Math.abs(cost!.amount - 0.132) < 0.01, `${cost!.amount}`);
  assert.equal(seconds, null, "nobody knows how fast it answers");
  assert.equal(find(made, "evaluate:near").estimate.leaves_machine_bytes, undefined);
  const limited = plan({ rivals: [{ name: "far", endpoint: { ...far, requests_per_minute: 60 } }] });
  assert.equal(find(limited, "evaluate:far").estimate.seconds, 100);
  assert.deepEqual(made.problems, []);
});

test("limits, keys and prices are in no key; the address, the model, decoding and another system turn are", () => {
  const keyOf = (rival: object, world?: PlanFacts) =>
    find(plan({ rivals: [{ name: "r", endpoint: far, ...rival }] }, {}, world), "evaluate:r").key;
  const base = keyOf({});
  const same = { ...far, parallel: 64, key_env: "A_KEY", requests_per_minute: 5, timeout: 5 };
  assert.equal(keyOf({ endpoint: { ...same, price: { input: 1, output: 1, currency: "USD" } } }), base);
  assert.equal(keyOf({ endpoint: { ...far, url: `${far.url}/` } }), base, "a slash at the end is no other address");
  assert.equal(keyOf({}, { ...facts, build: "another llama.cpp" }), base, "native libraries have no part in it");
  const others = [
    ...[{ endpoint: near }, { endpoint: { ...far, model: "bigger" } }, { temperature: 0.5 }, { system: "Be brief." }],
    ...[{ shots: 2 }, { temperature: 0.5, repeats: 3 }],
  ];
  assert.equal(new Set([base, ...others.map((rival) => keyOf(rival))]).size, others.length + 1);
});

const judge = { model: "wise", rubric: "Is it right?" };

test("a judge and a program have a stage for each candidate; pairs none for the one they are held against", () => {
  const made = plan({
    scorers: [
      "exact",
      { judge },
      { judge: { ...judge, pairwise: true, name: "pair", ratings: "r.jsonl" } },
      { custom: { file: "score.mjs" } },
    ],
    rivals: [{ name: "few", shots: 2 }],
  });
  const scores = made.stages.filter(({ kind }) => kind === "score").map(({ id }) => id);
  assert.deepEqual(scores, [
    ...["score:judge/few", "score:judge/base", "score:judge.pair/base"],
    ...["score:custom/few", "score:custom/base"],
  ]);
  const compare = made.stages.at(-1)!;
  assert.ok(compare.work.kind === "compare");
  assert.deepEqual(
    compare.work
      .scored!.filter(({ metric }) => metric === "judge.pair")
      .map(({ candidate, stage }) => [candidate, stage]),
    [
      ["few", null],
      ["base", "score:judge.pair/base"],
    ],
  );
  assert.deepEqual(compare.work.ratings, { "judge.pair": "hash-of-ratings" });
  for (const id of scores) assert.ok(compare.inputs.includes(id), id);
  assert.deepEqual(find(made, "score:judge.pair/base").inputs, ["evaluate:base", "evaluate:few"]);
});

test("a judge's stage is done again when its rubric or model changes, not when another scorer does", () => {
  const keyOf = (scorers: NonNullable<RunFile["evaluate"]>["scorers"]) =>
    find(plan({ scorers }), "score:judge/base").key;
  const base = keyOf([{ judge }]);
  assert.equal(keyOf(["exact", "chrf", { judge }]), base);
  const changes = [
    { rubric: "Is it short?" },
    { model: "wiser" },
    { scale: [0, 1] },
    { explain: true },
    { expected: false },
  ];
  assert.equal(new Set([base, ...changes.map((change) => keyOf([{ judge: { ...judge, ...change } }]))]).size, 6);
});

test("decoding in the matrix: a candidate for each value, repeats in the stage's work", () => {
  const made = plan(
    { decode: { temperature: 0.7, repeats: 3 }, rivals: [{ name: "cold", temperature: 0 }] },
    { matrix: { "evaluate.decode.system": ["Be brief.", "Be polite."] } },
  );
  const evaluated = made.stages.filter(({ kind }) => kind === "evaluate");
  assert.deepEqual(
    evaluated.map(({ candidate, work }) => [candidate, work.kind === "evaluate" ? [work.items, work.repeats] : null]),
    [
      ["system=Be_brief./cold", ["test+Be brief.", undefined]],
      ["system=Be_brief./base", ["test+Be brief.", 3]],
      ["system=Be_polite./cold", ["test+Be polite.", undefined]],
      ["system=Be_polite./base", ["test+Be polite.", 3]],
    ],
  );
});
