import { computeBufferBytes, inferenceMemory, totalBytes } from "../../src/sizing/inference.ts";
import { type EstimateKind, type Range, rangeOf } from "../../src/sizing/interval.ts";
import { largest } from "../../src/sizing/largest.ts";
import { trainingSeconds } from "../../src/sizing/speed.ts";
import { trainingMemory } from "../../src/sizing/training.ts";
import type { TrainingConstants } from "../../src/sizing/training-constants.ts";
import type { TrainingWork } from "../../src/sizing/training-work.ts";
import { cacheBytesOf, weightBytes } from "../../src/sizing/weights.ts";
import type { SizingRow } from "./rows.ts";
import { inferenceWork, precisionOf, shapeOf, trainingWork } from "./work.ts";

const GIB = 2 ** 30;

export interface Prediction {
  /** What is predicted: rows of different quantities are never in one figure. */
  quantity: "memory" | "context" | "seconds";
  range: Range;
  measured: number;
}

/** Memory in GiB, or tokens for rows that say which context fits. Null for a row that lacks what is needed. */
export function predictMemory(row: SizingRow, constants?: TrainingConstants): Prediction | null {
  if (row.metric === "max_context_that_fits") return predictContext(row, constants);
  const { bytes, kind } = memoryOf(row, constants);
  if (!Number.isFinite(bytes) || !Number.isFinite(row.measured_gib)) return null;
  const { low, likely, high } = rangeOf(bytes / GIB, kind);
  // What ran on a card fitted it: "high" beyond the card says nothing.
  const capacity = capacityOf(row);
  const range = {
    low: Math.min(low, capacity),
    likely: Math.min(likely, capacity),
    high: Math.min(high, capacity * 1.03),
  };
  return { quantity: "memory", range, measured: row.measured_gib };
}

function memoryOf(row: SizingRow, constants?: TrainingConstants): { bytes: number; kind: EstimateKind } {
  if (row.task === "train") {
    const work = trainingWork(row);
    const { total, perDevice } = trainingMemory(work, constants);
    return { bytes: totalBytes({ ...(/per_gpu/.test(row.metric) ? perDevice : total) }), kind: trainKind(work) };
  }
  const shape = shapeOf(row);
  const tokens = row.seq_len ?? 0;
  switch (row.component) {
    case "weights":
      return { bytes: weightBytes(shape, precisionOf(row)).total, kind: "weights" };
    case "kv": {
      const cache = { type: row.kv_type, latent: !/no MLA/.test(row.notes), windows: false };
      return { bytes: (row.batch ?? 1) * cacheBytesOf(shape, tokens, cache), kind: "weights" };
    }
    case "compute": {
      const buffer = { shape, prompt: tokens, generated: 0, ubatch: row.ubatch ?? 512, flash: row.flash_attn === "1" };
      return { bytes: computeBufferBytes(buffer), kind: "weights" };
    }
    default: {
      const work = inferenceWork(row);
      return { bytes: totalBytes({ ...inferenceMemory(work) }), kind: work.gpus > 1 ? "serve-several" : "serve" };
    }
  }
}

function trainKind({ gpus, ragged, metric }: TrainingWork): EstimateKind {
  if (gpus > 1) return "train-several";
  if (ragged) return "train-ragged";
  return metric === "device" ? "train-reserved" : "train";
}

/** GiB of all cards that the row names together. A card shows some less than is printed on it. */
function capacityOf({ gpu, n_gpu, task, metric }: SizingRow): number {
  const card = Number(/(\d+)\s?GB/.exec(gpu)?.[1] ?? Number.POSITIVE_INFINITY);
  const cards = /per_gpu/.test(metric) ? 1 : (n_gpu ?? 1);
  return task === "train" ? card * 0.98 * cards : Number.POSITIVE_INFINITY;
}

function predictContext(row: SizingRow, constants?: TrainingConstants): Prediction {
  const work = trainingWork(row);
  const bytesAt = (length: number) => totalBytes({ ...trainingMemory({ ...work, length }, constants).total });
  const capacity = (row.measured_gib || 0) * GIB;
  const likely = largest(bytesAt, capacity, 4_000_000);
  return {
    quantity: "context",
    range: {
      low: largest(bytesAt, capacity / 1.2, 4_000_000),
      likely,
      high: largest(bytesAt, capacity * 1.2, 4_000_000),
    },
    measured: row.seq_len ?? Number.NaN,
  };
}

/** Seconds to train on a sequence, of rows that say how long a step of so many took on one A100. */
export function predictSeconds(row: SizingRow): Prediction | null {
  const [, seconds, sequences] = /^([\d.]+) s\/it, (\d+) seqs\/it/.exec(row.speed) ?? [];
  if (row.task !== "train" || row.n_gpu !== 1 || seconds === undefined || !/A100|A800/.test(row.gpu)) return null;
  const work = trainingWork(row);
  const step = {
    shape: work.shape,
    precision: work.precision,
    full: work.adapter === null,
    checkpointing: work.checkpointing,
    length: work.length,
    batch: 1,
    gpus: 1,
  };
  const likely = trainingSeconds(step, { tflops: 312, bandwidth_gb_s: 2039 });
  return { quantity: "seconds", range: rangeOf(likely, "seconds"), measured: Number(seconds) / Number(sequences) };
}
