import assert from "node:assert/strict";
import { test } from "node:test";
import { fileTypes } from "../../../src/engines/embedded/native/file-types.ts";
import { fileTypeName } from "../../../src/models/ggml-types.ts";
import { importanceMatrixTypes } from "../../../src/spec/quantization.ts";
import { quantizationTypes } from "../../../src/spec/schema.ts";

test("every type that a run file may name has llama.cpp's number, the same as in files", () => {
  assert.deepEqual(Object.keys(fileTypes).sort(), [...quantizationTypes].sort());
  for (const [name, number] of Object.entries(fileTypes)) assert.equal(fileTypeName(number), name.toUpperCase());
});

test("types that need an importance matrix are types", () => {
  for (const type of importanceMatrixTypes) assert.ok(type in fileTypes, type);
});
