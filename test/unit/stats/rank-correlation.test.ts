import assert from "node:assert/strict";
import { test } from "node:test";
import { rankCorrelation } from "../../../src/stats/rank-correlation.ts";

const options = { confidence: 0.95 };
const near = (value: number | null, wanted: number) => assert.ok(Math.abs(value! - wanted) < 1e-12, `${value}`);

test("Spearman's rho by the formula for untied ranks: 1 − 6 Σd² / (n (n² − 1))", () => {
  // Ranks 1 2 3 4 5 against 2 1 4 3 5: Σd² = 4.
  near(rankCorrelation([10, 20, 30, 40, 50], [0.2, 0.1, 0.4, 0.3, 9], options).rho, 1 - (6 * 4) / (5 * 24));
  near(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1], options).rho, -1);
});

test("ties share the mean of their places", () => {
  // Ranks 1.5 1.5 3 4 against 1 2 3.5 3.5, worked out by hand: Sxy = 4, Sxx = Syy = 4.5.
  near(rankCorrelation([7, 7, 8, 9], [1, 2, 3, 3], options).rho, 4 / 4.5);
});

test("the interval holds rho, narrows with n, and says nothing where nothing can be said", () => {
  const make = (n: number) => {
    const a = Array.from({ length: n }, (_, index) => index);
    return rankCorrelation(
      a,
      a.map((value) => (value * 7) % n),
      options,
    );
  };
  const [few, many] = [make(11), make(1009)];
  for (const { rho, low, high } of [few, many]) assert.ok(low < rho! && rho! < high);
  assert.ok(many.high - many.low < (few.high - few.low) / 5);
  assert.deepEqual(rankCorrelation([1, 1, 1, 1], [1, 2, 3, 4], options), { rho: null, n: 4, low: -1, high: 1 });
  assert.equal(rankCorrelation([1, 2, 3], [1, 2, 3], options).rho, null);
});
