import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { hashFile } from "../../src/disk/files.ts";
import { catalogue } from "../../src/models/catalogue.ts";
import { readGguf } from "../../src/models/gguf.ts";
import { readModelFacts } from "../../src/models/inspect.ts";

const models = process.env.DEEPEXTENSION_TEST_MODELS;
const skip = models ? false : (process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "DEEPEXTENSION_TEST_MODELS is not set");
const entry = catalogue[0]!;
const source = () => path.join(models!, "source.gguf");

test("the catalogue says of its model what the file says", { skip }, async () => {
  assert.equal(await hashFile(source()), entry.sha256);
  const { path: _, template, ...facts } = await readModelFacts(source());
  assert.deepEqual(facts, entry.facts);
  assert.deepEqual(template, { family: "chatml", problems: [] });
});

test("the header of a real model: tensors fill the file to its last byte", { skip }, async () => {
  const header = await readGguf(source());
  const last = header.tensors.at(-1)!;
  assert.equal(header.tensors.length, 272);
  assert.equal(last.offset + last.size, header.fileSize);
  assert.equal(header.metadata.get("tokenizer.ggml.eos_token_id"), 2);
  assert.match(String(header.metadata.get("tokenizer.chat_template")), /<\|im_start\|>/);
});

test("the copies that training and merging read are what their names say", { skip }, async () => {
  const f16 = await readModelFacts(path.join(models!, "base.f16.gguf"));
  const q8 = await readModelFacts(path.join(models!, "base.q8_0.gguf"));
  assert.deepEqual([f16.quantization, q8.quantization], ["F16", "Q8_0"]);
  assert.deepEqual([f16.parameters, q8.parameters], [entry.facts.parameters, entry.facts.parameters]);
});
