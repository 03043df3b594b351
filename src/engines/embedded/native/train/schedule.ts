import type { TrainSettings } from "../../../../protocol/job.ts";
import { permutation, seeded } from "./random.ts";

/** Which rows an optimizer step takes. */
export interface Order {
  /** Optimizer steps of the whole run. */
  steps: number;
  /** Rows seen in the whole run. */
  seen: number;
  /** Row numbers of a step, 1 … steps. */
  rowsOf(step: number): number[];
  /** Passes over the data that are done after a step. */
  epochAfter(step: number): number;
}

/**
 * The rows' order: every pass over the data has its own permutation, drawn from the seed and the pass's number alone,
 * so that no state has to be kept to go on in the middle. Passes follow each other without a short step between them;
 * only the very last step may have fewer rows.
 */
export function orderRows(rows: number, settings: Pick<TrainSettings, "epochs" | "batch_size" | "seed">): Order {
  const { batch_size: batch, seed } = settings;
  const seen = Math.max(1, Math.round(settings.epochs * rows));
  const steps = Math.ceil(seen / batch);
  let drawn: { epoch: number; order: Uint32Array } = { epoch: -1, order: new Uint32Array() };
  const rowAt = (position: number): number => {
    const epoch = Math.floor(position / rows);
    if (drawn.epoch !== epoch) drawn = { epoch, order: permutation(rows, seeded(seed, 1000 + epoch)) };
    return drawn.order[position % rows]!;
  };
  const end = (step: number) => Math.min(step * batch, seen);
  return {
    steps,
    seen,
    rowsOf(step) {
      const first = (step - 1) * batch;
      return Array.from({ length: end(step) - first }, (_, index) => rowAt(first + index));
    },
    epochAfter: (step) => end(step) / rows,
  };
}

/** Share of the peak at which the schedules end. */
const FLOOR = 0.1;

/** Learning rate of a step, 1 … steps: a straight rise over the warm-up, then the schedule down to a tenth of the peak. */
export function learningRate(
  step: number,
  steps: number,
  settings: Pick<TrainSettings, "learning_rate" | "warmup" | "schedule">,
): number {
  const rise = Math.round(settings.warmup * steps);
  const peak = settings.learning_rate;
  if (step <= rise) return (peak * step) / rise;
  const progress = (step - rise) / Math.max(1, steps - rise);
  switch (settings.schedule) {
    case "constant":
      return peak;
    case "linear":
      return peak * (1 - (1 - FLOOR) * progress);
    case "cosine":
      return peak * (FLOOR + ((1 - FLOOR) * (1 + Math.cos(Math.PI * progress))) / 2);
  }
}
