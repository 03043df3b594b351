import assert from "node:assert/strict";
import test from "node:test";
import { type BootstrapOptions, bootstrapMean } from "../../../src/stats/bootstrap.ts";
import { satterthwaiteDf } from "../../../src/stats/cluster-df.ts";
import { clusteredMean } from "../../../src/stats/clustered.ts";
import { pairedT } from "../../../src/stats/paired-t.ts";
import { createRandom } from "../../../src/stats/random.ts";
import { wilcoxonSignedRank } from "../../../src/stats/wilcoxon.ts";

const random = createRandom(11);
const list = (length: number, make: (index: number) => number) => Array.from({ length }, (_, index) => make(index));
const near = (actual: number, expected: number, what: string, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);
const some = (shift = 0) => list(40, () => random.uniform() - 0.5 + shift);
const bootstrap = (values: readonly number[], rest: Partial<BootstrapOptions> = {}) =>
  bootstrapMean(values, { confidence: 0.95, seed: 5, method: "bca", resamples: 4000, ...rest });

test("t: p is below 1 − confidence exactly where the interval leaves 0 out", () => {
  for (let round = 0; round < 200; round++) {
    const { p, low, high, mean } = pairedT(some(0.1), 0.95);
    assert.ok(low < mean && mean < high);
    assert.equal(p < 0.05, low > 0 || high < 0);
  }
});

test("clusters of one item are no clusters: the paired t test", () => {
  const values = some();
  const alone = clusteredMean(
    values,
    values.map((_, index) => String(index)),
    0.95,
  );
  const { mean, se, df, t, p, low, high } = pairedT(values, 0.95);
  for (const [name, value] of Object.entries({ mean, se, df, t, p, low, high })) {
    near(alone[name as "mean"], value, name);
  }
  assert.equal(alone.clusters, values.length);
});

test("copies of an item add nothing when they share a cluster", () => {
  const values = some(0.1);
  const names = values.map((_, index) => String(index));
  const once = clusteredMean(values, names, 0.95);
  const thrice = clusteredMean([...values, ...values, ...values], [...names, ...names, ...names], 0.95);
  near(thrice.low, once.low, "low");
  near(thrice.p, once.p, "p");
  assert.ok(pairedT([...values, ...values, ...values], 0.95).p < once.p);
});

test("clusters of one size: G − 1 degrees of freedom, as by convention, whatever the correlation", () => {
  const values = some(0.1);
  const names = values.map((_, index) => `c${index % 8}`);
  const [ours, convention] = [
    clusteredMean(values, names, 0.95),
    clusteredMean(values, names, 0.95, { smallSample: "clusters" }),
  ];
  near(ours.df, 7, "df");
  near(ours.se, convention.se, "se");
  near(ours.low, convention.low, "low");
  near(ours.seUncorrected * Math.sqrt(8 / 7), ours.se, "Miller's, corrected");
});

test("one big cluster among small ones counts for little more than itself", () => {
  const values = some(0.1);
  const names = values.map((_, index) => (index < 24 ? "thread" : `c${index}`));
  const [ours, convention] = [
    clusteredMean(values, names, 0.95),
    clusteredMean(values, names, 0.95, { smallSample: "clusters" }),
  ];
  assert.equal(convention.df, 16);
  assert.ok(ours.df < 4 && ours.df > 0, String(ours.df));
  assert.ok(ours.high - ours.low > convention.high - convention.low);
});

test("the degrees of freedom are those of the matrix itself", () => {
  for (const correlation of [0, 0.3, 1]) {
    const sizes = [1, 2, 2, 7, 12];
    const n = 24;
    const variances = sizes.map((size) => size * (1 + (size - 1) * correlation));
    const all = variances.reduce((sum, variance) => sum + variance, 0);
    const covariance = sizes.map((mine, i) =>
      sizes.map((other, j) => {
        const shared = (i === j ? variances[i]! : 0) - (other / n) * variances[i]! - (mine / n) * variances[j]!;
        return (shared + ((mine * other) / n ** 2) * all) / Math.sqrt((1 - mine / n) * (1 - other / n));
      }),
    );
    const trace = covariance.reduce((sum, row, i) => sum + row[i]!, 0);
    const squared = covariance.flat().reduce((sum, value) => sum + value ** 2, 0);
    near(satterthwaiteDf(sizes, correlation), trace ** 2 / squared, `correlation ${correlation}`);
  }
});

test("what can't be estimated is unbounded, and says so by p = 1", () => {
  for (const result of [pairedT([0.3], 0.95), clusteredMean([0.1, 0.5, 0.3], ["x", "x", "x"], 0.95)]) {
    const { low, high, p, df, se } = result;
    assert.deepEqual([low, high, p, df, se], [-Infinity, Infinity, 1, 0, Infinity]);
  }
});

test("nothing varies: an interval without width, p 1 at zero and 0 elsewhere", () => {
  const zeros = pairedT([0, 0, 0], 0.95);
  assert.deepEqual([zeros.mean, zeros.low, zeros.high, zeros.t, zeros.p], [0, 0, 0, 0, 1]);
  const tenths = pairedT(
    list(7, () => 0.1),
    0.95,
  );
  assert.deepEqual([tenths.mean, tenths.low, tenths.high, tenths.p], [0.1, 0.1, 0.1, 0]);
  assert.equal(clusteredMean([0, 0, 0, 0], ["a", "a", "b", "b"], 0.95).p, 1);
  assert.deepEqual([bootstrap([0, 0, 0]).p, bootstrap([0, 0, 0]).low], [1, 0]);
  const same = bootstrap(list(9, () => 0.1));
  assert.deepEqual([same.low, same.high, same.p], [0.1, 0.1, 1 / 4001]);
  assert.equal(bootstrap([4]).high, 4);
});

test("a value that is none stops the calculation by name", () => {
  assert.throws(() => pairedT([], 0.95), { code: "stats-no-values" });
  assert.throws(() => pairedT([1, Number.NaN], 0.95), { code: "stats-not-finite" });
  assert.throws(() => clusteredMean([1, 2], ["a"], 0.95), { code: "stats-lengths-differ" });
  assert.throws(() => bootstrap([]), { code: "stats-no-values" });
  assert.throws(() => bootstrap([1, 2], { resamples: 0 }), { code: "stats-out-of-range" });
  assert.throws(() => bootstrap([1, 2], { clusters: ["a"] }), { code: "stats-lengths-differ" });
  assert.throws(() => wilcoxonSignedRank([Number.POSITIVE_INFINITY]), { code: "stats-not-finite" });
});

for (const method of ["bca", "percentile"] as const) {
  test(`bootstrap (${method}): seeded, and p agrees with the interval`, () => {
    for (let round = 0; round < 60; round++) {
      const values = list(40, () => random.uniform() ** 3 - 0.17);
      const result = bootstrap(values, { method });
      assert.deepEqual(result, bootstrap(values, { method }));
      assert.notDeepEqual(result, bootstrap(values, { method, seed: 6 }));
      assert.ok(result.low < result.mean && result.mean < result.high);
      // Percentiles are interpolated between resamples, so that both can differ where p is on the edge.
      if (Math.abs(result.p - 0.05) > 0.003) assert.equal(result.p < 0.05, result.low > 0 || result.high < 0);
      const wider = bootstrap(values, { method, expanded: true });
      assert.ok(wider.low < result.low && wider.high > result.high && wider.p >= result.p);
    }
  });
}

test("bootstrap: BCa leans to the long tail, percentiles less", () => {
  const skewed = [1, 1, 2, 2, 2, 3, 4, 7, 15, 40];
  const [bca, percentile] = [bootstrap(skewed), bootstrap(skewed, { method: "percentile" })];
  assert.ok(bca.low > percentile.low && bca.high > percentile.high);
});

test("bootstrap of many values is near t; whole clusters are drawn where there are some", () => {
  const values = list(600, (index) => Math.floor(index / 10) / 60 + random.uniform() - 0.7);
  const clusters = values.map((_, index) => `c${Math.floor(index / 10)}`);
  const [plain, clustered] = [bootstrap(values), bootstrap(values, { clusters })];
  const [t, tClustered] = [pairedT(values, 0.95), clusteredMean(values, clusters, 0.95)];
  near(plain.low, t.low, "plain", 0.05 * (t.high - t.low));
  near(clustered.low, tClustered.low, "clustered", 0.05 * (tClustered.high - tClustered.low));
  assert.ok(clustered.high - clustered.low > 1.3 * (plain.high - plain.low));
  const alone = bootstrap(values, { clusters: values.map((_, index) => String(index)) });
  near(alone.low, plain.low, "clusters of one");
});

test("bootstrap: a shift of all values shifts the interval and nothing else", () => {
  const values = some();
  const [here, there] = [bootstrap(values), bootstrap(values.map((value) => value + 1000))];
  near(there.low - 1000, here.low, "low", 1e-9);
  near(there.high - 1000, here.high, "high", 1e-9);
});

test("120 items are bootstrapped 10,000 times in less than 100 ms of processor time", () => {
  const values = list(120, () => random.uniform() - 0.4);
  bootstrap(values, { resamples: 10_000 });
  const before = process.cpuUsage();
  bootstrap(values, { resamples: 10_000 });
  const { user } = process.cpuUsage(before);
  assert.ok(user < 100_000, `${user / 1000} ms`);
});

test("signed ranks: exact, tied and zero cases", () => {
  const all = wilcoxonSignedRank([1, 2, 3, 4, 5, 6]);
  assert.deepEqual(all, { positiveRanks: 21, negativeRanks: 0, n: 6, p: 2 / 64, method: "exact" });
  assert.equal(wilcoxonSignedRank([0, 0, 0]).p, 1);
  assert.equal(wilcoxonSignedRank(list(60, () => 0)).p, 1);
  assert.equal(wilcoxonSignedRank([-1, 1, -2, 2]).p, 1);
  const values = some(0.1);
  near(wilcoxonSignedRank(values).p, wilcoxonSignedRank(values.map((value) => -value)).p, "mirrored");
  assert.equal(wilcoxonSignedRank([...values, 0]).method, "normal");
});
