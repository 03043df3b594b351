import { countParameters } from "./architecture.ts";
import type { Precision } from "./precision.ts";
import type { Architecture } from "./shape.ts";
import { type CacheOptions, cacheBytesOf, weightBytes } from "./weights.ts";

/** What serves: each holds other things beside weights and cache. */
export type InferenceRuntime = "transformers" | "llama.cpp" | "vllm" | "litgpt";
/**
 * What is being read: the allocator's peak, its reserve, the driver's count, the level between two peaks, or what a card must
 * have: an allocator gives back what it keeps before it gives up, so that is less than the driver counts on a roomy card.
 */
export const metrics = ["allocated", "reserved", "device", "steady", "capacity"] as const;
export type Metric = (typeof metrics)[number];

export interface InferenceWork {
  shape: Architecture;
  precision: Precision;
  /** Sequences answered at once. */
  users: number;
  prompt: number;
  generated: number;
  cache?: CacheOptions;
  runtime: InferenceRuntime;
  metric: Metric;
  /** Tokens computed at once (llama.cpp's `--ubatch-size`, 512 by default); 0: the whole prompt, as Transformers does. */
  ubatch?: number;
  flash: boolean;
  gpus: number;
  /**
   * Transformers' modelling code changed what it holds. `before-4.45`: logits of every prompt token, in float32; a cache that
   * grows by concatenation, whose old copy lives until the step is over; and tables of rotations in every layer.
   * `remote-2023`: the models' own code of that time (Qwen-1), which has the first two, its logits in 16 bits.
   */
  library?: Library;
}

export type Library = "current" | "before-4.45" | "remote-2023";

export interface InferenceMemory {
  weights: number;
  cache: number;
  /** What a pass over the prompt, or one step, holds beside them, at its highest. */
  buffers: number;
  /** The driver's context, the libraries' workspaces, and what an allocator keeps. */
  overhead: number;
}

const GIB = 2 ** 30;
/** CUDA context with cuBLAS and kernels loaded: 0.3 to 0.6 GiB in the reports of llama.cpp and PyTorch users. */
const CONTEXT_BYTES = 0.5 * GIB;
/** cuBLAS workspace and rounding of the allocator's blocks: Qwen2.5's tables lie so far above weights and cache. */
const WORKSPACE_BYTES = 0.04 * GIB;

/**
 * Memory of all devices together, bytes. Weights + max(cache of prompt and answer, cache of the prompt + what the pass
 * over the prompt holds): the two peaks do not meet.
 */
export function inferenceMemory(work: InferenceWork): InferenceMemory {
  const { shape, users, prompt, generated } = work;
  const weights = weightBytes(shape, work.precision).total;
  const old = (work.library ?? "current") !== "current";
  const cacheAtEnd = users * cacheBytesOf(shape, prompt + generated, work.cache) * (old ? 2 : 1);
  const cacheAtPrompt = users * cacheBytesOf(shape, prompt, work.cache);
  const pass = work.metric === "steady" ? 0 : passBytes(work);
  const fixed = dequantizeBytes(work) + rotationBytes(work);
  // llama.cpp reserves cache and buffer for good; elsewhere the two peaks do not meet.
  if (work.runtime === "llama.cpp") return parts(work, weights, cacheAtEnd, pass + fixed);
  if (cacheAtEnd >= cacheAtPrompt + pass) return parts(work, weights, cacheAtEnd, fixed);
  return parts(work, weights, cacheAtPrompt, pass + fixed);
}

function parts(work: InferenceWork, weights: number, cache: number, buffers: number): InferenceMemory {
  return { weights, cache, buffers, overhead: overheadBytes(work, buffers) };
}

/**
 * Transformers: the feed-forward block's three rows and four rows of the residual stream for every prompt token, 16 bits
 * each (measured slope of Qwen2.5-7B: 143,197 bytes a token; this formula: 142,336), on every device that has layers.
 * llama.cpp reserves its buffer once, for a micro-batch: `src/llama-context.cpp`, graph_reserve.
 */
function passBytes(work: InferenceWork): number {
  const { shape, users, prompt, gpus } = work;
  if (work.runtime === "llama.cpp") return computeBufferBytes(work) * gpus;
  const tokens = users * (work.ubatch ? Math.min(work.ubatch, prompt) : prompt);
  const inner = shape.experts ? shape.experts.active * shape.experts.inner + shape.experts.shared : shape.inner;
  const scores = work.flash ? 0 : users * shape.heads * prompt * prompt * 4;
  const block = tokens * 2 * ((shape.gated ? 3 : 2) * inner + 4 * shape.hidden) + scores;
  return Math.max(block, logitBytes(work, tokens)) + (gpus - 1) * block;
}

/** Of all prompt tokens; with several devices they are copied from the last to the first. */
function logitBytes({ shape, library = "current", gpus }: InferenceWork, tokens: number): number {
  if (library === "current") return 0;
  if (library === "remote-2023") return tokens * shape.vocabulary * 2;
  return tokens * shape.vocabulary * (gpus > 1 ? 10 : 6); // 16 bits, their copy in 32, and that one's copy
}

/** Positions that models of that time kept sines and cosines for, 16 bits each, once in every layer. */
const TABLE_POSITIONS = 32_768;
function rotationBytes({ shape, library }: InferenceWork): number {
  return library === "before-4.45" ? shape.layers * TABLE_POSITIONS * shape.headDim * 2 * 2 : 0;
}

/**
 * llama.cpp's compute buffer on one device, bytes: rows of float32 over the vocabulary for a micro-batch, or, without
 * flash attention, its scores against the whole context. Matches logged buffers to a megabyte (Qwen3-30B-A3B: 304.75 MiB).
 */
export function computeBufferBytes({
  shape,
  prompt,
  generated,
  ubatch = 512,
  flash,
}: Pick<InferenceWork, "shape" | "prompt" | "generated" | "ubatch" | "flash">): number {
  const rows = shape.vocabulary + shape.hidden * (shape.experts ? 2 : 1);
  const logits = ubatch * 4 * rows;
  if (flash) return logits;
  return Math.max(logits, ubatch * 4 * ((prompt + generated) * (shape.heads + 1) + 5 * shape.hidden));
}

/** Kernels that unpack a whole matrix first need room for the largest one in 16 bits. */
function dequantizeBytes({ shape, precision, runtime }: InferenceWork): number {
  const { largest, embedding } = countParameters(shape);
  if (precision.kind === "gptq" && precision.name !== "gptq-int8") return largest * 2; // ExLlama's scratch
  // bitsandbytes through Fabric quantizes the head, too, and unpacks it into two copies.
  if (precision.kind === "bitsandbytes" && runtime === "litgpt") return quantized(precision, shape) * embedding * 2;
  return 0;
}

/** In heads of 16 bits: two unpacked copies, less what the head saves by being stored in four. */
function quantized(precision: Precision, shape: Architecture): number {
  return 2 - (shape.tied ? 0 : 1 - precision.bits(shape).linear / 16);
}

function overheadBytes({ metric, gpus }: InferenceWork, buffers: number): number {
  const workspace = WORKSPACE_BYTES * gpus;
  if (metric === "reserved") return workspace + 0.1 * buffers + 0.1 * GIB * gpus;
  if (metric === "device" || metric === "capacity")
    return workspace + 0.1 * buffers + (CONTEXT_BYTES + 0.1 * GIB) * gpus;
  return workspace;
}

/** Their sum. */
export function totalBytes(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}
