import assert from "node:assert/strict";
import { test } from "node:test";
import type { BatchItem } from "node-llama-cpp";
import { fullBatches, shareOut } from "../../../src/engines/embedded/native/evaluate/batches.ts";

const item = (tokens: number) =>
  ({ tokens: new Array(tokens).fill(0), logits: [], evaluationPriority: 5 }) as BatchItem;
const amounts = (sizes: number[], size: number) => {
  const items = sizes.map(item);
  const shares = new Map(shareOut(items, size).map((share) => [share.item, share.processAmount]));
  return items.map((each) => shares.get(each) ?? 0);
};

test("single tokens all go first, a long prompt gets the rest", () => {
  assert.deepEqual(amounts([1, 1000, 1], 512), [1, 510, 1]);
});

test("long prompts share equally, and what one does not need goes to the others", () => {
  assert.deepEqual(amounts([1000, 1000], 512), [256, 256]);
  assert.deepEqual(amounts([100, 1000, 1000], 512), [100, 206, 206]);
});

test("never more than fits, never more than asked for", () => {
  for (const sizes of [[600], [1, 1, 1, 1], [7, 7, 7], [512, 1]]) {
    const given = amounts(sizes, 5);
    assert.equal(
      given.reduce((sum, amount) => sum + amount, 0),
      Math.min(
        5,
        sizes.reduce((sum, amount) => sum + amount, 0),
      ),
    );
    assert.ok(given.every((amount, index) => amount <= sizes[index]!));
  }
});

test("a batch that lacks a slot waits for it, but not for ever", () => {
  const batches = fullBatches();
  batches.enter();
  batches.enter();
  const [a, b] = [item(1), item(1)];
  assert.deepEqual(batches.strategy({ items: [a], size: 512 }), []);
  assert.equal(batches.strategy({ items: [a, b], size: 512 }).length, 2);
  const tries = Array.from({ length: 100 }, () => batches.strategy({ items: [a], size: 512 }).length);
  assert.ok(tries.includes(1));
  batches.leave();
  assert.equal(batches.strategy({ items: [a], size: 512 }).length, 1, "the only slot left");
});
