import assert from "node:assert/strict";
import { test } from "node:test";
import { countLooks, stepsBetweenLooks } from "../../../src/sizing/looks.ts";

test("looks at the validation loss: as told, else about ten, fewer where they would take long", () => {
  const work = { steps: 100, training: 80_000 };
  assert.equal(stepsBetweenLooks({ ...work, validation: 1e9 }, 7), 7);
  assert.equal(stepsBetweenLooks({ ...work, validation: 2_000 }, 0), 10);
  // A fifth of the training pays for forward passes over 48,000 tokens: two looks at 20,000.
  assert.equal(stepsBetweenLooks({ ...work, validation: 20_000 }, 0), 50);
  assert.equal(stepsBetweenLooks({ ...work, validation: 1e9 }, 0), 100);
  assert.equal(stepsBetweenLooks({ steps: 3, training: 300, validation: 1 }, 0), 1);
});

test("the looks of a run are counted as it takes them: before the first step, every so often, after the last", () => {
  const work = { steps: 100, training: 80_000, validation: 2_000 };
  assert.equal(countLooks(work, 10), 11);
  assert.equal(countLooks(work, 7), 16); // 0, 7, … 98 and 100
  assert.equal(countLooks(work, 1000), 2);
  assert.equal(countLooks({ ...work, validation: 0 }, 10), 0);
});
