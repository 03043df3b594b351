import type { TrainSettings } from "../protocol/job.ts";
import type { RunSpec } from "./schema.ts";
import { allLinear, type TrainSpec } from "./schema-train.ts";

/** What executes the training. `auto` takes the first that can do what is asked. */
export function resolveEngine(spec: RunSpec): "embedded" | "python" {
  if (spec.engine !== "auto") return spec.engine;
  return embeddedCan(spec) ? "embedded" : "python";
}

/** Whether the embedded engine can execute what the file asks for: SFT of a LoRA adapter on a base it can hold. */
export function embeddedCan({ train }: RunSpec): boolean {
  if (!train) return true;
  const precision = train.base_precision === "auto" || train.base_precision === "q8_0";
  return train.method === "sft" && train.adapter.type === "lora" && precision;
}

/**
 * Training settings with nothing left open. Throws where the file has no `train`: ask only for what is planned.
 * `rows` (of the training split) turns `evaluate_every: 0` into about ten looks; without it 0 stays: start and end only.
 * `checkpoint_every: 0` stays: two minutes of work are so many steps on a machine, which only its engine can know.
 */
export function resolveTrainSettings(spec: RunSpec, rows?: number): TrainSettings {
  const { train } = spec;
  if (!train) throw new TypeError("resolveTrainSettings: the run file has no train block");
  const { adapter, targets, deterministic: _, base_precision: __, alpha, ...same } = flat(train);
  const steps = rows === undefined ? null : Math.ceil((rows * train.epochs) / train.batch_size);
  return {
    ...same,
    adapter_type: adapter,
    alpha: alpha ?? 2 * train.adapter.rank,
    targets: targets === "all-linear" ? [...allLinear] : [...targets],
    learning_rate: train.learning_rate ?? defaultLearningRate(train, resolveEngine(spec)),
    evaluate_every: train.evaluate_every || (steps === null ? 0 : Math.max(1, Math.round(steps / 10))),
  };
}

function flat({ adapter, ...rest }: TrainSpec) {
  return { ...rest, adapter: adapter.type, rank: adapter.rank, alpha: adapter.alpha, targets: adapter.targets };
}

/**
 * Embedded: 2e-3, the best of the rates tried on SmolLM2-135M with rank 16 on CPU; others: what TRL's and PEFT's own
 * examples use. DPO and GRPO move a model that can answer already, so their steps are small.
 */
export function defaultLearningRate({ method, adapter }: TrainSpec, engine: "embedded" | "python"): number {
  if (method !== "sft") return 1e-6;
  if (adapter.type === "none") return 2e-5;
  return engine === "embedded" ? 2e-3 : 2e-4;
}
