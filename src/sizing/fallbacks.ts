import type { ModelFacts } from "../protocol/model.ts";

/** K-quants and i-quants store a row in blocks of this many weights. */
const BLOCK = 256;

/**
 * What llama.cpp stores instead where a row is no multiple of the block (`llama_tensor_get_type` in llama-quant.cpp).
 * The types of a mixture differ by tensor; named is that of most of its weights.
 */
const instead: readonly [type: RegExp, instead: string][] = [
  [/^(q2_k|q2_k_s|q3_k_.|iq[123]_.*|iq4_xs)$/, "iq4_nl"],
  [/^q4_k_.$/, "q5_0"],
  [/^q5_k_.$/, "q5_1"],
  [/^q6_k$/, "q8_0"],
  [/^tq[12]_0$/, "q4_0"],
];

export interface Fallback {
  /** Length of the rows that do not fit. */
  columns: number;
  instead: string;
  /** Share of the model's weights in such rows. */
  share: number;
}

/** Whether a quantization stores much of this model in a larger type than its name says; null where all fits or nothing is known. */
export function kQuantFallbacks(model: ModelFacts, type: string): Fallback | null {
  const found = instead.find(([pattern]) => pattern.test(type));
  const { embedding_length: width, feed_forward_length: inner, block_count: layers } = model;
  if (!found || !width || !inner || !layers) return null;
  // All matrices but the one that leads out of the feed-forward block have rows of the model's width.
  const down = layers * width * inner;
  const wide = Math.max(0, model.parameters - down);
  const misfits = (width % BLOCK === 0 ? 0 : wide) + (inner % BLOCK === 0 ? 0 : down);
  if (misfits === 0) return null;
  return { columns: width % BLOCK === 0 ? inner : width, instead: found[1], share: misfits / model.parameters };
}
