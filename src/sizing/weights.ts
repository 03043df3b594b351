import { countParameters } from "./architecture.ts";
import { findPrecision, type Precision } from "./precision.ts";
import type { Architecture } from "./shape.ts";

/** Bytes of the weights by what they are: quantizers and trainers treat them differently. */
export interface WeightBytes {
  total: number;
  linear: number;
  embedding: number;
  head: number;
  /** That a token reads while it is made: the active experts, the head, not the embedding's table. */
  active: number;
}

/** Bytes of a model in that precision, norms at 16 bits (they are below a thousandth). All experts are resident. */
export function weightBytes(shape: Architecture, precision: Precision): WeightBytes {
  const counts = countParameters(shape);
  const bits = precision.bits(shape);
  const linear = (counts.linear * bits.linear) / 8;
  const embedding = (counts.embedding * bits.embedding) / 8;
  const head = (counts.head * bits.head) / 8;
  const norms = (counts.total - counts.linear - counts.embedding - counts.head) * 2;
  const headRead = shape.tied ? embedding : head;
  const activeBlocks = counts.active - counts.embedding;
  return {
    total: linear + embedding + head + norms,
    linear,
    embedding,
    head,
    active: (activeBlocks * bits.linear) / 8 + headRead,
  };
}

/** Bytes of an element of the cache of keys or values. Block types share a 16-bit scale among 32 (ggml-common.h). */
const cacheBytes: Readonly<Record<string, number>> = {
  f32: 4,
  f16: 2,
  bf16: 2,
  fp8: 1,
  int8: 1 + 4 / 128, // a scale and a zero point for each head's vector
  q8_0: 34 / 32,
  q5_1: 24 / 32,
  q5_0: 22 / 32,
  q4_1: 20 / 32,
  q4_0: 18 / 32,
  iq4_nl: 18 / 32,
  int4: 0.5 + 4 / 128,
};
export const cacheTypes: readonly string[] = Object.keys(cacheBytes);

export interface CacheOptions {
  /** Type of keys and values, or of both apart: `q8_0/f16`. */
  type?: string;
  /** A runtime without latent attention keeps whole heads of models that have it: 71 times as much for DeepSeek-V3. */
  latent?: boolean;
  /** A runtime that gives window layers the full context, as llama.cpp does unless asked. */
  windows?: boolean;
}

/** Bytes of keys and values of `tokens` tokens of one sequence, all layers. Unknown types count as 16 bits. */
export function cacheBytesOf(shape: Architecture, tokens: number, options: CacheOptions = {}): number {
  const [keyType = "f16", valueType = keyType] = (options.type || "f16").split("/");
  const key = cacheBytes[keyType] ?? 2;
  const value = cacheBytes[valueType] ?? 2;
  const { layers, latent, window } = shape;
  if (latent) {
    if (options.latent ?? true) return layers * tokens * (latent.kv + latent.rope) * key;
    return layers * tokens * shape.heads * ((latent.nope + latent.rope) * key + latent.value * value);
  }
  const perLayer = shape.kvHeads * shape.headDim * (key + value);
  if (!window || options.windows === false) return layers * tokens * perLayer;
  const full = window.every === 0 ? 0 : Math.floor(layers / window.every);
  return perLayer * (full * tokens + (layers - full) * Math.min(tokens, window.size));
}

/** `findPrecision` for names that are known to be right. Throws on others: a table of ours is wrong then. */
export function precision(name: string): Precision {
  const found = findPrecision(name);
  if (!found) throw new Error(`no precision is called ${name}`);
  return found;
}
