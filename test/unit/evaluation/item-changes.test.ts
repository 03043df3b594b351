import assert from "node:assert/strict";
import test from "node:test";
import { itemChanges } from "../../../src/evaluation/item-changes.ts";

const rows = (scores: Record<string, number>) =>
  Object.entries(scores).map(([id, score]) => ({ id, scores: { exact: score } }));
const sources = [
  { name: "a", rows: rows({ one: 1, two: 0, three: 0.5, four: 1, five: 0.3 }) },
  { name: "b", rows: rows({ one: 0, two: 1, three: 0.4, four: 1, five: 0.1 + 0.2 }) },
];
const changes = (...wanted: ("regressed" | "fixed" | "same")[]) =>
  itemChanges(sources, { metric: "exact", a: "a", b: "b", changes: wanted, limit: 10 });

test("items are counted by what became of them, rounding aside", () => {
  assert.deepEqual(changes().counts, { regressed: 2, fixed: 1, same: 2 });
});

test("a filter lists those it names, the largest change first, and no more than asked", () => {
  assert.deepEqual(
    changes("regressed").items.map(({ id, a, b }) => [id, a, b]),
    [
      ["one", 1, 0],
      ["three", 0.5, 0.4],
    ],
  );
  const { items, found } = itemChanges(sources, { metric: "exact", a: "a", b: "b", changes: [], limit: 2 });
  assert.deepEqual([items.map(({ id }) => id), found], [["one", "two"], 5]);
});

test("an item that one side lacks counts as 0 there, and is shown as lacking", () => {
  const lacking = [sources[0]!, { name: "b", rows: rows({ one: 1 }) }];
  const { counts, items } = itemChanges(lacking, { metric: "exact", a: "a", b: "b", changes: ["regressed"], limit: 1 });
  assert.deepEqual(counts, { regressed: 3, fixed: 0, same: 2 });
  assert.equal(items[0]!.b, null);
});

test("a name that is no source is refused with those there are", () => {
  assert.throws(() => itemChanges(sources, { metric: "exact", a: "a", b: "c", changes: [], limit: 1 }), {
    code: "baseline-unknown",
    params: { name: "c", known: "a, b" },
  });
});
