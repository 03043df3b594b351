import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { parse } from "yaml";
import { generatedFiles } from "../../../scripts/generated.ts";
import { runJsonSchema } from "../../../src/spec/json-schema.ts";

const root = path.join(import.meta.dirname, "../../..");

for (const { file, content } of generatedFiles) {
  test(`${file} is fresh`, () => {
    // Not `equal`: it would print both texts whole.
    const fresh = readFileSync(path.join(root, file), "utf8") === content();
    assert.ok(fresh, `${file} is stale: run \`npm run generate\` and commit the result`);
  });
}

test("another program's validator agrees with ours about the schema", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(runJsonSchema());
  const read = (name: string) =>
    parse(readFileSync(path.join(root, "test/data/spec", `${name}.yaml`), "utf8"), { merge: true });
  for (const good of [
    "valid-whole-format",
    "valid-smallest",
    "valid-dpo",
    "valid-grpo-remote",
    "valid-anchors-merge",
  ]) {
    assert.ok(validate(read(good)), `${good}: ${JSON.stringify(validate.errors)}`);
  }
  for (const bad of [
    "unknown-key-near",
    "union-gates",
    "union-split",
    "out-of-range",
    "wrong-value-case",
    "missing-fields",
  ]) {
    assert.ok(!validate(read(bad)), bad);
  }
});
