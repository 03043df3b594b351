import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { inspectModel } from "../../../src/models/inspect.ts";
import { parseSafetensors } from "../../../src/models/safetensors.ts";
import type { ModelFacts } from "../../../src/protocol/model.ts";
import { entry, file, smallEntries, tensor, u64 } from "./gguf-writer.ts";
import { temporaryFolder } from "./temporary.ts";

function safetensors(header: unknown, data: number): Buffer {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  return Buffer.concat([u64(text.length), text, Buffer.alloc(data)]);
}

const config = {
  model_type: "llama",
  hidden_size: 32,
  num_hidden_layers: 2,
  intermediate_size: 64,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 100,
  max_position_embeddings: 512,
  tie_word_embeddings: true,
};
const weights = safetensors(
  { __metadata__: { format: "pt" }, w: { dtype: "BF16", shape: [8, 4], data_offsets: [0, 64] } },
  64,
);

async function folderWith(context: Parameters<typeof temporaryFolder>[0], files: Record<string, string | Buffer>) {
  const folder = path.join(await temporaryFolder(context), "my-model");
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

describe("Hugging Face folders", () => {
  test("facts come from the configuration and the weights' headers", async (context) => {
    const folder = await folderWith(context, {
      "config.json": JSON.stringify(config),
      "model.safetensors": weights,
      "tokenizer.json": "{}",
      "tokenizer_config.json": JSON.stringify({ chat_template: "{{ messages }}" }),
    });
    assert.deepEqual(await inspectModel(folder), {
      ok: true,
      format: "safetensors",
      kind: "model",
      path: folder,
      size_bytes: weights.length,
      name: "my-model",
      architecture: "llama",
      parameters: 32,
      quantization: "BF16",
      tensor_types: { BF16: 1 },
      context_length: 512,
      embedding_length: 32,
      block_count: 2,
      feed_forward_length: 64,
      head_count: 4,
      head_count_kv: 2,
      head_dim: 8,
      vocabulary: 100,
      tokenizer: "tokenizer.json",
      tied_embeddings: true,
      chat_template: true,
      license: null,
    });
    const facts = await inspectModel(path.join(folder, "model.safetensors"));
    assert.equal(facts.ok && facts.path, folder, "a weight file stands for its folder");
  });

  test("numbers that are none are as good as not there", async (context) => {
    const folder = await folderWith(context, {
      "config.json": JSON.stringify({
        ...config,
        hidden_size: "many",
        num_hidden_layers: -1,
        num_attention_heads: 1e300,
      }),
      "model.safetensors": weights,
    });
    const facts = (await inspectModel(folder)) as ModelFacts;
    assert.deepEqual(
      [facts.embedding_length, facts.block_count, facts.head_count, facts.head_dim],
      [null, null, null, null],
    );
  });

  test("a missing shard is named", async (context) => {
    const folder = await folderWith(context, {
      "config.json": JSON.stringify(config),
      "model-00001-of-00002.safetensors": weights,
    });
    assert.deepEqual(await inspectModel(folder), {
      ok: false,
      code: "model-shard-missing",
      params: { file: path.join(folder, "model-00002-of-00002.safetensors") },
    });
  });

  test("an adapter folder says its rank and alpha", async (context) => {
    const folder = await folderWith(context, {
      "adapter_config.json": JSON.stringify({ peft_type: "LORA", r: 16, lora_alpha: 32 }),
      "adapter_model.safetensors": weights,
    });
    const facts = (await inspectModel(folder)) as ModelFacts;
    assert.equal(facts.kind, "adapter");
    assert.deepEqual(facts.adapter, { type: "lora", alpha: 32, rank: 16 });
  });

  const refusals: [string, Record<string, string | Buffer>, string][] = [
    ["nothing in it", {}, "model-folder-unknown"],
    ["no weights", { "config.json": "{}" }, "model-folder-no-weights"],
    ["only pickled weights", { "config.json": "{}", "pytorch_model.bin": "PK" }, "model-folder-no-weights"],
    ["a configuration that is no JSON", { "config.json": "{", "model.safetensors": weights }, "model-config-damaged"],
    [
      "a configuration of brackets",
      { "config.json": "[".repeat(1_000_000), "model.safetensors": weights },
      "model-config-damaged",
    ],
    [
      "weights cut short",
      { "config.json": "{}", "model.safetensors": weights.subarray(0, -1) },
      "safetensors-truncated",
    ],
  ];
  for (const [what, files, code] of refusals) {
    test(`${what}: ${code}`, async (context) => {
      const inspection = await inspectModel(await folderWith(context, files));
      assert.equal(!inspection.ok && inspection.code, code);
    });
  }
});

describe("safetensors headers", () => {
  const w = { dtype: "F32", shape: [4], data_offsets: [0, 16] };
  const cases: [what: string, bytes: Buffer, code: string][] = [
    ["empty", Buffer.alloc(0), "safetensors-header"],
    ["a header of 2^63 bytes", u64(2n ** 63n), "safetensors-header"],
    ["a header that is longer than the file", u64(100), "safetensors-truncated"],
    ["no JSON", safetensors("not json", 0), "safetensors-header"],
    ["a list", safetensors([], 0), "safetensors-header"],
    ["four million brackets", safetensors("[".repeat(4_000_000), 0), "safetensors-header"],
    ["an unknown type", safetensors({ w: { ...w, dtype: "Q4" } }, 16), "safetensors-tensor"],
    ["a type of every object", safetensors({ w: { ...w, dtype: "constructor" } }, 16), "safetensors-tensor"],
    ["a shape that does not fit its place", safetensors({ w: { ...w, shape: [5] } }, 16), "safetensors-tensor"],
    ["a negative size", safetensors({ w: { ...w, shape: [-4] } }, 16), "safetensors-tensor"],
    ["a product that overflows", safetensors({ w: { ...w, shape: [2 ** 40, 2 ** 40] } }, 16), "safetensors-tensor"],
    ["a place that runs backwards", safetensors({ w: { ...w, data_offsets: [16, 0] } }, 16), "safetensors-tensor"],
    ["weights behind the end", safetensors({ w: { ...w, data_offsets: [16, 32] } }, 16), "safetensors-truncated"],
  ];
  for (const [what, bytes, code] of cases) {
    test(`${what}: ${code}`, async () => {
      await assert.rejects(parseSafetensors(sourceOfBytes(bytes)), { code });
    });
  }
});

describe("split GGUF models", () => {
  const part = (index: number) => `tiny-0000${index}-of-00002.gguf`;
  const first = () =>
    file({ entries: [...smallEntries(), entry("split.count", "u16", 2), entry("split.no", "u16", 0)] });
  const second = () =>
    file({ entries: [entry("split.count", "u16", 2)], tensors: [tensor("output.weight", [32], 0, 0)] });

  test("the parts count as one model", async (context) => {
    const folder = await folderWith(context, { [part(1)]: first(), [part(2)]: second() });
    const facts = (await inspectModel(path.join(folder, part(1)))) as ModelFacts;
    assert.equal(facts.parameters, 32 * 32 + 32 + 32);
    assert.equal(facts.size_bytes, first().length + second().length);
    assert.equal(facts.tied_embeddings, false);
  });

  test("a missing part is named", async (context) => {
    const folder = await folderWith(context, { [part(1)]: first() });
    const inspection = await inspectModel(path.join(folder, part(1)));
    assert.deepEqual(inspection, {
      ok: false,
      code: "model-shard-missing",
      params: { file: path.join(folder, part(2)) },
    });
  });

  test("a part that is not the first points to it", async (context) => {
    const folder = await folderWith(context, { [part(1)]: first(), [part(2)]: second() });
    const inspection = await inspectModel(path.join(folder, part(2)));
    assert.equal(!inspection.ok && inspection.code, "model-shard-not-first");
  });
});

describe("places that are no files", () => {
  test("nothing there", async (context) => {
    const inspection = await inspectModel(path.join(await temporaryFolder(context), "none.gguf"));
    assert.equal(!inspection.ok && inspection.code, "file-not-found");
  });

  test("a device", { skip: process.platform === "win32" && "there are no device files" }, async () => {
    const inspection = await inspectModel("/dev/zero");
    assert.deepEqual(inspection, { ok: false, code: "model-file-special", params: { file: "/dev/zero" } });
  });
});
