import assert from "node:assert/strict";
import { test } from "node:test";
import { trainSettingsSchema } from "../../../src/protocol/job.ts";
import { parseRunFile } from "../../../src/spec/parse.ts";
import { resolveEngine, resolveTrainSettings } from "../../../src/spec/resolve.ts";

const head = 'version: 1\nname: a\nmodel: m\ndata: {train: a.jsonl, prompt: "{{x}}", answer: "{{y}}"}\n';
const dpo =
  'version: 1\nname: a\nmodel: m\ndata: {train: a.jsonl, prompt: "{{x}}", chosen: "{{y}}", rejected: "{{z}}"}\n';

function settings(rest: string, rows?: number, start = head) {
  const { value, problems } = parseRunFile(start + rest);
  assert.deepEqual(problems, []);
  return trainSettingsSchema.parse(resolveTrainSettings(value!, rows));
}

test("alpha is twice the rank, all-linear is the seven projections", () => {
  const resolved = settings("train: {adapter: {rank: 8}}\n");
  assert.equal(resolved.alpha, 16);
  assert.equal(resolved.targets.length, 7);
  assert.deepEqual(settings("train: {adapter: {alpha: 24, targets: [ffn_up, attn_q]}}\n").targets, [
    "ffn_up",
    "attn_q",
  ]);
});

test("the learning rate's default depends on method, adapter and engine", () => {
  assert.equal(settings("train: {}\n").learning_rate, 2e-3);
  assert.equal(settings("engine: python\ntrain: {}\n").learning_rate, 2e-4);
  assert.equal(settings("train: {adapter: {type: none}}\n").learning_rate, 2e-5);
  assert.equal(settings("train: {method: dpo}\n", undefined, dpo).learning_rate, 1e-6);
  assert.equal(settings("train: {learning_rate: 5e-4}\n").learning_rate, 5e-4);
});

test("about ten looks at the validation loss, where the number of rows is known", () => {
  assert.equal(settings("train: {batch_size: 4}\n", 400).evaluate_every, 10);
  assert.equal(settings("train: {batch_size: 4}\n", 5).evaluate_every, 1);
  assert.equal(settings("train: {evaluate_every: 7}\n", 400).evaluate_every, 7);
  assert.equal(settings("train: {}\n").evaluate_every, 0);
});

test("auto takes the embedded engine where it can do what is asked", () => {
  const engine = (rest: string, start = head) => resolveEngine(parseRunFile(start + rest).value!);
  assert.equal(engine("train: {}\n"), "embedded");
  assert.equal(engine(""), "embedded");
  assert.equal(engine("train: {adapter: {type: dora}}\n"), "python");
  assert.equal(engine("train: {base_precision: nf4}\n"), "python");
  assert.equal(engine("train: {method: dpo}\n", dpo), "python");
  assert.equal(engine("engine: embedded\ntrain: {adapter: {type: dora}}\n"), "embedded");
});
