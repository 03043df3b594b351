import type { StageKind } from "../protocol/plan.ts";

/**
 * Raised by hand when a stage's results change for the same inputs, so that no older artifact is taken for a new one.
 * A golden test of the stage goes with every change.
 */
export const numerics: Readonly<Record<StageKind, number>> = {
  convert: 1,
  train: 2,
  merge: 1,
  quantize: 1,
  evaluate: 2,
  divergence: 1,
  score: 1,
  compare: 1,
};
