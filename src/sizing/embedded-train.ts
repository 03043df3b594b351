import type { ModelFacts } from "../protocol/model.ts";
import { fileBytes } from "./embedded-other.ts";

/**
 * What training an adapter in the embedded engine needs: likely values. The formulas follow what the engine keeps in
 * memory; activations agree with what ggml allocated for seven shapes of micro-batches of SmolLM2-135M within 3 %, and
 * rates were measured with it on two cores of an AVX2 server processor (Zen 3).
 */
export interface TrainWork {
  shape: ModelFacts;
  rank: number;
  targets: readonly string[];
  /** Tokens of the longest row. */
  max_length: number;
  /** Tokens of all rows that are trained on, each as often as it is seen. */
  trained_tokens: number;
  /** Tokens of the validation set, times the looks at it. */
  validation_tokens: number;
  threads: number;
  /** Trained tokens a second times parameters, as measured on this machine; null where it never was. */
  measured_rate: number | null;
}

/** Bytes by what they are for. */
export interface TrainMemory {
  /** Node, koffi, llama.cpp's libraries, buffers for reading and for micro-batches. */
  process: number;
  /** The frozen base in q8_0. */
  weights: number;
  /** Transposed copies of all its matrices, q8_0 again. */
  transposed: number;
  /** The adapter: weights, a gradient a lane, two running means, the best weights, and a checkpoint on its way to disk. */
  adapter: number;
  /** What the backward pass needs of the forward pass, for a micro-batch a lane, and a piece of the output head. */
  activations: number;
}

export interface TrainEstimate {
  memory_bytes: number;
  memory: TrainMemory;
  seconds: number;
  disk_bytes: number;
}

const PROCESS_BYTES = 120e6;
/** The engine's own constants: tokens computed at once in all lanes, and rows of the output head at once in each. */
const TOKENS_AT_ONCE = 256;
const HEAD_ROWS = 64;
/** Longer blocks compute their attention's probabilities twice rather than keep them. */
const LONG = 192;
/** Of those probabilities, gradients and products of them, at once. */
const LONG_COPIES = 2;
const F32 = 4;
/** Loading and transposing the weights, nanoseconds of one thread for each. */
const SETUP_NANOSECONDS = 12;
const START_SECONDS = 0.5;
/**
 * Floating-point operations that a thread does in a second, of those that matrix products alone need: 47e9 measured at
 * one thread, 45e9 at two, on a quiet machine; a tenth less for padding.
 */
const FLOPS = 41e9;
/** The share of a row's tokens that are its answer; only those meet the output head. */
const ANSWER_SHARE = 0.35;
/** Beside the adapter: a line for each step. */
const CURVE_BYTES = 200_000;

/** Shapes that a file does not tell count as 0: then the estimate is too low rather than absent. */
export function estimateTraining(work: TrainWork): TrainEstimate {
  const dims = dimensions(work.shape);
  const memory = trainMemory(work, dims);
  const adapterBytes = F32 * adapterParameters(dims, work);
  const setup = START_SECONDS + (work.shape.parameters * SETUP_NANOSECONDS) / 1e9 / work.threads;
  const rate =
    work.measured_rate === null
      ? (FLOPS * work.threads) / operationsPerToken(dims, work)
      : work.measured_rate / work.shape.parameters;
  return {
    memory_bytes: Object.values(memory).reduce((sum, part) => sum + part, 0),
    memory,
    // A look at the validation loss is a forward pass: a third of forward and backward.
    seconds: setup + (work.trained_tokens + work.validation_tokens / 3) / rate,
    // The adapter, and while it trains two checkpoints of weights, two means and the best weights.
    disk_bytes: adapterBytes * (1 + 2 * 4) + CURVE_BYTES,
  };
}

interface Dimensions {
  layers: number;
  width: number;
  inner: number;
  queries: number;
  keys: number;
  heads: number;
  vocabulary: number;
}

function dimensions(shape: ModelFacts): Dimensions {
  const head = shape.head_dim ?? 0;
  const heads = shape.head_count ?? 0;
  return {
    layers: shape.block_count ?? 0,
    width: shape.embedding_length ?? 0,
    inner: shape.feed_forward_length ?? 0,
    queries: heads * head,
    keys: (shape.head_count_kv ?? heads) * head,
    heads,
    vocabulary: shape.vocabulary ?? 0,
  };
}

function trainMemory(work: TrainWork, d: Dimensions): TrainMemory {
  const weights = fileBytes(work.shape, "q8_0");
  const embedding = (d.width * d.vocabulary * 8.5) / 8;
  const length = Math.max(8, Math.ceil((work.max_length - 1) / 8) * 8);
  const lanes = work.threads >= 2 ? 2 : 1;
  const tokens = Math.max(length, Math.floor(TOKENS_AT_ONCE / lanes / length) * length);
  const thin = work.targets.length * work.rank;
  // For each token and layer: the residual stream twice, q, k, v, the attention's output, gate and up, the adapters'
  // middles, and the attention's probabilities, which grow with the block's length. Long blocks have those of a layer
  // or two at a time, when the output head is done with its memory.
  const attention = d.heads * length;
  const kept = 2 * d.width + 2 * d.queries + 2 * d.keys + 2 * d.inner + thin + (length > LONG ? 0 : attention);
  const head = Math.min(HEAD_ROWS, tokens) * d.vocabulary;
  const passing = length > LONG ? Math.max(head, LONG_COPIES * attention * tokens) : head;
  return {
    process: PROCESS_BYTES,
    weights,
    // An embedding that is not the output head needs no transposed copy.
    transposed: work.shape.tied_embeddings ? weights : weights - embedding,
    adapter: F32 * adapterParameters(d, work) * (1 + lanes + 2 + 1 + 1),
    activations: F32 * lanes * (tokens * d.layers * kept + passing),
  };
}

/** [inputs, outputs] of each projection. */
function shapes(d: Dimensions): Readonly<Record<string, readonly [number, number]>> {
  return {
    attn_q: [d.width, d.queries],
    attn_k: [d.width, d.keys],
    attn_v: [d.width, d.keys],
    attn_output: [d.queries, d.width],
    ffn_gate: [d.width, d.inner],
    ffn_up: [d.width, d.inner],
    ffn_down: [d.inner, d.width],
  };
}

function adapterParameters(d: Dimensions, { rank, targets }: Pick<TrainWork, "rank" | "targets">): number {
  const all = shapes(d);
  const sizes = targets.map((target) => all[target] ?? [0, 0]);
  return d.layers * rank * sizes.reduce((sum, [inputs, outputs]) => sum + inputs + outputs, 0);
}

/** Two for each weight forward and two back; the head on answer tokens only. */
function operationsPerToken(d: Dimensions, { shape }: Pick<TrainWork, "shape">): number {
  const matrices = d.layers * Object.values(shapes(d)).reduce((sum, [inputs, outputs]) => sum + inputs * outputs, 0);
  const known = matrices + ANSWER_SHARE * d.width * d.vocabulary;
  return 4 * (known || shape.parameters);
}

/** Weights of the adapter that is trained. Shapes that a file does not tell count as 0. */
export function trainedParameters(shape: ModelFacts, work: Pick<TrainWork, "rank" | "targets">): number {
  return adapterParameters(dimensions(shape), work);
}
