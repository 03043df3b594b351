import assert from "node:assert/strict";
import test from "node:test";
import { flips, swappedOrder } from "../../../src/stats/agreement.ts";
import { cohenKappa, fleissKappa } from "../../../src/stats/kappa.ts";

const near = (actual: number | null, expected: number, what: string, tolerance = 1e-9) =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
const times = <T>(count: number, value: T) => new Array<T>(count).fill(value);

test("Cohen's kappa of the textbook table 20/5/10/15 is 0.4", () => {
  const a = [...times(25, "yes"), ...times(25, "no")];
  const b = [...times(20, "yes"), ...times(5, "no"), ...times(10, "yes"), ...times(15, "no")];
  const result = cohenKappa(a, b, { confidence: 0.95 });
  near(result.kappa, 0.4, "kappa");
  near(result.agreement, 0.7, "agreement");
  assert.ok(result.low < 0.4 && result.high > 0.4);
});

test("full agreement is 1; chance alone is 0; one single label is undefined and says so", () => {
  near(cohenKappa([1, 2, 3], [1, 2, 3], { confidence: 0.95 }).kappa, 1, "full");
  near(cohenKappa([1, 1, 2, 2], [1, 2, 1, 2], { confidence: 0.95 }).kappa, 0, "chance");
  const undefinedKappa = cohenKappa(["x", "x"], ["x", "x"], { confidence: 0.95 });
  assert.deepEqual(undefinedKappa, { kappa: null, se: 0, agreement: 1, n: 2, low: -1, high: 1 });
});

test("weights forgive near misses, and a grade that nobody gave still counts as distance", () => {
  const [a, b] = [
    [1, 2, 3, 5, 5],
    [2, 2, 3, 5, 3],
  ];
  const kappa = (weights: "none" | "linear" | "quadratic") => cohenKappa(a, b, { confidence: 0.95, weights }).kappa!;
  assert.ok(kappa("none") < kappa("linear") && kappa("linear") < kappa("quadratic"));
  const all = cohenKappa(a, b, { confidence: 0.95, weights: "linear", categories: [1, 2, 3, 4, 5] }).kappa!;
  assert.notEqual(all, kappa("linear"));
  assert.throws(() => cohenKappa([1, 7], [1, 1], { confidence: 0.95, categories: [1, 2] }), {
    code: "stats-out-of-range",
  });
});

test("Fleiss' kappa of fourteen raters and five categories is 0.210", () => {
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  near(fleissKappa(counts), 0.20993, "kappa", 1e-5);
  assert.equal(
    fleissKappa([
      [3, 0],
      [3, 0],
    ]),
    null,
  );
  assert.throws(
    () =>
      fleissKappa([
        [2, 0],
        [3, 0],
      ]),
    { code: "stats-out-of-range" },
  );
  assert.throws(() => fleissKappa([[1, 0]]), { code: "stats-out-of-range" });
  assert.throws(() => fleissKappa([]), { code: "stats-no-values" });
});

test("a win that does not survive the swap is none", () => {
  const result = swappedOrder(["A", "A", "B", "tie", "A"], ["A", "B", "B", "tie", "tie"]);
  assert.deepEqual(result.wins, { A: 1, B: 1, tie: 3 });
  assert.deepEqual([result.firstSlotWins, result.secondSlotWins, result.consistency], [1, 0, 0.6]);
});

test("a judge that always takes the first slot is found out", () => {
  const result = swappedOrder(times(20, "A" as const), times(20, "B" as const));
  assert.equal(result.consistency, 0);
  assert.ok(result.p < 1e-4);
  assert.deepEqual(result.wins, { A: 0, B: 0, tie: 20 });
});

test("equal accuracy can hide flips", () => {
  const result = flips([true, true, false, false], [false, true, true, false]);
  assert.deepEqual(result, { n: 4, aCorrect: 0.5, bCorrect: 0.5, regressed: 1, fixed: 1, flips: 0.5 });
  assert.throws(() => flips([], []), { code: "stats-no-values" });
  assert.throws(() => flips([true], []), { code: "stats-lengths-differ" });
});
