import assert from "node:assert/strict";
import { test } from "node:test";
import { readArchitecture, shapeOf } from "../../../src/engines/embedded/native/train/architecture.ts";
import { checkRows, checkSettings } from "../../../src/engines/embedded/native/train/check.ts";
import type { GgufHeader } from "../../../src/models/gguf.ts";
import type { TrainSettings } from "../../../src/protocol/job.ts";
import { CodedError, type Problem } from "../../../src/protocol/problem.ts";

/** Header of a one-layer model with 4 query heads of width 16 over 2 of keys; `changes` to metadata, tensors by name. */
function header(changes: {
  metadata?: Record<string, string | number | boolean | null>;
  tensors?: Record<string, { dims?: number[]; type?: string } | null>;
}): GgufHeader {
  const metadata = new Map<string, string | number | boolean>();
  const all = {
    "general.architecture": "llama",
    "llama.embedding_length": 64,
    "llama.block_count": 1,
    "llama.feed_forward_length": 96,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "llama.context_length": 512,
    "llama.rope.freq_base": 100_000,
    ...changes.metadata,
  };
  for (const [key, value] of Object.entries(all)) if (value !== null) metadata.set(key, value);
  const tensors: Record<string, { dims?: number[]; type?: string } | null> = {
    "token_embd.weight": { dims: [64, 320] },
    "output_norm.weight": { dims: [64], type: "F32" },
    "blk.0.attn_norm.weight": { dims: [64], type: "F32" },
    "blk.0.ffn_norm.weight": { dims: [64], type: "F32" },
    "blk.0.attn_q.weight": { dims: [64, 64] },
    "blk.0.attn_k.weight": { dims: [64, 32] },
    "blk.0.attn_v.weight": { dims: [64, 32] },
    "blk.0.attn_output.weight": { dims: [64, 64] },
    "blk.0.ffn_gate.weight": { dims: [64, 96] },
    "blk.0.ffn_up.weight": { dims: [64, 96] },
    "blk.0.ffn_down.weight": { dims: [96, 64] },
  };
  for (const [name, change] of Object.entries(changes.tensors ?? {})) {
    tensors[name] = change === null ? null : { ...tensors[name], ...change };
  }
  return {
    version: 3,
    metadata,
    alignment: 32,
    dataOffset: 0,
    fileSize: 0,
    tensors: Object.entries(tensors).flatMap(([name, tensor]) =>
      tensor === null
        ? []
        : [{ name, type: tensor.type ?? "Q8_0", dims: tensor.dims ?? [], elements: 0, offset: 0, size: 0 }],
    ),
  };
}

test("everything is read from the file", () => {
  const a = readArchitecture(header({ metadata: { "llama.attention.layer_norm_rms_epsilon": 1e-6 } }));
  assert.deepEqual(
    [a.layers, a.heads, a.kvHeads, a.head, a.vocabulary, a.epsilon, a.ropeBase, a.ropeDimensions, a.tied],
    [1, 4, 2, 16, 320, 1e-6, 100_000, 16, true],
  );
  assert.deepEqual(shapeOf(a, "attn_k"), [64, 32]);
  const untied = readArchitecture(header({ tensors: { "output.weight": { dims: [64, 320], type: "F16" } } }));
  assert.equal(untied.tied, false);
  const linear = { "llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": 4 };
  assert.equal(readArchitecture(header({ metadata: linear })).ropeScale, 0.25);
  const factors = { "rope_freqs.weight": { dims: [8], type: "F32" } };
  assert.equal(readArchitecture(header({ tensors: factors })).ropeFactors, true);
});

const refusals: [what: string, code: string, param: string, changes: Parameters<typeof header>[0]][] = [
  ["another architecture", "cannot-train-architecture", "qwen2", { metadata: { "general.architecture": "qwen2" } }],
  ["no architecture", "cannot-train-architecture", "", { metadata: { "general.architecture": null } }],
  ["experts", "cannot-train-feature", "mixture of experts", { metadata: { "llama.expert_count": 8 } }],
  [
    "scaled positions",
    "cannot-train-feature",
    "rope scaling yarn",
    { metadata: { "llama.rope.scaling.type": "yarn" } },
  ],
  ["missing metadata", "cannot-train-metadata", "llama.block_count", { metadata: { "llama.block_count": null } }],
  ["a bias", "cannot-train-tensor", "blk.0.attn_q.bias", { tensors: { "blk.0.attn_q.bias": { dims: [64] } } }],
  ["a K-quant", "cannot-train-tensor", "Q4_K", { tensors: { "blk.0.ffn_up.weight": { type: "Q4_K" } } }],
  ["a norm in f16", "cannot-train-tensor", "F16", { tensors: { "output_norm.weight": { type: "F16" } } }],
  ["a missing tensor", "cannot-train-tensor", "absent", { tensors: { "blk.0.attn_v.weight": null } }],
  [
    "a wrong shape",
    "cannot-train-tensor",
    "64×64, not 64×32",
    { tensors: { "blk.0.attn_k.weight": { dims: [64, 64] } } },
  ],
];
for (const [what, code, param, changes] of refusals) {
  test(`refused by name: ${what}`, () => {
    assert.throws(() => readArchitecture(header(changes)), coded(code, param));
  });
}

test("methods and adapters of other engines are refused by name", () => {
  const settings = { method: "sft", adapter_type: "lora", targets: ["attn_q"] } as TrainSettings;
  assert.throws(() => checkSettings({ ...settings, method: "dpo" }), coded("cannot-train-method", "dpo"));
  assert.throws(() => checkSettings({ ...settings, adapter_type: "dora" }), coded("cannot-train-adapter", "dora"));
  assert.throws(() => checkSettings({ ...settings, targets: ["lm_head"] }), coded("cannot-train-target", "lm_head"));
  checkSettings(settings);
});

test("rows that would teach nothing, or end the process, are refused by name", () => {
  const a = readArchitecture(header({}));
  const row = (tokens: number[], targets: number[]) => ({
    id: "mail-7",
    tokens: Int32Array.from(tokens),
    targets: Float32Array.from(targets),
  });
  const check = (bad: ReturnType<typeof row>) => () =>
    checkRows({ train: [row([1, 2], [0, 1])], validation: [bad] }, a);
  assert.throws(check(row([1, 2], [0, 0])), coded("row-without-answer", "mail-7"));
  // Nothing comes before the first token, so predicting it can't be learned.
  assert.throws(check(row([1, 2], [1, 0])), coded("row-without-answer", "mail-7"));
  assert.throws(check(row([1, 320], [0, 1])), coded("token-outside-vocabulary", "mail-7"));
  assert.throws(check(row(new Array(513).fill(1), new Array(513).fill(1))), coded("row-longer-than-context", "mail-7"));
  assert.throws(() => checkRows({ train: [], validation: [] }, a), coded("no-training-rows"));
  check(row([1, 319], [0, 1]))();
});

function coded(code: string, param?: string) {
  return (error: unknown) => {
    assert.ok(error instanceof CodedError, String(error));
    assert.equal(error.code, code);
    const params: Problem["params"] = error.params;
    if (param !== undefined) assert.ok(Object.values(params).includes(param), JSON.stringify(params));
    return true;
  };
}
