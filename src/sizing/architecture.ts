import { nearest } from "../spec/near.ts";
import { shapes } from "./architecture-table.ts";
import type { Architecture } from "./shape.ts";

/** Weights by what becomes of them: quantizers leave embedding and head alone, and a token meets only some experts. */
export interface ParameterCounts {
  total: number;
  /** Of all blocks' matrices, experts included. */
  linear: number;
  embedding: number;
  /** 0 where the head is the embedding. */
  head: number;
  /** That one token is multiplied with, the head included and the embedding's lookup not. */
  active: number;
  /** Attention's and the feed-forward block's matrices, of all blocks. */
  attention: number;
  feedForward: number;
  /** Of the largest single matrix of a block. */
  largest: number;
}

/**
 * Exact to the norms and biases, which are below a thousandth. Formula: `L·(h·q + 2·h·kv + q·h + 3·h·i) + V·h·(1|2)`;
 * totals that Qwen, Llama, Gemma, Phi and DeepSeek publish are reproduced (test/unit/sizing/architecture.test.ts).
 */
export function countParameters(shape: Architecture): ParameterCounts {
  const { layers, hidden, inner, experts } = shape;
  const matrices = shape.gated ? 3 : 2;
  const attention = layers * attentionParameters(shape);
  const dense = experts ? experts.dense : layers;
  const sparse = layers - dense;
  const width = experts ? experts.count * experts.inner + experts.shared : 0;
  const activeWidth = experts ? experts.active * experts.inner + experts.shared : 0;
  const router = experts ? sparse * hidden * experts.count : 0;
  const feedForward = matrices * hidden * (dense * inner + sparse * width) + router;
  const embedding = shape.vocabulary * hidden;
  const head = shape.tied ? 0 : embedding;
  const linear = attention + feedForward;
  const norms = 2 * layers * hidden + hidden;
  return {
    total: linear + embedding + head + norms,
    linear,
    embedding,
    head,
    active: attention + matrices * hidden * (dense * inner + sparse * activeWidth) + router + embedding,
    attention,
    feedForward,
    largest: hidden * Math.max(inner, shape.heads * shape.headDim),
  };
}

function attentionParameters({ hidden, heads, kvHeads, headDim, latent }: Architecture): number {
  if (!latent) return 2 * hidden * heads * headDim + 2 * hidden * kvHeads * headDim;
  const { kv, query, rope, nope, value } = latent;
  const queries = query > 0 ? hidden * query + query * heads * (nope + rope) : hidden * heads * (nope + rope);
  return queries + hidden * (kv + rope) + kv * heads * (nope + value) + heads * value * hidden;
}

/** Every architecture that the table knows, by its key. */
export const architectures: ReadonlyMap<string, Architecture> = new Map(
  shapes.map(([key, layers, hidden, heads, kvHeads, headDim, inner, vocabulary, rest]) => {
    const shape = { key, layers, hidden, heads, kvHeads, headDim, inner, vocabulary };
    return [key, { ...shape, tied: false, gated: true, ...rest }] as const;
  }),
);

/**
 * The architecture that a name means: a key of the table, or a model's name as hubs write it
 * (`Qwen2.5-7B-Instruct`, `meta-llama/Llama-3.1-8B`). `null` where no key is part of the name.
 */
export function findArchitecture(name: string): Architecture | null {
  const wanted = normal(name);
  const exact = architectures.get(wanted);
  if (exact) return exact;
  let best: { shape: Architecture; length: number } | null = null;
  for (const [key, shape] of architectures) {
    for (const spelling of [normal(key), ...(aliases[key] ?? [])]) {
      // The longest spelling is the most particular one: a distillation names its teacher, too.
      if (spelling.length > (best?.length ?? 0) && contains(wanted, spelling))
        best = { shape, length: spelling.length };
    }
  }
  return best?.shape ?? null;
}

/** Keys near to a name that `findArchitecture` does not know. */
export function nearArchitectures(name: string): string[] {
  return nearest(normal(name), [...architectures.keys()]);
}

/** Llama 3.1 and Code Llama's small siblings are their elders' shapes; distillations are their base's. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  "llama-3-8b": ["llama-3.1-8b", "llama-3.3-8b", "distill-llama-8b", "hermes-3-llama-3.1-8b"],
  "llama-3-70b": ["llama-3.1-70b", "llama-3.3-70b", "distill-llama-70b"],
  "llama-3-405b": ["llama-3.1-405b"],
  "llama-2-7b": ["codellama-7b", "vicuna-7b", "llama-7b"],
  "llama-2-13b": ["codellama-13b", "vicuna-13b", "llama-13b"],
  "qwen2.5-1.5b": ["distill-qwen-1.5b"],
  "qwen2.5-7b": ["distill-qwen-7b"],
  "qwen2.5-14b": ["distill-qwen-14b"],
  "qwen2.5-32b": ["distill-qwen-32b", "qwq-32b"],
  "qwen3-8b": ["r1-0528-qwen3-8b"],
  "deepseek-v3-671b": ["deepseek-v3", "deepseek-r1", "deepseek-r1-671b"],
  "mistral-7b": ["zephyr-7b", "openhermes-2.5-mistral-7b"],
  "gemma-2-2b": ["gemma2-2b"],
  "gemma-2-9b": ["gemma2-9b"],
  "gemma-2-27b": ["gemma2-27b"],
  "phi-3-mini": ["phi-3.5-mini"],
  "pythia-2.8b": ["dolly-v2-3b"],
  "redpajama-3b": ["redpajama-incite-3b", "redpajama-incite-base-3b", "redpajama-incite-chat-3b"],
  "stablelm-alpha-3b": ["stablelm-base-alpha-3b", "stablelm-tuned-alpha-3b"],
  "stablelm-alpha-7b": ["stablelm-base-alpha-7b", "stablelm-tuned-alpha-7b"],
  "stablelm-3b": ["stablelm-3b-4e1t", "stablelm-zephyr-3b"],
  "deepseek-7b": ["deepseek-llm-7b"],
  "deepseek-67b": ["deepseek-llm-67b"],
  "mistral-nemo-12b": ["mistral-nemo"],
  "mistral-small-24b": ["mistral-small-3"],
  "glm-4-9b": ["glm4-9b"],
  "glm-4-32b": ["glm-z1-32b", "glm4-32b"],
  "deepseek-v2-lite-16b": ["deepseek-v2-lite", "deepseek-coder-v2-lite"],
  "deepseek-v2-236b": ["deepseek-v2", "deepseek-v2.5"],
  "kimi-k2-1t": ["kimi-k2"],
  "tinyllama-1.1b": ["tiny-llama-1.1b", "tiny-llama"],
};

/** `Qwen/Qwen2.5-7B-Instruct` and `qwen2.5 7b instruct` are one name. */
function normal(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_]+/g, "-")
    .replace(/(\d)-(?=b\b)/g, "$1")
    .replace(/^meta-llama-|\/meta-llama-/, "llama-");
}

/** As whole words: `qwen-7b` is no part of `qwen-7.5b`, nor `phi-2` of `phi-2.5`. */
function contains(name: string, spelling: string): boolean {
  const at = name.indexOf(spelling);
  if (at < 0) return false;
  const before = name[at - 1] ?? "-";
  const after = name[at + spelling.length] ?? "-";
  return !/[\w.]/.test(before) && !/[\w.]/.test(after);
}

/**
 * A shape of today's usual proportions with so many weights, for a model of which only the size is known: the nearest of
 * the table's dense ones, its width scaled. An estimate from it is wider than one from a known shape.
 */
export function architectureOfSize(parameters: number): Architecture {
  const usual = [
    "qwen2.5-0.5b",
    "llama-3.2-1b",
    "llama-3.2-3b",
    "llama-3-8b",
    "qwen2.5-14b",
    "qwen2.5-32b",
    "llama-3-70b",
  ];
  const candidates = usual.flatMap((key) => architectures.get(key) ?? []);
  const distance = (shape: Architecture) => Math.abs(Math.log(countParameters(shape).total / parameters));
  const near = candidates.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
  // Blocks grow with the square of the width, the vocabulary's matrices with the width: a few steps of Newton's method do.
  let factor = 1;
  for (let step = 0; step < 40; step++) {
    const { total } = countParameters(scaled(near, factor));
    factor *= (parameters / total) ** 0.5;
  }
  return { ...scaled(near, factor), key: `${(parameters / 1e9).toPrecision(3)}b` };
}

function scaled(shape: Architecture, factor: number): Architecture {
  return { ...shape, hidden: shape.hidden * factor, inner: shape.inner * factor, headDim: shape.headDim * factor };
}
