import assert from "node:assert/strict";
import { test } from "node:test";
import { architectures } from "../../../src/sizing/architecture.ts";
import { mixtureNames } from "../../../src/sizing/gguf-mixture.ts";
import { computeBufferBytes } from "../../../src/sizing/inference.ts";
import { findPrecision, precisionNames } from "../../../src/sizing/precision.ts";
import type { Architecture } from "../../../src/sizing/shape.ts";
import { adapterParameters, readTargets } from "../../../src/sizing/trainable.ts";
import { cacheBytesOf, precision, weightBytes } from "../../../src/sizing/weights.ts";

const KIB = 1024;
const MIB = 2 ** 20;
const shape = (key: string): Architecture => architectures.get(key)!;

test("cache of a token: grouped heads, latent attention, quantized keys and values", () => {
  assert.equal(cacheBytesOf(shape("qwen2.5-7b"), 1), 56 * KIB);
  assert.equal(cacheBytesOf(shape("llama-3-8b"), 1), 128 * KIB);
  assert.equal(cacheBytesOf(shape("deepseek-v3-671b"), 1), 70_272);
  assert.equal(cacheBytesOf(shape("deepseek-v3-671b"), 1, { latent: false }), 4_997_120);
  assert.equal(cacheBytesOf(shape("llama-3-8b"), 32, { type: "q8_0" }), (32 * 128 * KIB * 34) / 64);
  assert.equal(cacheBytesOf(shape("llama-3-8b"), 32, { type: "q8_0/f16" }), 32 * 64 * KIB * (1 + 34 / 64));
});

test("layers with a window stop growing where it ends", () => {
  const gemma = shape("gemma-3-4b");
  const at = (tokens: number) => cacheBytesOf(gemma, tokens);
  assert.equal(at(512), cacheBytesOf(gemma, 512, { windows: false }));
  assert.ok(at(32_768) < cacheBytesOf(gemma, 32_768, { windows: false }) / 4);
  assert.ok(at(32_768) > at(16_384));
});

test("llama.cpp's compute buffer: 304.75 MiB for Qwen3-30B-A3B, eight times as much for a micro-batch of 4096", () => {
  const work = { shape: shape("qwen3-30b-a3b"), prompt: 32_768, generated: 0, flash: true };
  assert.equal(computeBufferBytes(work), 304.75 * MIB);
  assert.equal(computeBufferBytes({ ...work, ubatch: 4096 }), 8 * 304.75 * MIB);
});

test("files of Llama-3-8B by quantization, GiB as published with it", () => {
  const sizes = {
    F16: 14.97,
    Q8_0: 7.96,
    Q6_K: 6.14,
    Q5_K_M: 5.33,
    Q4_K_M: 4.58,
    Q4_0: 4.34,
    IQ4_XS: 4.14,
    Q3_K_M: 3.74,
    Q2_K: 2.96,
  };
  for (const [name, gib] of Object.entries(sizes)) {
    const { total } = weightBytes(shape("llama-3-8b"), precision(name));
    assert.ok(Math.abs(total / 2 ** 30 / gib - 1) < 0.01, `${name}: ${total / 2 ** 30}`);
  }
});

test("embedding and head stay in 16 bits in GPTQ, AWQ and NF4", () => {
  const { embedding, head, linear } = weightBytes(shape("qwen2.5-7b"), precision("awq"));
  assert.equal(embedding, 152_064 * 3584 * 2);
  assert.equal(head, embedding);
  assert.ok(linear < 3.5e9);
});

test("every name that help prints is known, and others are not", () => {
  for (const name of [...precisionNames, ...mixtureNames]) assert.ok(findPrecision(name), name);
  for (const name of ["q9_k", "int3", "bf61"]) assert.equal(findPrecision(name), null);
});

test("trained weights of LoRA, as reported by others", () => {
  const plan = (targets: string, rank: number) => ({ ...readTargets(targets), rank, dora: false });
  assert.equal(adapterParameters(shape("llama-2-7b"), plan("q_proj+v_proj", 8)), 4_194_304);
  assert.equal(adapterParameters(shape("qwen-7b"), plan("qkv(c_attn)", 64)), 33_554_432);
  assert.equal(adapterParameters(shape("qwen-7b"), plan("qkv(c_attn)", 2)), 1_048_576);
  const dora = adapterParameters(shape("llama-2-7b"), { ...plan("q_proj+v_proj", 8), dora: true });
  assert.equal(dora - 4_194_304, 32 * 2 * 4096);
  assert.deepEqual(readTargets("q_proj+wrong").unknown, ["wrong"]);
});
