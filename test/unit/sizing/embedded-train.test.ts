import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelFacts } from "../../../src/protocol/model.ts";
import { estimateTraining, type TrainWork } from "../../../src/sizing/embedded-train.ts";

/** SmolLM2-135M. */
const small: ModelFacts = {
  ok: true,
  format: "gguf",
  kind: "model",
  path: "",
  size_bytes: 144_811_072,
  name: null,
  architecture: "llama",
  parameters: 134_515_008,
  quantization: "Q8_0",
  tensor_types: {},
  context_length: 8192,
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
};

const work: TrainWork = {
  shape: small,
  rank: 16,
  targets: ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"],
  max_length: 257,
  trained_tokens: 25_000,
  validation_tokens: 0,
  threads: 2,
  measured_rate: null,
};

function within(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not in ${low} … ${high}`);
}

test("activations are what ggml allocated", () => {
  // The longest row, and the bytes for the micro-batch that one lane makes of such rows: 4 × 64, 2 × 112, 256, 512.
  const measured: [max_length: number, bytes: number][] = [
    [65, 209_292_800],
    [113, 196_310_016],
    [257, 191_008_000],
    [513, 379_000_576],
  ];
  for (const [max_length, bytes] of measured) {
    within(estimateTraining({ ...work, max_length, threads: 1 }).memory.activations / bytes, 0.97, 1.03);
  }
  // Two lanes with a row of 112 each.
  within(estimateTraining({ ...work, max_length: 113 }).memory.activations / (2 * 101_399_168), 0.96, 1.04);
});

test("the adapter's size is exact: 4,884,480 parameters at rank 16", () => {
  assert.equal(estimateTraining(work).memory.adapter, 4_884_480 * 4 * 7);
  assert.equal(estimateTraining({ ...work, threads: 1 }).memory.adapter, 4_884_480 * 4 * 6);
  assert.equal(estimateTraining({ ...work, rank: 32 }).memory.adapter, 2 * 4_884_480 * 4 * 7);
  const attention = estimateTraining({ ...work, targets: ["attn_q", "attn_v"] });
  assert.equal(attention.memory.adapter, 30 * 16 * (576 * 2 + 576 + 192) * 4 * 7);
});

test("peak memory stays below 920 MiB at 256 tokens and grows with what it should", () => {
  const bytes = (changes: Partial<TrainWork>) => estimateTraining({ ...work, ...changes }).memory_bytes;
  within(bytes({}) / 2 ** 20, 800, 920);
  within(bytes({ threads: 1 }) / 2 ** 20, 600, 800);
  assert.ok(bytes({ max_length: 513 }) > bytes({}));
  assert.ok(bytes({ rank: 64 }) > bytes({}));
  // An own output head is one more matrix in memory, but the embedding beside it is never transposed.
  const untied = { ...small, tied_embeddings: false, parameters: small.parameters + 576 * 49_152 };
  const head = (576 * 49_152 * 8.5) / 8;
  within((bytes({ shape: untied }) - bytes({})) / head, 0.98, 1.02);
});

test("time: about two and a half minutes for 25,000 tokens, linear, a third for looking", () => {
  const seconds = (changes: Partial<TrainWork>) => estimateTraining({ ...work, ...changes }).seconds;
  within(seconds({}), 120, 240);
  within(seconds({ threads: 1 }) / seconds({}), 1.9, 2.1);
  const looking = seconds({ validation_tokens: 3_000 }) - seconds({});
  const training = seconds({ trained_tokens: 26_000 }) - seconds({});
  within(looking / training, 0.999, 1.001);
});

test("a rate measured on this machine goes before the table", () => {
  const measured_rate = 100 * small.parameters;
  within(estimateTraining({ ...work, measured_rate }).seconds, 250, 252);
});

test("a file that tells no shape gets an estimate all the same", () => {
  const bare = { ...small, block_count: null, embedding_length: null, head_count: null, head_dim: null };
  const { memory_bytes, seconds } = estimateTraining({ ...work, shape: bare });
  assert.ok(memory_bytes > 2 * 140e6 && Number.isFinite(seconds) && seconds > 60);
});
