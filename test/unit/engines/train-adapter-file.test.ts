import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { writeAdapter } from "../../../src/engines/embedded/native/train/adapter-file.ts";
import { readGguf } from "../../../src/models/gguf.ts";

test("an adapter file has llama.cpp's keys, names, shapes and order of numbers", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "deepextension-adapter-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "adapter.gguf");
  // Rank 2, three inputs, four outputs: A row by row, then B row by row, transposed as it is kept.
  const weights = Float32Array.of(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 11, 21, 31, 41);
  const name = "blk.3.attn_k.weight";
  writeAdapter(file, {
    architecture: "llama",
    alpha: 32,
    rank: 2,
    places: [{ name, inputs: 3, outputs: 4, offsetA: 0, offsetB: 6 }],
    weights,
  });
  const { metadata, tensors } = await readGguf(file);
  assert.equal(metadata.get("general.architecture"), "llama");
  assert.equal(metadata.get("general.type"), "adapter");
  assert.equal(metadata.get("adapter.type"), "lora");
  assert.equal(metadata.get("adapter.lora.alpha"), 32);
  assert.deepEqual(
    tensors.map((tensor) => [tensor.name, tensor.type, tensor.dims]),
    [
      [`${name}.lora_a`, "F32", [3, 2]],
      [`${name}.lora_b`, "F32", [2, 4]],
    ],
  );
  const bytes = readFileSync(file);
  const floats = tensors.map(({ offset, size }) =>
    Array.from({ length: size / 4 }, (_, index) => bytes.readFloatLE(offset + index * 4)),
  );
  assert.deepEqual(floats, [
    [1, 2, 3, 4, 5, 6],
    [10, 11, 20, 21, 30, 31, 40, 41],
  ]);
});
