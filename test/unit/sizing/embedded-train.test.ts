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
  // The longest row, and the bytes for the micro-batch that the engine makes of such rows: 4 × 64, 2 × 112, 256, 512.
  const measured: [max_length: number, bytes: number][] = [
    [65, 209_292_800],
    [113, 196_310_016],
    [257, 261_786_880],
    [513, 651_499_264],
  ];
  for (const [max_length, bytes] of measured) {
    within(estimateTraining({ ...work, max_length }).memory.activations / bytes, 0.97, 1.03);
  }
});

test("the adapter's size is exact: 4,884,480 parameters at rank 16", () => {
  assert.equal(estimateTraining(work).memory.adapter, 4_884_480 * 4 * 8);
  assert.equal(estimateTraining({ ...work, rank: 32 }).memory.adapter, 2 * 4_884_480 * 4 * 8);
  const attention = estimateTraining({ ...work, targets: ["attn_q", "attn_v"] });
  assert.equal(attention.memory.adapter, 30 * 16 * (576 * 2 + 576 + 192) * 4 * 8);
});

test("peak memory stays below a gigabyte at 256 tokens and grows with what it should", () => {
  const bytes = (changes: Partial<TrainWork>) => estimateTraining({ ...work, ...changes }).memory_bytes;
  within(bytes({}) / 2 ** 20, 650, 920);
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
