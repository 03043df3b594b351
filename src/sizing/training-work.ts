import type { Metric } from "./inference.ts";
import type { Precision } from "./precision.ts";
import type { Architecture } from "./shape.ts";
import type { AdapterPlan } from "./trainable.ts";

export type TrainingRuntime = "transformers" | "litgpt" | "torchtune" | "unsloth";
/** How several devices share: copies, optimizer shards, all shards, or layers one after the other. */
export type Sharding = "none" | "data" | "zero2" | "zero3" | "fsdp" | "layers";
/** Bytes of state of a trained weight, see `stateBytes`. */
export type TrainingState = "fp32" | "bf16" | "fp32-master" | "bf16-fused" | "gradients-only";
export type Optimizer = "adamw" | "adamw-8bit" | "adamw-paged" | "adafactor" | "sgd";

/** GRPO: `num_generations` answers for each prompt of a step, and what makes and judges them. */
export interface GrpoWork {
  generations: number;
  /** Tokens of an answer. */
  completion: number;
  /** A frozen copy to measure the distance from: with beta above 0 and no adapter (an adapter's base is the copy). */
  reference: boolean;
  /** Share of a device that a colocated vLLM takes; 0: Transformers generates. TRL's default is 0.3. */
  vllm: number;
}

export interface TrainingWork {
  shape: Architecture;
  precision: Precision;
  /** null: all weights are trained. */
  adapter: AdapterPlan | null;
  /** Counted elsewhere; null: by formula. */
  trainable?: number | null;
  batch: number;
  length: number;
  /** Rows of different lengths, not padded to the longest: allocators keep blocks of many sizes. */
  ragged: boolean;
  checkpointing: boolean;
  flash: boolean;
  /** The loss is computed in pieces, so that logits of all tokens never exist at once. */
  chunkedLoss: boolean;
  optimizer: Optimizer;
  state: TrainingState;
  runtime: TrainingRuntime;
  gpus: number;
  sharding: Sharding;
  metric: Metric;
  /** Preference pairs (DPO) compute a chosen and a rejected row side by side. */
  pairs?: boolean;
  grpo?: GrpoWork | null;
}

/** Bytes of all devices together, or of one, by what they are for. */
export interface TrainingMemory {
  weights: number;
  adapter: number;
  gradients: number;
  optimizer: number;
  activations: number;
  logits: number;
  generation: number;
  overhead: number;
}
