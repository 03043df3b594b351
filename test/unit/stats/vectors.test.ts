import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { check, type Vector } from "./vectors.ts";

const file = new URL("../../data/stats/stat-vectors.json", import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, "utf8")).vectors;

/** Training losses belong to the trainer. */
const elsewhere = new Set(["trl_grpo"]);

for (const vector of vectors) {
  if (elsewhere.has(vector.group)) continue;
  test(`agrees with the worked example ${vector.name}`, () => {
    const { deviation } = check(vector);
    assert.ok(deviation !== null, `no function for the group ${vector.group}`);
    assert.ok(deviation <= vector.tolerance, `off by ${deviation}, tolerance ${vector.tolerance}`);
  });
}
