import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ByteSource, sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { factsOfGguf } from "../../../src/models/gguf-facts.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { textOf } from "../../../src/text/text.ts";
import { cpuClock } from "../cpu-clock.ts";
import { array, entry, file, smallEntries, tensor, text, u32, u64 } from "./gguf-writer.ts";

async function inspect(source: ByteSource) {
  return factsOfGguf({ path: source.name, header: await parseGguf(source) });
}

const replacing = (part: string, by: Buffer) => smallEntries().map((bytes) => (bytes.includes(part) ? by : bytes));
const with_ = (...more: Buffer[]) => [...smallEntries(), ...more];
const of = (content: string) => Buffer.from(content);
const huge = 2n ** 62n;

/** Classes of hostile or broken files that have crashed, hung or fooled readers of GGUF, each with what it must be called. */
const cases: [what: string, bytes: Buffer, code: string][] = [
  ["zero bytes", Buffer.alloc(0), "model-file-empty"],
  ["only a magic", of("GGUF"), "gguf-header-truncated"],
  ["ends within the counts", file({}).subarray(0, 20), "gguf-header-truncated"],
  ["zeros", Buffer.alloc(4096), "model-file-unknown"],
  ["a web page", of("\n<!DOCTYPE html><html><body>404</body></html>"), "model-file-html"],
  ["a web page with a byte order mark", of("\ufeff<html lang=en>"), "model-file-html"],
  [
    "a git-lfs pointer",
    of("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 98362432\n"),
    "model-file-lfs",
  ],
  ["a server's message", of('{"error":"Repository not found"}'), "model-file-json"],
  ["a pickle", Buffer.from([0x80, 2, 0x7d, 0x71, 0]), "model-file-pickle"],
  ["a zip file, as PyTorch writes", of("PK\u0003\u0004 archive/data.pkl"), "model-file-pickle"],
  ["the format before GGUF", of("tjgg\u0003\u0000\u0000\u0000"), "model-file-old-ggml"],
  ["another magic", of("GGUX and more"), "model-file-unknown"],
  ["version 0", file({ version: 0 }), "gguf-version"],
  ["version 1, with its 32-bit counts", file({ version: 1 }), "gguf-version"],
  ["a version of the future", file({ version: 4 }), "gguf-version"],
  ["big-endian", file({ version: 0x03000000 }), "gguf-big-endian"],
  ["2^62 tensors", file({ tensorCount: huge }), "gguf-impossible-count"],
  ["2^64 - 1 tensors", file({ tensorCount: 2n ** 64n - 1n }), "gguf-impossible-count"],
  ["2^62 keys", file({ entryCount: huge }), "gguf-impossible-count"],
  ["one key more than there are", file({ entryCount: smallEntries().length + 1 }), "gguf-text-too-long"],
  ["one tensor more than there are", file({ tensorCount: 3, weights: 4224 }), "gguf-bad-name"],
  ["a key of 2^62 bytes", file({ entries: [Buffer.concat([u64(huge), of("x")])] }), "gguf-text-too-long"],
  [
    "a value of 2^62 bytes",
    file({ entries: [Buffer.concat([text("k"), u32(8), u64(huge)])] }),
    "gguf-header-truncated",
  ],
  [
    "a text just past the end",
    file({ entries: [Buffer.concat([text("k"), u32(8), u64(9000)])] }),
    "gguf-header-truncated",
  ],
  ["an empty key", file({ entries: with_(entry("", "u8", 1)) }), "gguf-bad-name"],
  ["a key with a NUL in it", file({ entries: with_(entry("general.name\u0000x", "u8", 1)) }), "gguf-bad-name"],
  ["a key twice", file({ entries: with_(entry("general.name", "string", "other")) }), "gguf-duplicate"],
  ["an unknown value type", file({ entries: [Buffer.concat([text("k"), u32(99)])] }), "gguf-unknown-value-type"],
  [
    "an array of an unknown type",
    file({ entries: [Buffer.concat([text("k"), u32(9), u32(13), u64(1)])] }),
    "gguf-unknown-value-type",
  ],
  ["an array of arrays", file({ entries: [Buffer.concat([text("k"), u32(9), u32(9), u64(1)])] }), "gguf-nested-array"],
  [
    "arrays nested 100,000 deep",
    file({
      entries: [
        Buffer.concat([text("k"), u32(9), ...Array.from({ length: 100_000 }, () => Buffer.concat([u32(9), u64(1)]))]),
      ],
    }),
    "gguf-nested-array",
  ],
  [
    "an array of 2^62 bytes",
    file({ entries: [Buffer.concat([text("k"), u32(9), u32(0), u64(huge)])] }),
    "gguf-impossible-count",
  ],
  [
    "an array whose size overflows 64 bits",
    file({ entries: [Buffer.concat([text("k"), u32(9), u32(10), u64(2n ** 61n)])] }),
    "gguf-impossible-count",
  ],
  [
    "an array of 2^40 texts",
    file({ entries: [Buffer.concat([text("k"), u32(9), u32(8), u64(2n ** 40n)])] }),
    "gguf-impossible-count",
  ],
  ["alignment 0", file({ entries: with_(entry("general.alignment", "u32", 0)) }), "gguf-alignment"],
  ["alignment 1", file({ entries: with_(entry("general.alignment", "u32", 1)) }), "gguf-alignment"],
  ["alignment 24", file({ entries: with_(entry("general.alignment", "u32", 24)) }), "gguf-alignment"],
  ["alignment 2^31", file({ entries: with_(entry("general.alignment", "u32", 2 ** 31)) }), "gguf-alignment"],
  ["an alignment in words", file({ entries: with_(entry("general.alignment", "string", "32")) }), "gguf-alignment"],
  ["a tensor of no dimensions", file({ tensors: [tensor("t", [], 0, 0)] }), "gguf-tensor-shape"],
  ["a tensor of five dimensions", file({ tensors: [tensor("t", [1, 1, 1, 1, 1], 0, 0)] }), "gguf-tensor-shape"],
  [
    "2^32 - 1 dimensions",
    file({ tensors: [Buffer.concat([text("t"), u32(2 ** 32 - 1), Buffer.alloc(64)])] }),
    "gguf-tensor-shape",
  ],
  ["a dimension of zero", file({ tensors: [tensor("t", [32, 0], 0, 0)] }), "gguf-tensor-shape"],
  ["a negative dimension", file({ tensors: [tensor("t", [2n ** 64n - 32n], 0, 0)] }), "gguf-tensor-shape"],
  [
    "dimensions whose product overflows",
    file({ tensors: [tensor("t", [2n ** 32n, 2n ** 32n], 0, 0)] }),
    "gguf-tensor-shape",
  ],
  ["a row that is no whole number of blocks", file({ tensors: [tensor("t", [33], 8, 0)] }), "gguf-tensor-shape"],
  ["an unknown tensor type", file({ tensors: [tensor("t", [32], 77, 0)] }), "gguf-tensor-type-unknown"],
  [
    "a tensor type that llama.cpp has removed",
    file({ tensors: [tensor("t", [32], 31, 0)] }),
    "gguf-tensor-type-removed",
  ],
  ["a tensor name twice", file({ tensors: [tensor("t", [32], 0, 0), tensor("t", [32], 0, 128)] }), "gguf-duplicate"],
  ["a tensor name of 64 bytes", file({ tensors: [tensor("t".repeat(64), [32], 0, 0)] }), "gguf-text-too-long"],
  ["a tensor name with a NUL", file({ tensors: [tensor("a\u0000b", [32], 0, 0)] }), "gguf-bad-name"],
  [
    "a tensor over another",
    file({ tensors: [tensor("a", [32], 0, 0), tensor("b", [32], 0, 0)] }),
    "gguf-tensor-offset",
  ],
  ["a tensor at an unaligned place", file({ tensors: [tensor("a", [32], 0, 4)] }), "gguf-tensor-offset"],
  ["a tensor at 2^63", file({ tensors: [tensor("a", [32], 0, 2n ** 63n)] }), "gguf-tensor-offset"],
  ["weights larger than any file", file({ tensors: [tensor("a", [2n ** 52n], 0, 0)] }), "gguf-tensor-size"],
  ["one byte short", file({}).subarray(0, -1), "gguf-truncated"],
  ["no weights behind the header", file({ weights: 0 }), "gguf-truncated"],
  ["no tensors", file({ tensors: [] }), "gguf-no-tensors"],
  ["no architecture", file({ entries: smallEntries().slice(1) }), "gguf-no-architecture"],
  [
    "an architecture that is a number",
    file({ entries: replacing("architecture", entry("general.architecture", "u32", 1)) }),
    "gguf-value-wrong",
  ],
  [
    "2^32 - 1 layers",
    file({ entries: replacing("block_count", entry("llama.block_count", "u32", 2 ** 32 - 1)) }),
    "gguf-value-wrong",
  ],
  ["no layers", file({ entries: replacing("block_count", entry("llama.block_count", "u32", 0)) }), "gguf-value-wrong"],
  [
    "a negative number of layers",
    file({ entries: replacing("block_count", entry("llama.block_count", "i32", -1)) }),
    "gguf-value-wrong",
  ],
  [
    "layers as text",
    file({ entries: replacing("block_count", entry("llama.block_count", "string", "1")) }),
    "gguf-value-wrong",
  ],
  [
    "an embedding of NaN",
    file({ entries: replacing("embedding_length", entry("llama.embedding_length", "f32", Number.NaN)) }),
    "gguf-value-wrong",
  ],
  [
    "heads of each of 2,000 layers",
    file({ entries: replacing("head_count_kv", array("llama.attention.head_count_kv", "u32", Array(2000).fill(1))) }),
    "gguf-value-wrong",
  ],
];

describe("hostile and broken files", () => {
  for (const [what, bytes, code] of cases) {
    test(`${what}: ${code}`, async () => {
      const used = cpuClock();
      await assert.rejects(inspect(sourceOfBytes(bytes, "hostile.gguf")), (error) => {
        assert.ok(error instanceof CodedError, String(error));
        assert.equal(error.code, code);
        assert.equal(error.params.file, "hostile.gguf");
        for (const language of ["en", "zh-cn"] as const) {
          const message = textOf(error.code, error.params, language);
          assert.ok(message.includes("hostile.gguf") && !/[{}]/.test(message), message);
        }
        return true;
      });
      assert.ok(used() < 500, `${used()} ms`);
    });
  }

  test("the missing bytes are counted", async () => {
    const bytes = file({});
    await assert.rejects(inspect(sourceOfBytes(bytes.subarray(0, -100))), (error) => {
      assert.deepEqual((error as CodedError).params, {
        file: "bytes",
        missing: 100,
        needed: bytes.length,
        size: bytes.length - 100,
      });
      return true;
    });
  });

  test("zero heads do not divide by zero", async () => {
    const isHeads = (bytes: Buffer) => /head_count(?!_kv)/.test(bytes.toString("latin1"));
    const entries = smallEntries().map((bytes) =>
      isHeads(bytes) ? entry("llama.attention.head_count", "u32", 0) : bytes,
    );
    const facts = await inspect(sourceOfBytes(file({ entries })));
    assert.equal(facts.head_count, 0);
    assert.equal(facts.head_dim, null);
  });

  test("what a file says of itself can't reach a terminal as a control sequence", async () => {
    const entries = replacing("general.name", entry("general.name", "string", "\u001b[2J\u202eevil"));
    assert.equal((await inspect(sourceOfBytes(file({ entries })))).name, "·[2J·evil");
  });
});
