import assert from "node:assert/strict";
import { test } from "node:test";
import { curveOf, endsOf, shownTraining, thin, trainStages } from "../../../webview/run/curve-model.ts";
import { factsOf } from "../../../webview/run/facts-model.ts";
import { stageCount, stageDetail, stageTitle, stateOf } from "../../../webview/run/stage-model.ts";
import { texts } from "../../../webview/run/text.ts";
import { candidateRows, differenceRows } from "../../../webview/run/verdict-model.ts";
import { sayIn } from "../../../webview/ui/catalogue.ts";
import { type ExampleOptions, exampleState } from "../extension/example-run.ts";

const say = sayIn(texts, "en");
const facts = (options: ExampleOptions) =>
  factsOf(exampleState(options), say, "en").map(({ name, value, note }) => `${name}: ${value}, ${note}`);

test("the figures of a run that trains", () => {
  assert.deepEqual(facts({ until: "training" }), [
    "Optimizer step: 27 / 44, threads: 2",
    "Training loss: 0.340, from 2.615",
    "Validation loss: 0.580, at step 22",
    "Tokens per second: 108, steps averaged: 8",
    "Memory, peak: 962 MB, estimated",
    "Time: 2 min 43 s, 5 min 12 s left",
  ]);
});

test("figures that are not known are left out", () => {
  assert.deepEqual(facts({ until: "start" }), ["Time: 0 s, 7 min 51 s left"]);
  assert.deepEqual(
    facts({ reused: true }).map((fact) => fact.split(":")[0]),
    ["Memory, peak", "Time"],
  );
});

test("a finished run's memory and time are measured", () => {
  assert.deepEqual(facts({}).slice(-2), ["Memory, peak: 932 MB, measured", "Time: 7 min 43 s, measured"]);
});

test("while a stage runs its memory is what its process has now, with the most so far", () => {
  const run = exampleState({ until: "training" });
  const now = structuredClone(run);
  Object.assign(now.stages.find(({ id }) => id === "train")!, { memory_bytes: 800e6, peak_memory_bytes: 901e6 });
  const fact = factsOf(now, say, "en").find(({ name }) => name === "Memory");
  assert.deepEqual([fact?.value, fact?.note], ["800 MB", "peak 901 MB"]);
});

test("training and validation share an axis; where one has no value there is none", () => {
  const stage = shownTraining(trainStages(exampleState({ until: "training" })))!;
  const { x, train, validation } = curveOf(stage);
  assert.deepEqual(
    x,
    Array.from({ length: 28 }, (_, step) => step),
  );
  assert.equal(train[0], null);
  assert.deepEqual([validation[0], validation[1]], [2.913, null]);
  assert.deepEqual(endsOf(stage.evaluations).first, 2.913);
});

test("a long curve keeps its peaks and its gaps", () => {
  const points = Array.from({ length: 100_000 }, (_, step) => ({ step, loss: 1 as number | null }));
  points[55_555]!.loss = 9;
  points[77_777]!.loss = null;
  const kept = thin(points);
  assert.ok(kept.length <= 3100, String(kept.length));
  assert.ok(kept.some(({ loss }) => loss === 9));
  assert.ok(kept.some(({ step, loss }) => step === 77_777 && loss === null));
  assert.deepEqual(
    kept.map(({ step }) => step),
    kept.map(({ step }) => step).toSorted((a, b) => a - b),
  );
});

test("the training that is shown: the one that runs, else the last with a curve", () => {
  const [stage] = trainStages(exampleState({}));
  const waiting = { ...stage!, id: "train:rank=8", state: "waiting" as const, steps: [] };
  assert.equal(shownTraining([waiting, stage!])?.id, "train");
  assert.equal(shownTraining([{ ...waiting, state: "running" }, stage!])?.id, "train:rank=8");
  assert.equal(shownTraining([waiting])?.id, "train:rank=8");
});

test("stages in words", () => {
  const run = exampleState({ until: "evaluating" });
  const lines = run.stages.map((stage) =>
    [stageTitle(stage, say), stateOf(stage, run), stageDetail(stage, run, say, "en"), stageCount(stage, say)].join(
      " | ",
    ),
  );
  assert.deepEqual(lines.slice(3, 7), [
    "Quantize q4_k_m | finished | 8.7 s · 452 MB | ",
    "Evaluate constrained | finished | 1 min 11 s · 522 MB | ",
    "Evaluate reference | running | 36 % · 37 s left | 43 / 120 items",
    "Evaluate q4_k_m | waiting | about 55 s | ",
  ]);
  const interrupted = { ...run, state: "interrupted" as const };
  assert.equal(stateOf(interrupted.stages[5]!, interrupted), "cancelled");
  assert.equal(stageDetail(interrupted.stages[6]!, interrupted, say, "en"), "");
});

test("candidates × metrics: every mean lies in its interval, on an axis from 0 to 100", () => {
  const { verdict } = exampleState({});
  const rows = candidateRows(verdict!, { q4_k_m: ["because", "of this"] }, say);
  assert.deepEqual(
    rows.map(({ name, role, good, chosen, size }) => [name, role, good, chosen, size]),
    [
      ["constrained", "rival · F16", "no", false, "269 MB"],
      ["reference", "F16", "yes", false, "269 MB"],
      ["q4_k_m", "quantized", "yes", true, "105 MB"],
    ],
  );
  for (const cell of rows.flatMap(({ cells }) => cells)) {
    assert.ok(
      cell && cell.low >= 0 && cell.low <= cell.mark && cell.mark <= cell.high && cell.high <= 100,
      JSON.stringify(cell),
    );
    assert.match(cell.spoken, /^[\d.]+ %, interval [\d.]+ % to [\d.]+ %$/);
  }
  assert.deepEqual(
    rows[2]!.gates.map(({ reason }) => reason),
    ["because", "of this"],
  );
  assert.match(rows[0]!.gates[0]!.reason, /loses at least/, "without a text of its own the log's sentence is shown");
});

test("differences lie around zero in the middle, with their sign and what they mean", () => {
  const comparison = exampleState({}).verdict!.comparisons[0]!;
  const rows = differenceRows(comparison, ["first"]);
  assert.equal(rows[0]!.sentence, "first");
  assert.equal(rows[1]!.sentence, comparison.pairs[1]!.verdict);
  for (const [index, row] of rows.entries()) {
    const pair = comparison.pairs[index]!;
    assert.ok(row.low >= 0 && row.high <= 100 && row.low <= row.mark && row.mark <= row.high);
    assert.equal(row.mark > 50, pair.difference > 0);
    assert.match(row.text, pair.difference > 0 ? /^\+/ : /^−/);
  }
  assert.deepEqual(
    rows.map(({ tone }) => tone),
    ["better", "better", "open"],
  );
  assert.deepEqual(
    rows.map(({ margin }) => margin !== null),
    [false, false, true],
  );
});

test("measurements that are no shares keep their own unit", () => {
  const comparison = structuredClone(exampleState({}).verdict!.comparisons[0]!);
  for (const variant of comparison.variants) Object.assign(variant, { mean: 41, low: 40, high: 42 });
  Object.assign(comparison.pairs[0]!, { difference: -2.5, low: -4, high: -1 });
  assert.equal(differenceRows(comparison, [])[0]!.text, "−2.50");
});

test("every text has both languages with the same places", () => {
  const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
  for (const [key, entry] of Object.entries(texts)) {
    assert.notEqual(entry.en, "", key);
    assert.deepEqual(places(entry["zh-cn"]), places(entry.en), key);
    if (!["tokens", "said-over"].includes(key)) assert.match(entry["zh-cn"], /[\u4e00-\u9fff]/, key);
  }
});
