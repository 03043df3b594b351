import type { Device } from "./device-type.ts";
import type { InferenceRuntime, Metric } from "./inference.ts";
import type { Precision } from "./precision.ts";
import type { PriceAssumptions } from "./price.ts";
import type { Architecture } from "./shape.ts";
import type { AdapterPlan } from "./trainable.ts";
import type { GrpoWork, Optimizer, Sharding, TrainingRuntime, TrainingState } from "./training-work.ts";

export const methods = ["serve", "lora", "qlora", "dora", "full", "dpo", "grpo"] as const;
export type Method = (typeof methods)[number];

/** What is asked of all estimates. */
interface Asked {
  model: string;
  shape: Architecture;
  /** The shape was made up from the number of weights. */
  guessed: boolean;
  precision: Precision;
  gpus: number;
  metric: Metric;
  flash: boolean;
  prices: PriceAssumptions;
  /** What it shall run on; null: every device of the table is tried. */
  device: Device | null;
}

export interface ServeRequest extends Asked {
  method: "serve";
  runtime: InferenceRuntime;
  users: number;
  /** Tokens of prompt and answer together, for each user. */
  context: number;
  answer: number;
  cacheType: string;
  ubatch: number;
}

export interface TrainRequest extends Asked {
  method: Exclude<Method, "serve">;
  runtime: TrainingRuntime;
  adapter: AdapterPlan | null;
  batch: number;
  length: number;
  ragged: boolean;
  checkpointing: boolean;
  chunkedLoss: boolean;
  optimizer: Optimizer;
  state: TrainingState;
  sharding: Sharding;
  grpo: GrpoWork | null;
  /** Rows that are trained on, times epochs; null: only a step is timed. */
  rows: number | null;
}

export type EstimateRequest = ServeRequest | TrainRequest;
