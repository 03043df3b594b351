import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Metadata, type NewTensor, writeGguf } from "../../src/engines/embedded/native/gguf/write.ts";
import { type Random, seeded } from "../../src/engines/embedded/native/train/random.ts";
import type { TokenRow } from "../../src/engines/embedded/native/train/rows.ts";
import type { TrainSettings } from "../../src/protocol/job.ts";
import type { LlamaAnswers, LlamaRequest } from "./train-llama-child.ts";

/** A model with random weights, small enough that a gradient takes a millisecond. */
export interface TinyModel {
  width: number;
  layers: number;
  heads: number;
  kvHeads: number;
  head: number;
  inner: number;
  vocabulary: number;
  tied: boolean;
  ropeFactors: boolean;
}

export const tiny: TinyModel = {
  width: 64,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  head: 16,
  inner: 96,
  vocabulary: 160,
  tied: true,
  ropeFactors: false,
};

/** Writes a model of architecture llama in f32. */
export function writeTinyModel(file: string, model: TinyModel, seed = 1): void {
  const random = seeded(seed);
  const { width, heads, kvHeads, head, inner, vocabulary } = model;
  const metadata: Metadata[] = [
    ["general.architecture", "string", "llama"],
    ["llama.context_length", "u32", 512],
    ["llama.embedding_length", "u32", width],
    ["llama.block_count", "u32", model.layers],
    ["llama.feed_forward_length", "u32", inner],
    ["llama.attention.head_count", "u32", heads],
    ["llama.attention.head_count_kv", "u32", kvHeads],
    ["llama.attention.key_length", "u32", head],
    ["llama.attention.value_length", "u32", head],
    ["llama.rope.dimension_count", "u32", head],
    ["llama.rope.freq_base", "f32", 1000],
    ["llama.attention.layer_norm_rms_epsilon", "f32", 1e-5],
  ];
  const tensors: NewTensor[] = [];
  const add = (name: string, dims: number[], value: () => number) => {
    const values = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, value);
    tensors.push({ name, type: "F32", dims, bytes: values.byteLength, data: () => values });
  };
  const matrix = (name: string, inputs: number, outputs: number) =>
    add(name, [inputs, outputs], () => gaussian(random) / Math.sqrt(inputs));
  const norm = (name: string) => add(name, [width], () => 1 + 0.1 * gaussian(random));
  add("token_embd.weight", [width, vocabulary], () => gaussian(random));
  norm("output_norm.weight");
  if (!model.tied) matrix("output.weight", width, vocabulary);
  if (model.ropeFactors) add("rope_freqs.weight", [head / 2], () => 1 + random.uniform());
  for (let layer = 0; layer < model.layers; layer += 1) {
    const name = (part: string) => `blk.${layer}.${part}.weight`;
    norm(name("attn_norm"));
    norm(name("ffn_norm"));
    matrix(name("attn_q"), width, heads * head);
    matrix(name("attn_k"), width, kvHeads * head);
    matrix(name("attn_v"), width, kvHeads * head);
    matrix(name("attn_output"), heads * head, width);
    matrix(name("ffn_gate"), width, inner);
    matrix(name("ffn_up"), width, inner);
    matrix(name("ffn_down"), inner, width);
  }
  writeGguf(file, metadata, tensors);
}

export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Rows of random tokens; the last `answer` tokens of each count, with different weights if `weighted`. */
export function randomRows(
  lengths: readonly number[],
  { answer = 5, vocabulary = tiny.vocabulary, weighted = false, seed = 3 } = {},
): TokenRow[] {
  const random = seeded(seed);
  return lengths.map((length, index) => ({
    id: `row-${index}`,
    tokens: Int32Array.from({ length }, () => Math.floor(random.uniform() * vocabulary)),
    targets: Float32Array.from({ length }, (_, token) => {
      if (token < length - answer) return 0;
      return weighted ? 0.5 + random.uniform() : 1;
    }),
  }));
}

export const settings: TrainSettings = {
  method: "sft",
  adapter_type: "lora",
  rank: 4,
  alpha: 8,
  targets: ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"],
  epochs: 1,
  batch_size: 4,
  learning_rate: 2e-3,
  warmup: 0.1,
  schedule: "cosine",
  weight_decay: 0,
  clip: 1,
  max_length: 256,
  too_long: "error",
  seed: 42,
  evaluate_every: 0,
  checkpoint_every: 0,
};

/** A folder that is gone after the test. */
export function temporaryFolder(t: { after(clean: () => void): void }): string {
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-train-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The real models, or the reason for which a test that needs them is skipped. */
export function testModels(): { folder: string; skip: false } | { folder: ""; skip: string } {
  const folder = process.env.DEEPEXTENSION_TEST_MODELS;
  if (folder) return { folder, skip: false };
  return { folder: "", skip: process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "DEEPEXTENSION_TEST_MODELS is not set" };
}

/** Asks node-llama-cpp in a process of its own. */
export async function askLlama<Kind extends LlamaRequest["kind"]>(
  request: LlamaRequest & { kind: Kind },
): Promise<LlamaAnswers[Kind]> {
  const child = fork(path.join(import.meta.dirname, "train-llama-child.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let answer: LlamaAnswers[Kind] | undefined;
  child.on("message", (value) => {
    answer = value as LlamaAnswers[Kind];
  });
  child.send(request);
  const [code] = await once(child, "close");
  if (answer === undefined) throw new Error(`node-llama-cpp's process ended with ${code} and no answer`);
  return answer;
}
