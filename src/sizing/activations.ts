import type { Architecture } from "./shape.ts";
import { adapterInputs } from "./trainable.ts";
import type { TrainingConstants } from "./training-constants.ts";
import type { TrainingWork } from "./training-work.ts";

const HALF = 2;
const SINGLE = 4;

/**
 * What the forward pass leaves for the backward pass, bytes. With checkpointing each block leaves its input, and one block
 * at a time is computed again (arXiv 1604.06174); by then the logits are gone, so the two do not add up.
 */
export function activationBytes(
  work: TrainingWork,
  constants: TrainingConstants,
): { activations: number; logits: number } {
  const { shape, batch, length, checkpointing, runtime } = work;
  const rows = batch * (work.pairs ? 2 : 1) * (work.grpo ? work.grpo.generations : 1);
  const columns = length + (work.grpo?.completion ?? 0);
  const tokens = rows * columns;
  const logits = tokens * shape.vocabulary * logitBytes(work, constants) * raggedFactor(work, constants);
  const block = tokens * blockBytes(work, constants) * constants.block + scoreBytes(work, rows, columns, constants);
  if (!checkpointing) return { activations: shape.layers * block, logits };
  // Unsloth moves the blocks' inputs to the computer's memory. Norms in 32 bits, as k-bit training has them, widen them.
  const width = work.precision.kind === "bitsandbytes" && runtime === "transformers" ? SINGLE : HALF;
  const kept = runtime === "unsloth" ? 2 : shape.layers; // one on its way back, and its gradient
  const inputs = tokens * width * shape.hidden * kept;
  // Compiled kernels recompute a block piece by piece and never hold it.
  const recomputed = runtime === "torchtune" ? 0 : block;
  return { activations: inputs + Math.max(0, recomputed - logits), logits };
}

function logitBytes(work: TrainingWork, constants: TrainingConstants): number {
  if (work.chunkedLoss) return constants.logits_chunked;
  if (work.runtime === "litgpt") return constants.logits_litgpt;
  // A head in 32 bits gives logits in 32.
  return constants.logits_transformers + (work.precision.kind === "bitsandbytes" ? SINGLE - HALF : 0);
}

/**
 * Rows of different lengths need blocks of different sizes, which an allocator keeps. The longer the limit, the fewer rows
 * come near it, and the fewer large blocks there are.
 */
function raggedFactor({ ragged, metric, length }: TrainingWork, constants: TrainingConstants): number {
  if (!ragged || metric === "allocated") return 1;
  return 1 + constants.ragged * Math.min(1, (2048 / length) ** constants.ragged_falls);
}

/**
 * Saved for a token of one block, bytes: the norms' inputs (in 32 bits where the norm computes in them), queries, keys,
 * values and the attention's result, the feed-forward block's rows (three if gated: gate, up and the activated gate, which
 * compiled kernels compute again), and what enters adapters. Inputs of matrices that are not trained are not saved.
 */
function blockBytes(work: TrainingWork, constants: TrainingConstants): number {
  const { shape, adapter, runtime } = work;
  const queries = shape.heads * (shape.latent ? shape.latent.nope + shape.latent.rope : shape.headDim);
  const keys = (shape.latent ? shape.heads : shape.kvHeads) * shape.headDim;
  const norms = 2 * shape.hidden * (runtime === "transformers" ? SINGLE : HALF);
  const attention = HALF * (2 * queries + 2 * keys);
  const inner = innerOf(shape);
  const gatedRows = runtime === "torchtune" ? 2 : 3;
  const feedForward = HALF * inner * (shape.gated ? gatedRows : 1);
  const inputs = adapter === null ? HALF * (2 * shape.hidden + queries + inner) : adapterBytes(work, constants);
  return norms + attention + feedForward + inputs;
}

function adapterBytes(work: TrainingWork, constants: TrainingConstants): number {
  const { shape, adapter, state, runtime, precision } = work;
  if (!adapter) return 0;
  // Without dropout, adapters of one place share their input.
  if (runtime === "torchtune" || runtime === "unsloth") return HALF * (2 * shape.hidden + innerOf(shape));
  const copy = constants.adapter_input * (state === "fp32" ? 1 : 0.5);
  const quantized = runtime === "litgpt" && precision.kind === "bitsandbytes" ? constants.quantized_input : 0;
  return adapterInputs(shape, adapter) * (copy + quantized);
}

/** Width that a token passes: of its experts, those that are chosen. */
function innerOf({ inner, experts }: Architecture): number {
  return experts ? experts.active * experts.inner + experts.shared : inner;
}

function scoreBytes(
  { shape, flash }: TrainingWork,
  rows: number,
  columns: number,
  constants: TrainingConstants,
): number {
  return flash ? 0 : rows * shape.heads * columns ** 2 * constants.scores;
}
