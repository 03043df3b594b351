import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModelFacts } from "../../../src/protocol/model.ts";
import {
  adapterParameters,
  estimateTraining,
  type TrainingWork,
  trainingMemory,
} from "../../../src/sizing/embedded-train.ts";

const all = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];

/** SmolLM2-135M-Instruct, as its file says. */
const shape = {
  parameters: 134_515_008,
  embedding_length: 576,
  block_count: 30,
  feed_forward_length: 1536,
  head_count: 9,
  head_count_kv: 3,
  head_dim: 64,
  vocabulary: 49_152,
} as ModelFacts;

const work: TrainingWork = {
  shape,
  rank: 16,
  targets: all,
  max_length: 200,
  trained_tokens: 23_900,
  validation_tokens: 0,
  threads: 2,
  measured_rate: null,
};

test("adapter parameters are counted exactly", () => {
  assert.equal(adapterParameters(shape, 16, all), 4_884_480); // what the trainer itself reports for this model
  // Llama-2-7B, q and v, rank 8: the figure that PEFT prints.
  const llama = { ...shape, embedding_length: 4096, block_count: 32, head_count: 32, head_count_kv: 32, head_dim: 128 };
  assert.equal(adapterParameters(llama, 8, ["attn_q", "attn_v"]), 4_194_304);
});

test("memory agrees with what was measured of the same training, within a tenth", () => {
  // 917 MiB peak at 256 positions, 893 to 922 MiB at rank 8, on two machines.
  const { memory_bytes } = estimateTraining(work);
  assert.ok(Math.abs(memory_bytes / (917 * 2 ** 20) - 1) < 0.1, `${memory_bytes}`);
});

test("activations follow the measured buffers at 256 and 512 positions", () => {
  for (const [positions, megabytes] of [
    [256, 399],
    [512, 935],
  ] as const) {
    const { activations } = trainingMemory({ ...work, max_length: positions });
    assert.ok(Math.abs(activations / (megabytes * 1e6) - 1) < 0.05, `${positions}: ${activations}`);
  }
});

test("a measured rate replaces the guessed one, scaled by the model's size", () => {
  const measured = estimateTraining({ ...work, measured_rate: 100 * shape.parameters });
  assert.ok(Math.abs(measured.seconds - (239 + 1.2 + 1.6)) < 1, `${measured.seconds}`);
  const twice = estimateTraining({ ...work, measured_rate: 200 * shape.parameters });
  assert.ok(twice.seconds < measured.seconds);
});
