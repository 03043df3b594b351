import assert from "node:assert/strict";
import { test } from "node:test";
import { permutation, seeded } from "../../../src/engines/embedded/native/train/random.ts";
import { learningRate, orderRows } from "../../../src/engines/embedded/native/train/schedule.ts";

test("random numbers are those of xoshiro128**, and the same for ever", () => {
  // Computed apart from this code, by the authors' C program, from the state that seed 42 is filled to.
  const random = seeded(42);
  assert.deepEqual(
    Array.from({ length: 4 }, () => random.next()),
    [2837322924, 544945897, 479756282, 3500138142],
  );
  assert.notEqual(seeded(42, 1).next(), seeded(42).next());
  const many = seeded(7);
  const mean = Array.from({ length: 10_000 }, () => many.uniform()).reduce((a, b) => a + b, 0) / 10_000;
  assert.ok(Math.abs(mean - 0.5) < 0.01);
});

test("a permutation has everything once and depends on its seed", () => {
  const order = permutation(1000, seeded(1));
  assert.deepEqual(
    Uint32Array.from(order).sort(),
    Uint32Array.from({ length: 1000 }, (_, index) => index),
  );
  assert.notDeepEqual(permutation(1000, seeded(2)), order);
});

test("each pass sees every row once, in an order of its own; fractions of a pass are possible", () => {
  const order = orderRows(10, { epochs: 2.5, batch_size: 4, seed: 3 });
  assert.deepEqual([order.steps, order.seen], [7, 25]);
  const seen = Array.from({ length: 7 }, (_, index) => order.rowsOf(index + 1));
  assert.deepEqual(
    seen.map(({ length }) => length),
    [4, 4, 4, 4, 4, 4, 1],
  );
  const rows = seen.flat();
  const sorted = (part: number[]) => [...part].sort((a, b) => a - b).join();
  assert.equal(sorted(rows.slice(0, 10)), "0,1,2,3,4,5,6,7,8,9");
  assert.equal(sorted(rows.slice(10, 20)), "0,1,2,3,4,5,6,7,8,9");
  assert.equal(new Set(rows.slice(20)).size, 5);
  assert.notDeepEqual(rows.slice(0, 10), rows.slice(10, 20));
  // Asked for alone, as after a resume, a step has the same rows.
  assert.deepEqual(orderRows(10, { epochs: 2.5, batch_size: 4, seed: 3 }).rowsOf(6), seen[5]);
  assert.equal(order.epochAfter(5), 2);
  assert.equal(order.epochAfter(7), 2.5);
});

test("less than a row's worth of a pass is still one row", () => {
  assert.equal(orderRows(3, { epochs: 0.01, batch_size: 8, seed: 1 }).seen, 1);
});

test("the learning rate rises over the warm-up and falls to a tenth", () => {
  const rate = (step: number, schedule: "cosine" | "linear" | "constant") =>
    learningRate(step, 100, { learning_rate: 1, warmup: 0.1, schedule });
  assert.equal(rate(1, "cosine"), 0.1);
  assert.equal(rate(10, "cosine"), 1);
  assert.ok(Math.abs(rate(55, "cosine") - 0.55) < 1e-12);
  assert.ok(Math.abs(rate(100, "cosine") - 0.1) < 1e-12);
  assert.ok(Math.abs(rate(55, "linear") - 0.55) < 1e-12);
  assert.ok(Math.abs(rate(100, "linear") - 0.1) < 1e-12);
  assert.equal(rate(100, "constant"), 1);
  const without = { learning_rate: 2, warmup: 0, schedule: "constant" } as const;
  assert.equal(learningRate(1, 5, without), 2);
});
