import assert from "node:assert/strict";
import { test } from "node:test";
import { directory } from "../../../src/models/directory/directory.ts";
import { directorySchema } from "../../../src/protocol/directory.ts";
import { architectures } from "../../../src/sizing/architecture.ts";

test("the directory: well formed, ids once, every source with a month", () => {
  directorySchema.parse(directory);
  assert.ok(directory.length >= 60, String(directory.length));
  assert.equal(new Set(directory.map(({ id }) => id)).size, directory.length);
  for (const { id, source, released } of directory) {
    assert.match(source.address, /^https:\/\//, id);
    assert.match(source.as_of, /^20\d\d-\d\d$/, id);
    assert.match(released, /^20\d\d-\d\d$/, id);
    assert.ok(released <= source.as_of, id);
  }
});

test("what can be run here has a shape, what is hosted has an address, and never neither", () => {
  for (const { id, arch, repository, endpoint } of directory) {
    assert.equal(arch === null, repository === null, id);
    assert.notEqual(arch === null, endpoint === null, id);
    if (arch !== null) assert.ok(architectures.has(arch), id);
  }
});

test("the makers that people ask for are there, with newer models than their old ones", () => {
  const providers = new Set(directory.map(({ provider }) => provider));
  for (const name of [
    "Alibaba Qwen",
    "DeepSeek",
    "Zhipu AI",
    "Shanghai AI Laboratory",
    "OpenBMB",
    "Baidu",
    "Meta",
    "Google",
    "Mistral AI",
    "Hugging Face",
    "Microsoft",
    "OpenAI",
    "Anthropic",
  ])
    assert.ok(providers.has(name), name);
  assert.ok(directory.filter(({ old }) => !old).length > directory.length / 2);
});
