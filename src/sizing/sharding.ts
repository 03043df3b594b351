import { countParameters } from "./architecture.ts";
import type { TrainingMemory, TrainingWork } from "./training-work.ts";

/** What ZeRO-3 and FSDP gather to compute: DeepSpeed's `stage3_max_live_parameters`, in 16 bits. */
const LIVE_BYTES = 2e9;

/**
 * One device's memory on several. Copies repeat everything; ZeRO-2 divides gradients and means, ZeRO-3 the weights, too
 * (arXiv 1910.02054 §5), but gathers blocks and the largest single matrices; FSDP in litgpt has, at its highest, a whole copy
 * beside its share, when it loads; layers one after the other divide weights and cost each device its own overhead.
 */
export function shard(one: TrainingMemory, work: TrainingWork): { total: TrainingMemory; perDevice: TrainingMemory } {
  const n = Math.max(1, work.gpus);
  if (n === 1 || work.sharding === "none") return { total: one, perDevice: one };
  if (work.sharding === "layers") return byLayers(one, n);
  const perDevice = { ...one };
  if (work.sharding !== "data") {
    perDevice.optimizer = one.optimizer / n;
    perDevice.gradients = work.sharding === "zero2" ? one.gradients : one.gradients / n;
  }
  if (work.sharding === "zero3") perDevice.weights = one.weights / n + gathered(work);
  if (work.sharding === "fsdp") perDevice.weights = one.weights / n + one.weights + rootBytes(work);
  return { total: times(perDevice, n), perDevice };
}

function byLayers(one: TrainingMemory, n: number): { total: TrainingMemory; perDevice: TrainingMemory } {
  const total = { ...one, overhead: one.overhead * n };
  return { total, perDevice: { ...times(total, 1 / n), logits: one.logits } };
}

function gathered(work: TrainingWork): number {
  return Math.min(LIVE_BYTES, work.shape.layers * countParameters(work.shape).largest * 2) + 2 * rootBytes(work);
}

/** Embedding and head belong to no block and are gathered together. */
function rootBytes({ shape }: TrainingWork): number {
  const { embedding, head } = countParameters(shape);
  return (embedding + head) * 2;
}

function times(memory: TrainingMemory, factor: number): TrainingMemory {
  const entries = Object.entries(memory).map(([name, bytes]) => [name, bytes * factor]);
  return Object.fromEntries(entries) as unknown as TrainingMemory;
}
