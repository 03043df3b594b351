import { architectureOfSize, findArchitecture } from "../../src/sizing/architecture.ts";
import type { InferenceWork, Library, Metric } from "../../src/sizing/inference.ts";
import { findPrecision, type Precision } from "../../src/sizing/precision.ts";
import type { Architecture } from "../../src/sizing/shape.ts";
import { readTargets } from "../../src/sizing/trainable.ts";
import type {
  Optimizer,
  Sharding,
  TrainingRuntime,
  TrainingState,
  TrainingWork,
} from "../../src/sizing/training-work.ts";
import type { SizingRow } from "./rows.ts";

/** The shape that a row's model has: by its key, by its name, else the usual one of its size. */
export function shapeOf(row: SizingRow): Architecture {
  return findArchitecture(row.arch_key) ?? findArchitecture(row.model) ?? architectureOfSize(row.params_b * 1e9);
}

export function precisionOf(row: SizingRow): Precision {
  const found = findPrecision(row.quant || "bf16") ?? findPrecision("bf16");
  if (!found) throw new Error("bf16 is always known");
  return found;
}

export function metricOf({ metric }: SizingRow): Metric {
  if (/steady/.test(metric)) return "steady";
  if (/alloc/.test(metric)) return "allocated";
  if (/smi|unstated|fits/.test(metric)) return "device";
  return "reserved";
}

export function inferenceWork(row: SizingRow): InferenceWork {
  const shape = shapeOf(row);
  const runtime = /litgpt/.test(row.runtime) ? "litgpt" : /llama\.cpp/.test(row.runtime) ? "llama.cpp" : "transformers";
  return {
    shape,
    precision: precisionOf(row),
    users: row.batch ?? 1,
    prompt: row.seq_len ?? 1,
    generated: row.gen_len ?? 0,
    cache: { type: row.kv_type },
    runtime,
    metric: metricOf(row),
    flash: row.flash_attn !== "0",
    gpus: row.n_gpu ?? 1,
    library: runtime === "transformers" ? libraryOf(row, shape) : "current",
  };
}

/** Qwen-1 runs its own code of 2023; Transformers changed with 4.45. */
function libraryOf({ runtime }: SizingRow, { key }: Architecture): Library {
  if (/^qwen-\d/.test(key)) return "remote-2023";
  const [, major, minor] = /transformers (\d+)\.(\d+)/.exec(runtime) ?? [];
  if (major === undefined) return "current";
  return Number(major) * 100 + Number(minor) < 445 ? "before-4.45" : "current";
}

export function trainingWork(row: SizingRow): TrainingWork {
  const { sites, fused, embeddings } = readTargets(row.lora_targets);
  const runtime = trainingRuntime(row);
  const whole = row.method === "full";
  const inverse = row.metric === "max_context_that_fits";
  return {
    shape: shapeOf(row),
    precision: precisionOf(row),
    adapter: whole ? null : { sites, fused, embeddings, rank: row.lora_rank ?? 8, dora: row.method === "dora" },
    trainable: row.trainable_m === null ? null : row.trainable_m * 1e6,
    batch: row.batch ?? 1,
    length: row.seq_len ?? 512,
    ragged: /dynamic/.test(row.notes),
    checkpointing: row.grad_ckpt !== "0",
    flash: row.flash_attn !== "0",
    chunkedLoss: runtime === "unsloth" || /chunked/i.test(row.runtime),
    optimizer: optimizerOf(row),
    state: stateOf(row, runtime),
    runtime,
    gpus: row.n_gpu ?? 1,
    sharding: shardingOf(row, runtime),
    metric: inverse ? "capacity" : metricOf(row),
  };
}

function trainingRuntime({ runtime }: SizingRow): TrainingRuntime {
  if (/litgpt/i.test(runtime)) return "litgpt";
  if (/torchtune/i.test(runtime)) return "torchtune";
  return /unsloth/i.test(runtime) ? "unsloth" : "transformers";
}

function optimizerOf({ optimizer }: SizingRow): Optimizer {
  if (/paged/.test(optimizer)) return "adamw-paged";
  if (/8bit/.test(optimizer)) return "adamw-8bit";
  if (/adafactor/.test(optimizer)) return "adafactor";
  return /sgd/.test(optimizer) ? "sgd" : "adamw";
}

/** litgpt's rows of full training on a 24 GB card are of runs whose means cannot have been on it: 8 bytes a weight would not fit. */
function stateOf({ state_mode, method }: SizingRow, runtime: TrainingRuntime): TrainingState {
  if (method === "full" && runtime === "litgpt") return "gradients-only";
  if (state_mode === "fp32_master") return "fp32-master";
  if (/opt_in_bwd/.test(state_mode)) return "bf16-fused";
  return /bf16/.test(state_mode) ? "bf16" : "fp32";
}

function shardingOf({ runtime, notes, n_gpu }: SizingRow, program: TrainingRuntime): Sharding {
  if ((n_gpu ?? 1) === 1) return "none";
  if (/ZeRO3/i.test(runtime)) return "zero3";
  if (/FSDP/i.test(runtime)) return "fsdp";
  if (/device_map/.test(notes)) return "layers";
  return program === "transformers" ? "zero2" : "data";
}
