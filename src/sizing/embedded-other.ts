import type { ModelFacts } from "../protocol/model.ts";

/**
 * What the embedded engine's stages need, training apart: likely values, from the model's shape and from rates that were
 * measured on two cores of an AVX2 server processor with SmolLM2-135M (its q8_0, f16 and K-quants; 1 to 8 slots).
 * Memory is of the child process at its highest, mapped model pages included. Another machine differs in time by its
 * cores' speed, little in memory.
 */

export type ModelShape = Pick<
  ModelFacts,
  | "parameters"
  | "vocabulary"
  | "embedding_length"
  | "feed_forward_length"
  | "block_count"
  | "head_count_kv"
  | "head_dim"
>;

export interface StageEstimate {
  memory_bytes: number;
  seconds: number;
  disk_bytes: number;
}

/** Node with koffi and llama.cpp's libraries loaded, and with node-llama-cpp and a vocabulary. */
const PROCESS_BYTES = 100e6;
const INFERENCE_PROCESS_BYTES = 115e6;
/** Starting a child: the runtime and the libraries; for inference also node-llama-cpp's test of its binary and the vocabulary. */
const START_SECONDS = 0.4;
const INFERENCE_START_SECONDS = 1.4;
/** Buffers of weights already merged that JavaScript has not let go of yet. */
const UNCOLLECTED_BYTES = 64e6;
const F16_BYTES = 2;
const F32_BYTES = 4;

/**
 * Bits for each weight of a file in that type, from the block sizes of ggml-common.h and llama.cpp's mixtures for models
 * whose rows are a multiple of 256; smaller models store more. Types with an importance matrix are not made here.
 */
const bitsPerWeight: Readonly<Record<string, number>> = {
  f32: 32,
  f16: 16,
  bf16: 16,
  q8_0: 8.5,
  q6_k: 6.56,
  q5_k_m: 5.7,
  q5_k_s: 5.54,
  q5_1: 6,
  q5_0: 5.5,
  q4_k_m: 4.85,
  q4_k_s: 4.6,
  q4_1: 5,
  q4_0: 4.6,
  iq4_nl: 4.6,
  iq4_xs: 4.3,
  q3_k_l: 4.3,
  q3_k_m: 3.9,
  q3_k_s: 3.5,
  iq3_m: 3.7,
  iq3_s: 3.5,
  q2_k: 3.0,
  tq1_0: 2.0,
  tq2_0: 2.3,
  mxfp4: 8.5,
};

/** Size of a model file of that type. Unknown types count as f16. */
export function fileBytes(shape: ModelShape, type: string): number {
  return (shape.parameters * (bitsPerWeight[type] ?? 16)) / 8;
}

/** Nanoseconds of one thread for each weight that is written in that type; reading and decoding the source included. */
function quantizeNanoseconds(type: string): number {
  if (type === "f16" || type === "bf16" || type === "f32") return 8;
  if (type.startsWith("iq")) return type.startsWith("iq4") ? 200 : 400; // they search for the best of many grids
  return /_k/.test(type) ? 75 : 16;
}

/** Quantizing holds one tensor at a time, in f32 and in both types: some 6.5 bytes for each of the largest one's weights. */
export function estimateQuantize(
  shape: ModelShape,
  { type, threads }: { type: string; threads: number },
): StageEstimate {
  return {
    memory_bytes: PROCESS_BYTES + 6.5 * largestTensor(shape),
    seconds: START_SECONDS + (shape.parameters * quantizeNanoseconds(type)) / 1e9 / threads,
    disk_bytes: fileBytes(shape, type),
  };
}

/** The f16 and the q8_0 copy, one after the other. */
export function estimateConvert(shape: ModelShape, { threads }: { threads: number }): StageEstimate {
  const [f16, q8] = [
    estimateQuantize(shape, { type: "f16", threads }),
    estimateQuantize(shape, { type: "q8_0", threads }),
  ];
  return {
    memory_bytes: Math.max(f16.memory_bytes, q8.memory_bytes),
    seconds: f16.seconds + q8.seconds - START_SECONDS,
    disk_bytes: f16.disk_bytes + q8.disk_bytes,
  };
}

/**
 * A copy of the f16 file, and for each adapted weight: read, two f32 copies, the product of two thin matrices, write.
 * The largest adapted weight is one of the feed-forward block.
 */
export function estimateMerge(shape: ModelShape, { threads }: { threads: number }): StageEstimate {
  const { embedding_length: width, feed_forward_length: inner } = shape;
  const adapted = (width ?? 0) * Math.max(inner ?? 0, width ?? 0);
  return {
    memory_bytes: PROCESS_BYTES + UNCOLLECTED_BYTES + adapted * (2 * F16_BYTES + 3 * F32_BYTES),
    seconds: START_SECONDS + (shape.parameters * 30) / 1e9 / Math.min(threads, 2),
    disk_bytes: fileBytes(shape, "f16"),
  };
}

export interface EvaluateWork {
  /** The model file's, and the type it is in. */
  model_bytes: number;
  type: string;
  items: number;
  /** Of one item, on average, that are not the beginning which all prompts share. */
  prompt_tokens: number;
  answer_tokens: number;
  /** Tokens that a slot has room for: the longest prompt and the longest answer. */
  context: number;
  slots: number;
  threads: number;
}

/** Bytes of weights that a pass reads in a second: one slot's answers with two threads. */
const BANDWIDTH = 20e9;
/**
 * Floating-point operations that each of two threads does in a second, by what it multiplies with, sampling and
 * JavaScript included. The f16 and q8_0 figures are measured, the other lies between them.
 */
const FLOPS = { f16: 18e9, q8_0: 27e9, other: 22e9 } as const;
/** Tokens that llama.cpp reserves room for in one pass: a row of f32 over the vocabulary each. */
const BATCH = 512;
const ANSWER_LINE_BYTES = 600;

/**
 * Prompts are bound by arithmetic; answers too, unless so few slots share a pass that reading the weights takes longer.
 * Memory: the process, the mapped model, the cache of keys and values of all slots, and the pass's largest result.
 */
export function estimateEvaluate(shape: ModelShape, work: EvaluateWork): StageEstimate {
  const cacheOfToken = 2 * (shape.block_count ?? 0) * (shape.head_count_kv ?? 0) * (shape.head_dim ?? 0) * F16_BYTES;
  const context = Math.ceil(work.context / 256) * 256; // llama.cpp rounds up to whole blocks
  const slots = Math.max(1, Math.min(work.slots, work.items));
  const speed = FLOPS[work.type === "f16" || work.type === "q8_0" ? work.type : "other"] * work.threads;
  const arithmetic = (2 * shape.parameters) / speed;
  const answerToken = Math.max(arithmetic, work.model_bytes / BANDWIDTH / slots);
  const item = work.prompt_tokens * arithmetic + work.answer_tokens * answerToken;
  return {
    memory_bytes:
      INFERENCE_PROCESS_BYTES +
      work.model_bytes +
      slots * context * cacheOfToken +
      Math.min(BATCH, slots * context) * (shape.vocabulary ?? 0) * F32_BYTES,
    seconds: INFERENCE_START_SECONDS + work.items * item,
    disk_bytes: work.items * (ANSWER_LINE_BYTES + 4 * (work.prompt_tokens + work.answer_tokens)),
  };
}

/** Weights of the embedding or of a feed-forward matrix, whichever is more. */
function largestTensor({ vocabulary, embedding_length, feed_forward_length }: ModelShape): number {
  return (embedding_length ?? 0) * Math.max(vocabulary ?? 0, feed_forward_length ?? 0);
}
