import assert from "node:assert/strict";
import { test } from "node:test";
import {
  estimateConvert,
  estimateEvaluate,
  estimateMerge,
  estimateQuantize,
  fileBytes,
  type ModelShape,
} from "../../../src/sizing/embedded-other.ts";

/** SmolLM2-135M. */
const small: ModelShape = {
  parameters: 134_515_008,
  vocabulary: 49_152,
  embedding_length: 576,
  feed_forward_length: 1536,
  block_count: 30,
  head_count_kv: 3,
  head_dim: 64,
};
const threads = 2;

function within(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not in ${low} … ${high}`);
}

test("file sizes are those of real files", () => {
  within(fileBytes(small, "f16") / 270_885_952, 0.98, 1.02);
  within(fileBytes(small, "q8_0") / 144_811_072, 0.97, 1.03);
  assert.equal(fileBytes(small, "something-new"), fileBytes(small, "f16"));
});

test("quantizing: memory as measured (281 MB), seconds of the right size", () => {
  const q4 = estimateQuantize(small, { type: "q4_k_m", threads });
  within(q4.memory_bytes / 281e6, 0.9, 1.1);
  within(q4.seconds, 1.5, 8);
  assert.ok(estimateQuantize(small, { type: "q8_0", threads }).seconds < q4.seconds);
  assert.ok(estimateQuantize(small, { type: "q4_k_m", threads: 1 }).seconds > q4.seconds);
});

test("converting makes two files and needs the memory of one at a time", () => {
  const both = estimateConvert(small, { threads });
  assert.equal(both.disk_bytes, fileBytes(small, "f16") + fileBytes(small, "q8_0"));
  assert.equal(both.memory_bytes, estimateQuantize(small, { type: "q8_0", threads }).memory_bytes);
  within(both.seconds, 1, 10);
});

test("merging: memory as measured (180 MB), and little of it for large models", () => {
  within(estimateMerge(small, { threads }).memory_bytes / 180e6, 0.9, 1.1);
  const large = { ...small, parameters: 8e9, embedding_length: 4096, feed_forward_length: 14336 };
  assert.ok(estimateMerge(large, { threads }).memory_bytes < 2e9);
});

test("evaluating: more slots cost memory and save time", () => {
  const work = {
    model_bytes: 144_811_072,
    type: "q8_0",
    items: 120,
    prompt_tokens: 60,
    answer_tokens: 40,
    context: 200,
    slots: 4,
    threads,
  };
  const four = estimateEvaluate(small, work);
  const one = estimateEvaluate(small, { ...work, slots: 1 });
  within(four.memory_bytes / 380e6, 0.9, 1.1); // measured: 380 MB
  within(four.seconds, 20, 120);
  assert.ok(four.memory_bytes > one.memory_bytes && four.seconds < one.seconds);
  assert.equal(estimateEvaluate(small, { ...work, slots: 500 }).memory_bytes > four.memory_bytes, true);
  assert.ok(estimateEvaluate(small, { ...work, model_bytes: 270e6, type: "f16" }).seconds > four.seconds);
});

test("a model whose shape is not known still gets numbers", () => {
  const unknown: ModelShape = {
    parameters: 1e9,
    vocabulary: null,
    embedding_length: null,
    feed_forward_length: null,
    block_count: null,
    head_count_kv: null,
    head_dim: null,
  };
  for (const estimate of [estimateConvert(unknown, { threads }), estimateMerge(unknown, { threads })]) {
    for (const value of Object.values(estimate)) assert.ok(Number.isFinite(value) && value > 0);
  }
});
