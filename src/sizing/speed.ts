import { countParameters } from "./architecture.ts";
import type { InferenceRuntime } from "./inference.ts";
import type { Precision } from "./precision.ts";
import type { Architecture } from "./shape.ts";
import { cacheBytesOf, weightBytes } from "./weights.ts";

/** What time depends on of a device. */
export interface Engine {
  /** Dense, with 16-bit inputs and 32-bit sums: half of what sheets print "with sparsity". */
  tflops: number;
  bandwidth_gb_s: number;
}

/**
 * Share of the peak that matrix products reach in training: half of `BEST_EFFICIENCY` at a width of `HALF_WIDTH`, and more
 * the wider they are. 41 to 53 % of an A100 were measured for 7B and 14B, less for narrower models.
 */
const BEST_EFFICIENCY = 0.7;
const HALF_WIDTH = 1200;
/** Launching a layer's kernels, forward, again and back, seconds. */
const LAYER_SECONDS = 0.0025;
/** Unpacking a quantized weight, forward, again and back, seconds for each thousand million. */
const UNPACK_SECONDS = 0.034;
/** The attention's backward pass computes scores again and four products: 2.5 times the forward pass (FlashAttention-2 §3.1). */
const ATTENTION_BACKWARD = 2.5;

export interface StepWork {
  shape: Architecture;
  precision: Precision;
  /** All weights are trained: their gradients are a third product. */
  full: boolean;
  checkpointing: boolean;
  length: number;
  /** Rows computed at once. */
  batch: number;
  gpus: number;
}

/**
 * Seconds to train on `batch` rows. Two operations for each weight and token forward, two for the gradient of activations,
 * two for that of trained weights, and two again with checkpointing (arXiv 2001.08361 §2.1); the attention's scores on top.
 */
export function trainingSeconds(work: StepWork, device: Engine): number {
  const { shape, precision, batch, length } = work;
  const counts = countParameters(shape);
  const passes = 2 + (work.full ? 1 : 0) + (work.checkpointing ? 1 : 0);
  const attentionPasses = 1 + ATTENTION_BACKWARD + (work.checkpointing ? 1 : 0);
  // Half of the scores are masked.
  const scores = 2 * shape.layers * shape.heads * shape.headDim * length * attentionPasses;
  const operations = batch * length * (2 * counts.active * passes + scores);
  const packed = precision.kind === "plain" ? 0 : (counts.linear / 1e9) * UNPACK_SECONDS;
  const compute = operations / (device.tflops * 1e12 * efficiency(shape) * work.gpus);
  return compute + shape.layers * LAYER_SECONDS + packed * slowness(device);
}

function efficiency({ hidden }: Architecture): number {
  return (BEST_EFFICIENCY * hidden) / (hidden + HALF_WIDTH);
}

/** Unpacking reads and writes memory; the figure is an A100's. */
function slowness({ bandwidth_gb_s }: Engine): number {
  return 2039 / bandwidth_gb_s;
}

/** Share of the bandwidth that reading weights reaches, and seconds a layer's launch takes when one token is computed. */
const decoding: Readonly<Record<InferenceRuntime, { bandwidth: number; packed: number; layer: number }>> = {
  // 0.5B to 32B take 0.84 to 0.89 ms a layer on an A100, whatever their size: Python launches the kernels.
  transformers: { bandwidth: 0.65, packed: 0.35, layer: 0.87e-3 },
  litgpt: { bandwidth: 0.65, packed: 0.25, layer: 0.8e-3 },
  // vLLM 0.6.3: 59 to 70 % in 16 bits, 33 to 46 % of AWQ's bytes; graphs take the launches away.
  vllm: { bandwidth: 0.66, packed: 0.42, layer: 0.06e-3 },
  "llama.cpp": { bandwidth: 0.7, packed: 0.6, layer: 0.03e-3 },
};
/** Share of the peak that a prompt reaches. */
const PROMPT_EFFICIENCY = 0.5;

export interface ServingWork {
  shape: Architecture;
  precision: Precision;
  runtime: InferenceRuntime;
  /** Sequences answered at once: they share the reading of the weights. */
  users: number;
  prompt: number;
  /** Tokens in the cache, on average, while answering. */
  context: number;
  cacheType?: string;
  gpus: number;
}

export interface ServingSpeed {
  /** Of one user and of all together. */
  tokens_per_second: number;
  tokens_per_second_all: number;
  /** Of one prompt, alone. */
  first_token_seconds: number;
}

/**
 * Answers are bound by reading weights and cache once for each token, or by launching kernels; prompts by arithmetic.
 * Experts that no user's token chooses are not read: with u users, `1 - (1 - active/count)^u` of them are.
 */
export function servingSpeed(work: ServingWork, device: Engine): ServingSpeed {
  const { shape, precision, users, runtime } = work;
  const rates = decoding[runtime];
  const share = precision.kind === "plain" ? rates.bandwidth : rates.packed;
  const cache = users * cacheBytesOf(shape, work.context, { ...(work.cacheType && { type: work.cacheType }) });
  const bandwidth = device.bandwidth_gb_s * 1e9;
  const reading = readBytes(work) / (bandwidth * share) + cache / (bandwidth * rates.bandwidth);
  const launching = shape.layers * rates.layer;
  const arithmetic = (2 * countParameters(shape).active * users) / (device.tflops * 1e12 * PROMPT_EFFICIENCY);
  // Layers on several devices run one after the other for one token.
  const step = Math.max(launching, reading, arithmetic);
  const prompt = (2 * countParameters(shape).active * work.prompt) / (device.tflops * 1e12 * PROMPT_EFFICIENCY);
  return {
    tokens_per_second: 1 / step,
    tokens_per_second_all: users / step,
    first_token_seconds: Math.max(prompt, step) + launching,
  };
}

function readBytes({ shape, precision, users }: ServingWork): number {
  const { total, active, embedding } = weightBytes(shape, precision);
  if (!shape.experts) return active;
  const { count, active: chosen } = shape.experts;
  const share = 1 - (1 - chosen / count) ** users;
  return active + (total - embedding - active) * Math.max(0, share - chosen / count);
}
