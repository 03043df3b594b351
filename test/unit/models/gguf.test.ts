import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { factsOfGguf } from "../../../src/models/gguf-facts.ts";
import { array, entry, file, smallEntries, tensor } from "./gguf-writer.ts";

const parse = (bytes: Buffer) => parseGguf(sourceOfBytes(bytes));
const factsOf = async (bytes: Buffer) => factsOfGguf({ path: "tiny.gguf", header: await parse(bytes) });

test("a small model's facts", async () => {
  const bytes = file({});
  assert.deepEqual(await factsOf(bytes), {
    ok: true,
    format: "gguf",
    kind: "model",
    path: "tiny.gguf",
    size_bytes: bytes.length,
    name: "Tiny",
    architecture: "llama",
    parameters: 32 * 32 + 32,
    quantization: "F32",
    tensor_types: { F32: 2 },
    context_length: 128,
    embedding_length: 32,
    block_count: 1,
    feed_forward_length: 64,
    head_count: 4,
    head_count_kv: 2,
    head_dim: 8,
    vocabulary: 4,
    tokenizer: "gpt2",
    tied_embeddings: true,
    chat_template: true,
    template: { family: null, problems: ["template-no-generation-prompt"] },
    license: "apache-2.0",
  });
});

test("values of every type are read as they were written", async () => {
  const entries = [
    entry("u8", "u8", 255),
    entry("i8", "i8", -1),
    entry("u16", "u16", 65535),
    entry("i16", "i16", -2),
    entry("u32", "u32", 4294967295),
    entry("i32", "i32", -3),
    entry("f32", "f32", 0.5),
    entry("f64", "f64", 0.1),
    entry("bool", "bool", true),
    entry("i64", "i64", -4),
    entry("u64", "u64", 5),
    entry("large", "u64", 2n ** 64n - 1n),
    entry("string", "string", "模型 😀"),
    array("list", "string", ["en", "zh"]),
  ];
  const { metadata } = await parse(file({ entries }));
  const { list, ...scalars } = Object.fromEntries(metadata);
  assert.deepEqual(scalars, {
    u8: 255,
    i8: -1,
    u16: 65535,
    i16: -2,
    u32: 4294967295,
    i32: -3,
    f32: 0.5,
    f64: 0.1,
    bool: true,
    i64: -4,
    u64: 5,
    large: 2n ** 64n - 1n,
    string: "模型 😀",
  });
  assert.deepEqual((list as { values: unknown }).values, ["en", "zh"]);
});

test("long arrays are counted and stepped over, and what follows is still right", async () => {
  const words = Array.from({ length: 200_000 }, (_, index) => `token ${index}`);
  const entries = [
    array("words", "string", words),
    array("scores", "f32", words.map(Number.parseFloat)),
    ...smallEntries(),
  ];
  const { metadata, tensors } = await parse(file({ entries }));
  const long = metadata.get("words") as { length: number; values: unknown };
  assert.equal(long.length, 200_000);
  assert.equal(long.values, null);
  assert.equal((metadata.get("scores") as { length: number }).length, 200_000);
  assert.equal(metadata.get("general.name"), "Tiny");
  assert.equal(tensors.length, 2);
});

test("offsets are of the file, and follow the file's own alignment", async () => {
  const entries = [...smallEntries(), entry("general.alignment", "u32", 4096)];
  const bytes = file({ entries, alignment: 4096 });
  const { dataOffset, tensors } = await parse(bytes);
  assert.equal(dataOffset % 4096, 0);
  assert.deepEqual(
    tensors.map(({ offset, size }) => [offset, size]),
    [
      [dataOffset, 4096],
      [dataOffset + 4096, 128],
    ],
  );
});

test("the last tensor needs no padding behind it", async () => {
  const tensors = [tensor("token_embd.weight", [32], 8, 0)]; // q8_0: 34 bytes
  assert.equal((await factsOf(file({ tensors, weights: 34 }))).parameters, 32);
});

test("an adapter is told from a model, with its rank and alpha", async () => {
  const entries = [
    entry("general.architecture", "string", "llama"),
    entry("general.type", "string", "adapter"),
    entry("adapter.type", "string", "lora"),
    entry("adapter.lora.alpha", "f32", 32),
  ];
  const tensors = [
    tensor("blk.0.attn_q.weight.lora_a", [32, 16], 0, 0),
    tensor("blk.0.attn_q.weight.lora_b", [16, 32], 0, 2048),
  ];
  const facts = await factsOf(file({ entries, tensors }));
  assert.equal(facts.kind, "adapter");
  assert.deepEqual(facts.adapter, { type: "lora", alpha: 32, rank: 16 });
});

test("values that differ by layer count with the largest", async () => {
  const entries = smallEntries().map((bytes) =>
    bytes.includes("head_count_kv") ? array("llama.attention.head_count_kv", "u32", [2, 1, 4]) : bytes,
  );
  assert.equal((await factsOf(file({ entries }))).head_count_kv, 4);
});

test("without a declared type the quantization is the one that most weights have", async () => {
  const entries = smallEntries().filter((bytes) => !bytes.includes("file_type"));
  const tensors = [tensor("token_embd.weight", [32, 32], 2, 0), tensor("output.weight", [32], 0, 576)];
  const facts = await factsOf(file({ entries, tensors }));
  assert.equal(facts.quantization, "Q4_0");
  assert.equal(facts.tied_embeddings, false);
});
