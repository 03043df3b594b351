import { countParameters } from "./architecture.ts";
import type { Architecture } from "./shape.ts";

/** Bits of a weight, on average, of the blocks' matrices, the embedding and the output head. */
export interface MixtureBits {
  linear: number;
  embedding: number;
  head: number;
}

/** Bits of llama.cpp's block types, scales included (sizes of the structs in ggml-common.h, over weights in a block). */
const block = {
  f32: 32,
  f16: 16,
  bf16: 16,
  q8_0: 8.5,
  q6_k: 6.5625,
  q5_k: 5.5,
  q5_0: 5.5,
  q5_1: 6,
  q4_k: 4.5,
  q4_0: 4.5,
  q4_1: 5,
  q3_k: 3.4375,
  q2_k: 2.625,
  iq4_nl: 4.5,
  iq4_xs: 4.25,
  iq3_s: 3.4375,
  iq3_xxs: 3.0625,
  iq2_s: 2.5625,
  iq2_xs: 2.3125,
  iq2_xxs: 2.0625,
  iq1_m: 1.75,
  iq1_s: 1.5625,
  tq1_0: 1.6875,
  tq2_0: 2.0625,
  mxfp4: 4.25,
} as const;
type Block = keyof typeof block;

/** A block type, or several with the share of layers that have each. */
type Part = Block | readonly (readonly [type: Block, share: number])[];

interface Mixture {
  base: Block;
  value?: Part;
  down?: Part;
  output?: Part;
  embedding?: Block;
  head?: Block;
}

/** `use_more_bits` of llama-quant.cpp: the first and last eighth of the layers and every third between. */
const half = (more: Block, less: Block): Part => [
  [more, 0.5],
  [less, 0.5],
];
/** The first eighth. */
const eighth = (more: Block, less: Block): Part => [
  [more, 0.125],
  [less, 0.875],
];

/**
 * Which matrix gets which type, from `llama_tensor_get_type` of llama.cpp's src/llama-quant.cpp. Matrices that are not
 * named get `base`; the head gets Q6_K unless said otherwise. Rules that depend on the model's size are left out: they
 * move a percent of a percent.
 */
const mixtures: Readonly<Record<string, Mixture>> = {
  q8_0: { base: "q8_0", head: "q8_0" },
  q6_k: { base: "q6_k" },
  q5_k_m: { base: "q5_k", value: half("q6_k", "q5_k"), down: half("q6_k", "q5_k") },
  q5_k_s: { base: "q5_k" },
  q5_1: { base: "q5_1" },
  q5_0: { base: "q5_0" },
  q4_k_m: { base: "q4_k", value: half("q6_k", "q4_k"), down: half("q6_k", "q4_k") },
  q4_k_s: { base: "q4_k", value: eighth("q5_k", "q4_k"), down: eighth("q5_k", "q4_k") },
  q4_1: { base: "q4_1" },
  q4_0: { base: "q4_0" },
  iq4_nl: { base: "iq4_nl", value: "q5_k", down: eighth("q5_k", "iq4_nl") },
  iq4_xs: { base: "iq4_xs", value: "q5_k", down: eighth("q5_k", "iq4_xs") },
  q3_k_l: { base: "q3_k", value: "q5_k", down: "q5_k", output: "q5_k" },
  q3_k_m: {
    base: "q3_k",
    value: eighth("q5_k", "q4_k"),
    down: [
      ["q5_k", 1 / 16],
      ["q4_k", 15 / 16],
    ],
    output: "q4_k",
  },
  q3_k_s: { base: "q3_k" },
  iq3_m: { base: "iq3_s", value: "q4_k", down: half("q4_k", "iq3_s"), output: "q4_k" },
  iq3_s: { base: "iq3_s", value: "q4_k" },
  iq3_xs: { base: "iq3_xxs", value: "q4_k", down: "iq3_s", output: "iq3_s", embedding: "iq3_s" },
  iq3_xxs: { base: "iq3_xxs", value: "q4_k", down: eighth("q4_k", "iq3_xxs"), embedding: "iq3_s", head: "q5_k" },
  q2_k: { base: "q2_k", value: "q4_k", down: "q3_k", output: "q3_k" },
  q2_k_s: { base: "q2_k", value: "q4_k", down: eighth("q4_k", "q2_k") },
  iq2_m: {
    base: "iq2_s",
    value: "q4_k",
    down: eighth("iq3_s", "iq2_s"),
    output: "iq3_s",
    embedding: "iq3_s",
    head: "q5_k",
  },
  iq2_s: {
    base: "iq2_xs",
    value: "q4_k",
    down: eighth("iq3_s", "iq2_xs"),
    output: "iq3_s",
    embedding: "iq3_s",
    head: "q5_k",
  },
  iq2_xs: { base: "iq2_xs", value: "q4_k", down: eighth("q2_k", "iq2_xs"), embedding: "q2_k", head: "q5_k" },
  iq2_xxs: { base: "iq2_xxs", value: "q4_k", down: eighth("q2_k", "iq2_xxs"), embedding: "q2_k", head: "q5_k" },
  iq1_m: {
    base: "iq1_m",
    value: "q4_k",
    down: eighth("q2_k", "iq1_m"),
    output: "iq2_xxs",
    embedding: "q2_k",
    head: "q5_k",
  },
  iq1_s: {
    base: "iq1_s",
    value: "q4_k",
    down: eighth("q2_k", "iq1_s"),
    output: "iq2_xxs",
    embedding: "q2_k",
    head: "q5_k",
  },
  tq1_0: { base: "tq1_0", embedding: "q4_k" },
  tq2_0: { base: "tq2_0", embedding: "q4_k" },
  mxfp4: { base: "mxfp4", embedding: "q8_0", head: "q8_0" },
};

/** `Q4_K - Medium`, `q4_k_m` and `Q4_K_R4` name a mixture; null for a name that is none. */
export function mixtureBits(name: string): { name: string; bits: (shape: Architecture) => MixtureBits } | null {
  const plain = name
    .toLowerCase()
    .replace(/_r\d+$/, "")
    .replace(/\s*-\s*(small|medium|large)$/, (_, size: string) => `_${size[0]}`);
  const known = Object.hasOwn(mixtures, plain) ? plain : Object.hasOwn(mixtures, `${plain}_m`) ? `${plain}_m` : null;
  const mixture = known === null ? undefined : mixtures[known];
  if (known === null || !mixture) return null;
  return { name: known, bits: (shape) => bitsOf(mixture, shape) };
}

/** Names of mixtures, for help and near names. */
export const mixtureNames: readonly string[] = Object.keys(mixtures);

function bitsOf({ base, value, down, output, embedding, head = "q6_k" }: Mixture, shape: Architecture): MixtureBits {
  const { linear, attention, feedForward } = countParameters(shape);
  const { layers, hidden, heads, kvHeads, headDim } = shape;
  const share = (part: Part | undefined, weights: number) => weights * (average(part ?? base) - block[base]);
  const extra =
    share(value, layers * hidden * kvHeads * headDim) +
    share(output, Math.min(attention, layers * hidden * heads * headDim)) +
    share(down, feedForward / (shape.gated ? 3 : 2));
  // Without a head of its own, the embedding does its work and gets its type.
  const ofEmbedding = shape.tied ? block[head] : block[embedding ?? base];
  return { linear: block[base] + extra / linear, embedding: ofEmbedding, head: block[head] };
}

function average(part: Part): number {
  if (typeof part === "string") return block[part];
  return part.reduce((sum, [type, weight]) => sum + block[type] * weight, 0);
}
