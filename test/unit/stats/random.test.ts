import assert from "node:assert/strict";
import test from "node:test";
import { createRandom, xoshiro128 } from "../../../src/stats/random.ts";

test("xoshiro128** gives its authors' numbers", () => {
  const { uint32 } = xoshiro128([1, 2, 3, 4]);
  const first = Array.from({ length: 6 }, uint32);
  assert.deepEqual(first, [11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
});

test("a seed is a stream: the same again, another one for another seed, the high bits count too", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).uint32);
  assert.deepEqual(draw(7), draw(7));
  const streams = [0, 1, 2, -1, 2 ** 32, 2 ** 40 + 1, 2 ** 53 - 1].map((seed) => draw(seed).join());
  assert.equal(new Set(streams).size, streams.length);
});

test("below(n) reaches every number about equally often", () => {
  const { below } = createRandom(1);
  const counts = new Array<number>(6).fill(0);
  for (let draw = 0; draw < 60_000; draw++) counts[below(6)]!++;
  // Five standard deviations of a binomial count.
  for (const count of counts)
    assert.ok(Math.abs(count - 10_000) < 5 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)), String(count));
});
