import { activationBytes } from "./activations.ts";
import { countParameters } from "./architecture.ts";
import { shard } from "./sharding.ts";
import { adapterParameters } from "./trainable.ts";
import { type TrainingConstants, trainingConstants } from "./training-constants.ts";
import type { TrainingMemory, TrainingWork } from "./training-work.ts";
import { weightBytes } from "./weights.ts";

const GIB = 2 ** 30;
/** The driver's context, and what lies between blocks that are in use, on a card that is full. */
const CAPACITY_BYTES = 1 * GIB;

/** Sum over devices; `perDevice` is the largest one's. */
export function trainingMemory(
  work: TrainingWork,
  constants: TrainingConstants = trainingConstants,
): { total: TrainingMemory; perDevice: TrainingMemory } {
  const one = singleDevice(work, constants);
  return shard(one, work);
}

function singleDevice(work: TrainingWork, constants: TrainingConstants): TrainingMemory {
  const { shape, precision, adapter } = work;
  const weights = loadedBytes(work, constants);
  const { activations, logits } = activationBytes(work, constants);
  const state = stateBytes(work);
  // The optimizer's step comes when activations are gone: the higher of the two peaks counts.
  const step = Math.max(0, state.temporary - activations - logits);
  return {
    weights: weights + (adapter === null ? 0 : embeddingCopies(work)),
    adapter: adapter === null ? 0 : state.weights,
    gradients: state.gradients,
    optimizer: state.optimizer + step,
    activations,
    logits,
    generation: generationBytes(work, weightBytes(shape, precision).total),
    overhead: overheadBytes(work, weights, constants),
  };
}

/**
 * Weights as the trainer holds them. PEFT's `prepare_model_for_kbit_training` turns what bitsandbytes left in 16 bits into
 * 32; Fabric's plugin quantizes the head and unpacks it while it computes.
 */
function loadedBytes({ shape, precision, runtime, adapter }: TrainingWork, constants: TrainingConstants): number {
  const { total, embedding, head } = weightBytes(shape, precision);
  if (precision.kind !== "bitsandbytes" || adapter === null) return total;
  if (runtime === "transformers") return total + embedding + head;
  if (runtime !== "litgpt") return total;
  const stored = (head * precision.bits(shape).linear) / 16;
  return total - head + stored + constants.unpacked_head * countParameters(shape).embedding * 2;
}

/** `modules_to_save` leaves the frozen embedding and head where they are and trains copies, 16 bits, with AdamW: 12 bytes. */
function embeddingCopies({ shape, adapter }: TrainingWork): number {
  if (!adapter?.embeddings) return 0;
  const { embedding, head } = countParameters(shape);
  return (embedding + head) * 12;
}

/** Trained weights: given, counted, or all. */
export function trainableParameters({
  shape,
  adapter,
  trainable,
}: Pick<TrainingWork, "shape" | "adapter" | "trainable">): number {
  if (trainable != null) return trainable;
  return adapter === null ? countParameters(shape).total : adapterParameters(shape, adapter);
}

interface StateBytes {
  weights: number;
  gradients: number;
  optimizer: number;
  /** For the step only. */
  temporary: number;
}

/**
 * AdamW keeps two means for each trained weight, in the weight's type; 8-bit optimizers one byte each (arXiv 2110.02861);
 * paged ones put them into the computer's memory. A step over many tensors at once (`foreach`) needs room for one more copy.
 * Mixed precision with a 32-bit master copy is ZeRO's 16 bytes (arXiv 1910.02054 §3.1), and the gradients' 32-bit sum.
 */
function stateBytes(work: TrainingWork): StateBytes {
  const trained = trainableParameters(work);
  const width = work.state === "fp32" ? 4 : 2;
  const perWeight = {
    fp32: { gradients: 4, means: 8, temporary: 4 },
    bf16: { gradients: 2, means: 4, temporary: 2 },
    "fp32-master": { gradients: 4, means: 12, temporary: 0 },
    // Each weight is stepped as soon as its gradient is there.
    "bf16-fused": { gradients: 0, means: 4, temporary: 0 },
    "gradients-only": { gradients: 2, means: 0, temporary: 0 },
  }[work.state];
  const means = {
    adamw: perWeight.means,
    "adamw-8bit": Math.min(2, perWeight.means),
    "adamw-paged": 0,
    adafactor: 0.01,
    sgd: 0,
  }[work.optimizer];
  // Stepping in the backward pass keeps the gradients of the largest matrix, which is the embedding, and its step.
  const { embedding } = countParameters(work.shape);
  const passing = work.state === "bf16-fused" ? embedding * 2 * 2 : 0;
  return {
    weights: trained * width,
    gradients: trained * perWeight.gradients + passing,
    optimizer: trained * means,
    temporary: work.optimizer === "adamw" ? trained * perWeight.temporary : 0,
  };
}

/** A frozen copy, and the cache of the answers that are being made. */
function generationBytes({ shape, grpo, batch, length }: TrainingWork, weights: number): number {
  if (!grpo) return 0;
  const reference = grpo.reference ? weights : 0;
  const cache =
    2 * shape.layers * shape.kvHeads * shape.headDim * 2 * batch * grpo.generations * (length + grpo.completion);
  return reference + (grpo.vllm > 0 ? 0 : cache);
}

function overheadBytes(work: TrainingWork, weights: number, constants: TrainingConstants): number {
  const { metric, precision, runtime, shape } = work;
  if (metric === "allocated" || metric === "steady") return 0;
  if (metric === "capacity") return CAPACITY_BYTES;
  const fixed = metric === "reserved" ? constants.reserved_gib : constants.device_gib;
  // bitsandbytes packs matrices on the device after loading them in 16 bits, and leaves holes.
  const packed = precision.kind === "bitsandbytes" && runtime === "transformers" && metric === "reserved";
  const holes = packed ? constants.packing_holes * weightBytes(shape, precision).linear : 0;
  return fixed * GIB + constants.reserved_share * weights + holes;
}
