import assert from "node:assert/strict";
import { test } from "node:test";
import {
  architectureOfSize,
  architectures,
  countParameters,
  findArchitecture,
} from "../../../src/sizing/architecture.ts";

/** Totals that the models' makers publish, in millions. */
const published: Readonly<Record<string, number>> = {
  "qwen2.5-7b": 7615,
  "qwen2.5-72b": 72_705,
  "qwen3-8b": 8191,
  "qwen3-30b-a3b": 30_532,
  "llama-2-7b": 6738,
  "llama-3-8b": 8030,
  "llama-3.2-1b": 1236,
  "gemma-2b": 2506,
  "gemma-2-9b": 9242,
  "phi-3-mini": 3821,
  "mixtral-8x7b": 46_703,
  "deepseek-v3-671b": 671_026,
  "smollm2-135m": 134.5,
};

test("parameters counted from shapes are the published ones", () => {
  for (const [key, millions] of Object.entries(published)) {
    const shape = architectures.get(key);
    assert.ok(shape, key);
    assert.ok(Math.abs(countParameters(shape).total / 1e6 / millions - 1) < 0.002, key);
  }
});

test("a mixture of experts holds all and uses few", () => {
  const { total, active } = countParameters(architectures.get("qwen3-30b-a3b")!);
  assert.ok(active / total < 0.13 && active > 2.5e9 && active < 3.6e9, String(active));
  const deepseek = countParameters(architectures.get("deepseek-v3-671b")!);
  assert.ok(Math.abs(deepseek.active / 37e9 - 1) < 0.05, String(deepseek.active)); // "37B activated"
});

test("names as hubs write them find their shape, and near ones do not mix up", () => {
  const cases: Readonly<Record<string, string | null>> = {
    "Qwen/Qwen2.5-7B-Instruct": "qwen2.5-7b",
    "meta-llama/Llama-3.1-8B": "llama-3-8b",
    "Meta-Llama-3-8B": "llama-3-8b",
    "DeepSeek-R1-Distill-Qwen-14B": "qwen2.5-14b",
    "deepseek-ai/DeepSeek-R1": "deepseek-v3-671b",
    "Qwen-7B-Chat": "qwen-7b",
    "Mistral-7B-v0.3": "mistral-7b-v0.3",
    "SmolLM2-135M-Instruct": "smollm2-135m",
    "qwen2.5-7b": "qwen2.5-7b",
    "qwen-7.5b": null,
    "my-model": null,
  };
  for (const [name, key] of Object.entries(cases)) assert.equal(findArchitecture(name)?.key ?? null, key, name);
});

test("a shape made for a size has that size", () => {
  for (const size of [0.3e9, 1.5e9, 9e9, 100e9]) {
    assert.ok(Math.abs(countParameters(architectureOfSize(size)).total / size - 1) < 0.01, String(size));
  }
});
