import type { TrainingConstants } from "../../src/sizing/training-constants.ts";
import { predictMemory } from "./predict.ts";
import type { SizingRow } from "./rows.ts";

/** Where the fit begins, and what it is drawn to: what counting tensors gives, and round figures where nothing can be counted. */
const counted: TrainingConstants = {
  logits_transformers: 14,
  logits_litgpt: 9.5,
  logits_chunked: 0.5,
  block: 1.1,
  adapter_input: 4,
  quantized_input: 3,
  scores: 5,
  unpacked_head: 4,
  reserved_gib: 0.7,
  device_gib: 2.5,
  reserved_share: 0.04,
  packing_holes: 0.25,
  ragged: 1.7,
  ragged_falls: 0.65,
};

/** What a constant may be at most and at least, over its start: they stand for something that was counted. */
const REACH = 2;
/** What moving a constant by a factor of e costs, in errors: a row or two must not move them. */
const PRIOR = 0.004;

/**
 * Constants with the least mean absolute logarithmic error on rows, by trying each in turn, in steps that get smaller.
 * No randomness: the same rows give the same constants.
 */
export function fitConstants(rows: readonly SizingRow[], start: TrainingConstants = counted): TrainingConstants {
  const trained = rows.filter(({ task, metric }) => task === "train" && metric !== "max_context_that_fits");
  let best = { ...start };
  let least = loss(trained, best, start);
  for (let step = 0.25; step > 0.01; step /= 2) {
    let moved = true;
    for (let round = 0; moved && round < 8; round += 1) {
      moved = false;
      for (const name of Object.keys(start) as (keyof TrainingConstants)[]) {
        for (const factor of [1 + step, 1 / (1 + step)]) {
          const value = Math.min(start[name] * REACH, Math.max(start[name] / REACH, best[name] * factor));
          const candidate = { ...best, [name]: value };
          const cost = loss(trained, candidate, start);
          if (cost < least - 1e-9) {
            best = candidate;
            least = cost;
            moved = true;
          }
        }
      }
    }
  }
  return best;
}

function loss(rows: readonly SizingRow[], constants: TrainingConstants, start: TrainingConstants): number {
  let sum = 0;
  for (const row of rows) {
    const prediction = predictMemory(row, constants);
    // Errors beyond a third are about something else than the constants.
    if (prediction) sum += Math.min(0.35, Math.abs(Math.log(prediction.range.likely / prediction.measured)));
  }
  const names = Object.keys(start) as (keyof TrainingConstants)[];
  const prior = names.reduce((total, name) => total + Math.abs(Math.log(constants[name] / start[name])), 0);
  return sum / rows.length + PRIOR * prior;
}
