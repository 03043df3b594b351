import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueText, modelText } from "../../../src/extension/models/model-facts.ts";
import { english } from "../../../src/extension/translate.ts";
import type { KnownModel, ModelFacts } from "../../../src/protocol/model.ts";

const facts: ModelFacts = {
  ok: true,
  format: "gguf",
  kind: "model",
  path: "/models/small.gguf",
  name: "Small",
  architecture: "llama",
  size_bytes: 98_400_000,
  parameters: 134_515_008,
  quantization: "Q4_1",
  tensor_types: { q4_1: 210, f32: 61 },
  context_length: 8192,
  embedding_length: 576,
  block_count: 30,
  feed_forward_length: 1536,
  head_count: 9,
  head_count_kv: 3,
  head_dim: 64,
  vocabulary: 49_152,
  tokenizer: null,
  tied_embeddings: true,
  chat_template: true,
  license: null,
};

test("facts of a model file, one a line, what is not known left out", () => {
  const text = modelText("small", facts, english);
  assert.match(text, /^small\n\n/);
  assert.match(text, /^size_bytes +98\.4 MB \(98400000\)$/m);
  assert.match(text, /^parameters +135 M \(134515008\)$/m);
  assert.match(text, /^tensor_types +q4_1 210, f32 61$/m);
  assert.doesNotMatch(text, /tokenizer|license|adapter|^ok/m);
});

test("a file that is refused says why in its own words", () => {
  const refusal = { ok: false as const, code: "gguf-truncated", message: "The file ends too early." };
  assert.equal(modelText("broken.gguf", refusal, english), "broken.gguf\n\nThe file ends too early.\n");
});

test("a model that is not here yet shows what the catalogue says", () => {
  const known: KnownModel = {
    id: "small",
    title: "Small",
    origin: "catalogue",
    path: null,
    size_bytes: 98_400_000,
    sha256: "ab".repeat(32),
    license: "apache-2.0",
    parameters: null,
    quantization: "Q4_1",
  };
  const text = catalogueText(known, english);
  assert.match(text, /^license +apache-2\.0$/m);
  assert.doesNotMatch(text, /parameters|origin|path/);
});
