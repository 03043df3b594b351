import assert from "node:assert/strict";
import test from "node:test";
import { klDivergence, perplexity, perplexityRatio, summarizeDivergence } from "../../../src/stats/divergence.ts";
import { f1, macroF1, microF1 } from "../../../src/stats/f1.ts";
import { averageRepeats } from "../../../src/stats/repeats.ts";
import {
  averagePerformanceGapRecovered,
  callPerformanceThreshold,
  performanceGapRecovered,
} from "../../../src/stats/routing.ts";

const near = (actual: number | null, expected: number, what: string, tolerance = 1e-12) =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
const logs = (shares: number[]) => shares.map(Math.log);

test("divergence: 0 for the same, a known value, tokens of chance 0", () => {
  assert.equal(klDivergence(logs([0.2, 0.8]), logs([0.2, 0.8])), 0);
  near(klDivergence(logs([0.5, 0.5]), logs([0.25, 0.75])), 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), "known");
  near(klDivergence(logs([1, 0]), logs([0.5, 0.5])), Math.log(2), "ruled out by the base");
  assert.equal(klDivergence(logs([0.5, 0.5]), logs([1, 0])), Number.POSITIVE_INFINITY);
  assert.throws(() => klDivergence([0], [0, 0]), { code: "stats-lengths-differ" });
});

test("divergence of many tokens: mean, percentiles, same top token, change of p", () => {
  const kld = Array.from({ length: 101 }, (_, index) => index / 100);
  const summary = summarizeDivergence({
    kld,
    sameTop: kld.map((value) => value < 0.755),
    probabilityChange: kld.map((_, index) => (index % 2 === 0 ? 0.1 : -0.1)),
  });
  near(summary.mean, 0.5, "mean");
  near(summary.median, 0.5, "median");
  near(summary.p99, 0.99, "99 %");
  near(summary.p999, 0.999, "99.9 %");
  assert.equal(summary.max, 1);
  near(summary.sameTop, 76 / 101, "same top");
  near(summary.rmsProbabilityChange, 0.1, "rms");
  const one = summarizeDivergence({ kld: [0.3], sameTop: [true], probabilityChange: [0] });
  assert.deepEqual([one.median, one.p999, one.max], [0.3, 0.3, 0.3]);
  assert.throws(() => summarizeDivergence({ kld: [], sameTop: [], probabilityChange: [] }), {
    code: "stats-no-values",
  });
});

test("perplexity and its ratio", () => {
  near(perplexity([Math.log(4), Math.log(9)]), 6, "geometric mean");
  const base = [1, 2, 3, 4];
  const { ratio, low, high } = perplexityRatio(base, [1.1, 2.2, 3.1, 4.2], 0.95);
  near(ratio, Math.exp(0.15), "ratio");
  assert.ok(low < ratio && ratio < high && low > 1);
  assert.deepEqual(perplexityRatio([1], [1], 0.95), { ratio: 1, low: 0, high: Number.POSITIVE_INFINITY });
});

test("runs of an item are averaged first, and the noise between runs is told from the items'", () => {
  const result = averageRepeats([
    [1, 0, 1],
    [0, 0, 1],
  ]);
  assert.deepEqual(result.means, [0.5, 0, 1]);
  near(result.runVariance, 0.5 / 3, "between runs");
  near(result.itemVariance, 0.25 - 0.5 / 3 / 2, "between items");
  assert.deepEqual(averageRepeats([[0.4]]), { means: [0.4], runVariance: 0, itemVariance: 0 });
  assert.throws(() => averageRepeats([]), { code: "stats-no-values" });
  assert.throws(() => averageRepeats([[1], [1, 2]]), { code: "stats-lengths-differ" });
});

test("F1: nothing to find, all missed, micro against macro", () => {
  const [good, bad] = [
    { truePositive: 90, falsePositive: 0, falseNegative: 0 },
    { truePositive: 0, falsePositive: 5, falseNegative: 5 },
  ];
  assert.equal(f1({ truePositive: 0, falsePositive: 0, falseNegative: 0 }), 1);
  assert.equal(f1(bad), 0);
  assert.equal(macroF1([good, bad]), 0.5);
  near(microF1([good, bad]), 180 / 190, "micro");
  assert.throws(() => f1({ truePositive: -1, falsePositive: 0, falseNegative: 0 }), { code: "stats-out-of-range" });
});

test("a router that guesses recovers half, a perfect one more, and its threshold is the first crossing", () => {
  const ends = { weak: 0.6, strong: 0.8 };
  near(averagePerformanceGapRecovered({ ...ends, strongShare: [0, 1], quality: [0.6, 0.8] }), 0.5, "guess");
  const curve = { ...ends, strongShare: [0, 0.2, 0.5, 1], quality: [0.6, 0.79, 0.7, 0.8] };
  near(callPerformanceThreshold(curve, 0.5), (0.2 * 0.1) / 0.19, "first crossing");
  near(performanceGapRecovered(0.7, 0.6, 0.8), 0.5, "half the gap");
  assert.equal(callPerformanceThreshold(curve, 0), 0);
  assert.equal(callPerformanceThreshold({ ...ends, strongShare: [0, 1], quality: [0.6, 0.65] }, 0.9), null);
  const flat = { weak: 0.7, strong: 0.7, strongShare: [0, 1], quality: [0.7, 0.7] };
  assert.equal(averagePerformanceGapRecovered(flat), null);
  assert.equal(callPerformanceThreshold(flat, 0.5), null);
  const broken = { ...ends, strongShare: [0, 0.5], quality: [0.6, 0.7] };
  assert.throws(() => averagePerformanceGapRecovered(broken), { code: "stats-out-of-range" });
});
