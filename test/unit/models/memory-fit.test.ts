import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../../../src/models/catalogue.ts";
import { memoryFit } from "../../../src/models/memory-fit.ts";

const { facts } = catalogue.find(({ id }) => id === "smollm2-135m-instruct")!;

test("a small model fits a common machine, not a tiny one, and in between it is tight", () => {
  const { answering_bytes = 0, fit } = memoryFit(facts, 8e9);
  assert.equal(fit, "fits");
  assert.ok(answering_bytes > facts.size_bytes && answering_bytes < 1e9, String(answering_bytes));
  assert.equal(memoryFit(facts, 200e6).fit, "no");
  assert.equal(memoryFit(facts, (answering_bytes * 1.05) / 0.85).fit, "tight");
});

test("nothing is said where nothing is known", () => {
  assert.deepEqual(memoryFit(facts, undefined), {});
  assert.deepEqual(memoryFit({ ...facts, block_count: null }, 8e9), {});
});
