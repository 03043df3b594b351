/** Looks at the validation loss in a run where `evaluate_every` is 0, and the share of its work that they may cost. */
const LOOKS = 10;
const LOOKING = 0.2;
/** A look computes a third of what training on the same tokens does. */
const FORWARD_SHARE = 1 / 3;

export interface LookedAt {
  /** Optimizer steps of the whole run. */
  steps: number;
  /** Tokens that are trained on in the whole run. */
  training: number;
  /** Tokens of the validation set. */
  validation: number;
}

/**
 * Optimizer steps between two looks at the validation loss. Where `every` is 0: about ten looks, fewer where the
 * validation set is so large that they would take more than a fifth of the training's time.
 */
export function stepsBetweenLooks({ steps, training, validation }: LookedAt, every: number): number {
  if (every > 0) return every;
  const affordable = Math.floor((LOOKING * training) / (FORWARD_SHARE * Math.max(1, validation)));
  return Math.ceil(steps / Math.max(1, Math.min(LOOKS, affordable)));
}

/** Looks of a whole run: one before the first step, then one every so often, the last step's among them. */
export function countLooks(work: LookedAt, every: number): number {
  return work.validation === 0 ? 0 : 1 + Math.ceil(work.steps / stepsBetweenLooks(work, every));
}
