import type { Tensor } from "../ffi/ggml.ts";
import type { Model } from "./forward.ts";
import type { Operations } from "./ops.ts";

/** What the output head is given for its rows. */
export interface Targets {
  /** [rows] i32: the token that each row should predict. */
  tokens: Tensor;
  /** [rows] i32: where that token's probability lies within its chunk, row · vocabulary + token. */
  places: Tensor;
  /** [1, rows] f32: how much each prediction counts. */
  weights: Tensor;
}

/** Probabilities of the whole vocabulary for so many rows are in memory at once. */
export const HEAD_CHUNK = 64;

/**
 * Output head on x [width, rows], `HEAD_CHUNK` rows at a time. `probabilities` are those of the targets, one vector a
 * chunk; `dx` is the gradient of Σ weight · −log p, or null if it was not asked for.
 *
 * With p the softmax of W x: d(−log p_t)/dx = Wᵀ p − W[t]. So no one-hot labels are needed and a weight of any sign
 * is only a factor.
 */
export function outputHead(
  ops: Operations,
  model: Model,
  x: Tensor,
  targets: Targets,
  rows: number,
  gradient: boolean,
) {
  const { architecture: a, weights } = model;
  const normed = ops.norm(x, weights.outputNorm, a.epsilon);
  const probabilities: Tensor[] = [];
  const logits: Tensor[] = [];
  let dNormed: Tensor | null = null;
  for (let first = 0; first < rows; first += HEAD_CHUNK) {
    const count = Math.min(HEAD_CHUNK, rows - first);
    const raw = ops.matmul(weights.head.weight, ops.columns(normed, a.width, first, count));
    const p = ops.softmax(raw);
    const picked = ops.rows(ops.reshape(p, 1, a.vocabulary * count), ops.slice(targets.places, first, count));
    ops.compute(picked);
    probabilities.push(picked);
    logits.push(raw);
    if (!gradient) continue;
    const weight = ops.columns(targets.weights, 1, first, count);
    const target = ops.rows(weights.head.weight, ops.slice(targets.tokens, first, count));
    const part = ops.mul(ops.sub(ops.matmul(weights.head.transposed!, p), target), weight);
    ops.compute(part);
    dNormed = dNormed === null ? part : ops.concatColumns(dNormed, part);
  }
  const dx = dNormed && ops.normBack(dNormed, x, weights.outputNorm, a.epsilon);
  return { probabilities, logits, dx };
}
