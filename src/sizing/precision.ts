import { type MixtureBits, mixtureBits } from "./gguf-mixture.ts";
import type { Architecture } from "./shape.ts";

/** How weights are stored, by the program that stores them: that decides which matrices are left alone. */
export interface Precision {
  name: string;
  kind: "plain" | "gptq" | "awq" | "bitsandbytes" | "fp8" | "int8" | "gguf";
  /** Bits of a weight, scales and zero points included: of the blocks' matrices, the embedding and the output head. */
  bits: (shape: Architecture) => MixtureBits;
}

const same = (bits: number) => () => ({ linear: bits, embedding: bits, head: bits });
/** GPTQ, AWQ, FP8 and bitsandbytes as Transformers loads them leave embedding and head in 16 bits. */
const blocksOnly = (bits: number) => () => ({ linear: bits, embedding: 16, head: 16 });

/**
 * Bits: groups of 128 share a 16-bit scale and a zero point of as many bits as a weight (GPTQ, AWQ). NF4 shares a 32-bit
 * scale among 64 weights; "double quantization" stores that scale in 8 bits and a 32-bit one for 256 of them
 * (QLoRA, arXiv 2305.14314 §3). FP8 by blocks of 128 × 128 and bitsandbytes' int8 by rows add next to nothing.
 */
const table: readonly (readonly [pattern: RegExp, precision: Precision])[] = [
  [/^(fp?32|float32)$/, { name: "f32", kind: "plain", bits: same(32) }],
  [/^(none|)$|^(bf16|f16|fp16|float16|bfloat16|half)$/, { name: "bf16", kind: "plain", bits: same(16) }],
  [/gptq.*8/, { name: "gptq-int8", kind: "gptq", bits: blocksOnly(8 + 24 / 128) }],
  [/gptq/, { name: "gptq-int4", kind: "gptq", bits: blocksOnly(4 + 20 / 128) }],
  [/awq/, { name: "awq", kind: "awq", bits: blocksOnly(4 + 20 / 128) }],
  [
    /nf4-?_?(dq|double)|nf4-dq/,
    { name: "nf4-dq", kind: "bitsandbytes", bits: blocksOnly(4 + 8 / 64 + 32 / (64 * 256)) },
  ],
  [/nf4|bnb-?4|fp4/, { name: "nf4", kind: "bitsandbytes", bits: blocksOnly(4 + 32 / 64) }],
  [/fp8|float8|e4m3/, { name: "fp8", kind: "fp8", bits: blocksOnly(8 + 32 / (128 * 128)) }],
  [/w8a8|smoothquant/, { name: "int8", kind: "int8", bits: blocksOnly(8 + 32 / 4096) }],
  [/^(int8|bnb-?8|llm\.int8)/, { name: "int8", kind: "bitsandbytes", bits: blocksOnly(8 + 32 / 4096) }],
  [/^int4$/, { name: "int4", kind: "gptq", bits: blocksOnly(4 + 20 / 128) }],
];

/** The precision that a name means (`bf16`, `GPTQ-Int4`, `nf4-dq`, `Q4_K_M`, `IQ3_K - 3.4325 bpw`); null where it means none. */
export function findPrecision(name: string): Precision | null {
  const wanted = name.trim().toLowerCase();
  const bits = /([\d.]+)\s*bpw/.exec(wanted)?.[1];
  if (bits !== undefined) return { name: wanted, kind: "gguf", bits: same(Number(bits)) };
  for (const [pattern, precision] of table) if (pattern.test(wanted)) return precision;
  const mixture = mixtureBits(wanted);
  return mixture && { name: mixture.name, kind: "gguf", bits: mixture.bits };
}

/** Names that `findPrecision` knows, as help and near names give them. */
export const precisionNames = [
  "bf16",
  "f16",
  "f32",
  "fp8",
  "int8",
  "int4",
  "gptq-int8",
  "gptq-int4",
  "awq",
  "nf4",
  "nf4-dq",
] as const;
