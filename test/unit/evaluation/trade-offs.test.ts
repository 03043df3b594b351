import assert from "node:assert/strict";
import test from "node:test";
import { judge } from "../../../src/evaluation/judge.ts";
import { candidate, every, judged, records } from "./judged.ts";

const items = records(120);

function standings(...candidates: [name: string, size: number | null, wrong: number[], speed?: number][]) {
  const made = candidates.map(([name, size, field, speed = 40]) => {
    const one = candidate(items, name, "rival", size, { field });
    return { ...one, facts: { ...one.facts, tokens_per_second: speed } };
  });
  const { trade_offs } = judge(judged(items, made, { scorers: ["record"] })).verdict;
  return {
    ...trade_offs,
    by: Object.fromEntries(trade_offs!.candidates.map((one) => [one.name, [one.standing, ...one.by]])),
  };
}

test("a price that buys quality is on the front; one that buys nothing is not", () => {
  const { by, axes } = standings(["large", 3e8, []], ["same", 2e8, []], ["small", 1e8, every(2, 50)]);
  assert.deepEqual(axes, ["size", "memory", "speed"]);
  assert.deepEqual(by, { large: ["dominated", "same"], same: ["front"], small: ["front"] });
});

test("where the qualities can't be told apart, the dearer is not shown to be worth its price", () => {
  const { by } = standings(["large", 3e8, [1, 2]], ["small", 1e8, [1, 3, 5, 7]]);
  assert.deepEqual(by, { large: ["maybe-dominated", "small"], small: ["front"] });
});

test("speed that differs by less than two measurements do is the same speed", () => {
  assert.deepEqual(standings(["a", 2e8, [], 41], ["b", 1e8, [], 40]).by.a, ["dominated", "b"]);
  // A third faster is something that one may pay size for.
  assert.deepEqual(standings(["a", 2e8, [], 55], ["b", 1e8, [], 40]).by.a, ["front"]);
});

test("an endpoint without a size is compared by what all have", () => {
  const { axes, by } = standings(["endpoint", null, [], 400], ["local", 1e8, [], 40]);
  assert.deepEqual(axes, ["memory", "speed"]);
  assert.deepEqual(by, { endpoint: ["front"], local: ["dominated", "endpoint"] });
});
