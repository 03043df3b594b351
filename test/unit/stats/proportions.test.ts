import assert from "node:assert/strict";
import test from "node:test";
import type { Interval } from "../../../src/stats/interval.ts";
import { mcnemarExact } from "../../../src/stats/mcnemar.ts";
import { newcombePaired } from "../../../src/stats/newcombe.ts";
import { clopperPearson, wilson } from "../../../src/stats/proportion.ts";
import { createRandom } from "../../../src/stats/random.ts";
import { tangoPaired, tangoScore } from "../../../src/stats/tango.ts";

const random = createRandom(3);
const near = (actual: number, expected: number, what: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, expected ${expected}`);
const inside = ({ low, high }: Interval, value: number) => low <= value + 1e-12 && value <= high + 1e-12;

for (const [name, interval] of Object.entries({ wilson, clopperPearson })) {
  test(`${name}: holds the share, stays in 0 … 1, mirrors, and widens with confidence`, () => {
    for (let round = 0; round < 300; round++) {
      const n = 1 + random.below(200);
      const successes = random.below(n + 1);
      const narrow = interval(successes, n, 0.8);
      const wide = interval(successes, n, 0.95);
      assert.ok(inside(narrow, successes / n), `${successes} of ${n}`);
      assert.ok(0 <= wide.low && wide.low <= narrow.low && narrow.high <= wide.high && wide.high <= 1);
      near(interval(n - successes, n, 0.95).high, 1 - wide.low, "mirrored");
    }
  });

  test(`${name}: the edges are exact and nothing known is everything possible`, () => {
    assert.deepEqual(interval(0, 0, 0.95), { low: 0, high: 1 });
    assert.equal(interval(0, 20, 0.95).low, 0);
    assert.equal(interval(20, 20, 0.95).high, 1);
    assert.throws(() => interval(3, 2, 0.95), { code: "stats-out-of-range" });
    assert.throws(() => interval(1, 2, 1), { code: "stats-out-of-range" });
    assert.throws(() => interval(Number.NaN, 2, 0.9), { code: "stats-out-of-range" });
  });
}

test("Clopper-Pearson's is the wider one", () => {
  for (let successes = 1; successes < 30; successes++) {
    const [exact, score] = [clopperPearson(successes, 30, 0.95), wilson(successes, 30, 0.95)];
    assert.ok(exact.high - exact.low > score.high - score.low);
  }
});

test("McNemar: symmetric, 1 without discordance or with balance, 2^(1-n) when all goes one way", () => {
  assert.equal(mcnemarExact(0, 0), 1);
  assert.equal(mcnemarExact(7, 7), 1);
  assert.equal(mcnemarExact(12, 5), mcnemarExact(5, 12));
  near(mcnemarExact(0, 10), 2 ** -9, "all one way");
  assert.ok(mcnemarExact(0, 2000) >= 0);
  assert.throws(() => mcnemarExact(1.5, 2), { code: "stats-out-of-range" });
});

test("paired differences: hold the estimate, stay in −1 … 1, and turn round when the two change places", () => {
  for (let round = 0; round < 300; round++) {
    const [both, aOnly, bOnly, neither] = [random.below(40), random.below(9), random.below(9), 1 + random.below(40)];
    const n = both + aOnly + bOnly + neither;
    const newcombe = newcombePaired({ both, aOnly, bOnly, neither }, 0.95);
    const newcombeTurned = newcombePaired({ both, aOnly: bOnly, bOnly: aOnly, neither }, 0.95);
    const tango = tangoPaired({ n, aOnly, bOnly }, 0.95);
    const tangoTurned = tangoPaired({ n, aOnly: bOnly, bOnly: aOnly }, 0.95);
    for (const [interval, turned] of [
      [newcombe, newcombeTurned],
      [tango, tangoTurned],
    ] as const) {
      near(interval.difference, (bOnly - aOnly) / n, "difference");
      assert.ok(inside(interval, interval.difference));
      assert.ok(-1 <= interval.low && interval.low < interval.high && interval.high <= 1);
      near(turned.low, -interval.high, "turned");
      near(turned.high, -interval.low, "turned");
    }
    near(
      tangoScore({ n, aOnly, bOnly }, tango.low),
      1.959963984540054,
      "Tango's limit has the score that was asked for",
    );
  }
});

test("two that never differ still leave room for a difference", () => {
  const newcombe = newcombePaired({ both: 90, aOnly: 0, bOnly: 0, neither: 10 }, 0.95);
  assert.equal(newcombe.difference, 0);
  assert.ok(newcombe.low < 0 && newcombe.high > 0);
  const z2 = 1.959963984540054 ** 2;
  near(tangoPaired({ n: 100, aOnly: 0, bOnly: 0 }, 0.95).high, z2 / (100 + z2), "Tango's limit is Wilson's of 0 in n");
});

test("all one way: the limits reach, and don't pass, the end of the scale", () => {
  const { low, high } = tangoPaired({ n: 10, aOnly: 0, bOnly: 10 }, 0.95);
  assert.ok(low > 0.4 && low < 1 && Math.abs(high - 1) < 1e-9);
  const newcombe = newcombePaired({ both: 0, aOnly: 0, bOnly: 10, neither: 0 }, 0.95);
  assert.ok(newcombe.low > 0.4 && newcombe.high <= 1 + 1e-12);
});

test("no items is an error, not a NaN", () => {
  assert.throws(() => newcombePaired({ both: 0, aOnly: 0, bOnly: 0, neither: 0 }, 0.95), { code: "stats-no-values" });
  assert.throws(() => tangoPaired({ n: 0, aOnly: 0, bOnly: 0 }, 0.95), { code: "stats-no-values" });
  assert.throws(() => tangoPaired({ n: 3, aOnly: 2, bOnly: 2 }, 0.95), { code: "stats-out-of-range" });
});
