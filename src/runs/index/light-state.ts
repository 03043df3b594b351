import type { RunState } from "../../protocol/run-state.ts";

/** Steps that a state needs to go on: enough for the mean speed that views show. */
const KEPT_STEPS = 16;

/**
 * A run's state without its curves, in place. Folding goes on from it, so that of a growing log only what is new is read;
 * the whole curve is in the columns of `src/runs/metrics`.
 */
export function thin(state: RunState): RunState {
  for (const stage of state.stages) {
    if (stage.steps.length > KEPT_STEPS) stage.steps = stage.steps.slice(-KEPT_STEPS);
    if (stage.evaluations.length > KEPT_STEPS) stage.evaluations = stage.evaluations.slice(-KEPT_STEPS);
  }
  return state;
}
