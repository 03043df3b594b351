// Every function of src/stats that scipy or statsmodels has, on 200 random cases each, against what they say.
import assert from "node:assert/strict";
import test from "node:test";
import { bootstrapMean } from "../../src/stats/bootstrap.ts";
import { clusteredMean } from "../../src/stats/clustered.ts";
import { betaQuantile, binomialCdf, studentCdf, studentQuantile } from "../../src/stats/distributions.ts";
import { klDivergence } from "../../src/stats/divergence.ts";
import { cohenKappa, fleissKappa } from "../../src/stats/kappa.ts";
import { mcnemarExact } from "../../src/stats/mcnemar.ts";
import { benjaminiHochberg, holm } from "../../src/stats/multiple.ts";
import { newcombePaired } from "../../src/stats/newcombe.ts";
import { noncentralTCdf } from "../../src/stats/noncentral-t.ts";
import { normalCdf, normalQuantile } from "../../src/stats/normal.ts";
import { pairedT } from "../../src/stats/paired-t.ts";
import { percentile } from "../../src/stats/percentile.ts";
import { powerPairedT, sampleSizePairedT, sampleSizeUnpaired } from "../../src/stats/power.ts";
import { powerMcNemarExact } from "../../src/stats/power-mcnemar.ts";
import { clopperPearson, wilson } from "../../src/stats/proportion.ts";
import { createRandom } from "../../src/stats/random.ts";
import { groupSequential } from "../../src/stats/sequential.ts";
import { tangoPaired } from "../../src/stats/tango.ts";
import { wilcoxonSignedRank } from "../../src/stats/wilcoxon.ts";
import { askOracle, setUpOracle } from "./stats-environment.ts";

const random = createRandom(20260101);
const between = (low: number, high: number) => low + random.uniform() * (high - low);
const whole = (low: number, high: number) => low + random.below(high - low + 1);
const list = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));
const pick = <T>(values: readonly T[]): T => values[random.below(values.length)]!;
const confidence = () => pick([0.8, 0.9, 0.95, 0.99, between(0.5, 0.999)]);
/** Half of the cases have steps of 0.1, so that ties and zeros occur. */
const score = (coarse: boolean, shift = 0) => {
  const value = between(-1, 1) + between(-1, 1) * random.uniform() + shift;
  return coarse ? Math.round(value * 10) / 10 : value;
};
const limits = ({ low, high }: { low: number; high: number }) => [low, high];

interface Comparison<C> {
  make: () => C;
  ours: (input: C) => readonly number[];
  /** Allowed: tolerance · max(1, |theirs|), or relative only where `relative` is set. */
  tolerance?: number;
  relative?: boolean;
  cases?: number;
}

const define = <C>(comparison: Comparison<C>) => comparison as Comparison<unknown>;

const comparisons: Record<string, Comparison<unknown>> = {
  normal: define({
    make: () => ({ z: between(-30, 8), p: 10 ** between(-200, -0.001) }),
    ours: ({ z, p }) => [normalCdf(z), normalQuantile(p)],
    relative: true,
  }),
  student: define({
    make: () => ({
      t: between(-12, 12),
      df: pick([1, 2, 5, 29, 119, 2000, between(0.5, 50)]),
      p: 10 ** between(-10, -0.01),
    }),
    ours: ({ t, df, p }) => [studentCdf(t, df), studentQuantile(p, df)],
    relative: true,
  }),
  beta: define({
    make: () => ({ p: between(0.0001, 0.9999), a: between(0.5, 2000), b: between(0.5, 2000) }),
    ours: ({ p, a, b }) => [betaQuantile(p, a, b)],
  }),
  binomial: define({
    make: () => {
      const n = whole(1, 3000);
      return { k: whole(0, n), n, probability: between(0.01, 0.99) };
    },
    ours: ({ k, n, probability }) => [binomialCdf(k, n, probability)],
  }),
  noncentral: define({
    make: () => ({ t: between(-4, 8), df: pick([1, 2, 7, 30, 500, between(1, 60)]), delta: between(-4, 6) }),
    ours: ({ t, df, delta }) => [noncentralTCdf(t, df, delta)],
  }),
  wilson: define({ make: share, ours: ({ successes, n, confidence }) => limits(wilson(successes, n, confidence)) }),
  clopper_pearson: define({
    make: share,
    ours: ({ successes, n, confidence }) => limits(clopperPearson(successes, n, confidence)),
  }),
  mcnemar_exact: define({
    make: () => ({ a_only: whole(0, 60), b_only: whole(0, 60) }),
    ours: ({ a_only, b_only }) => [mcnemarExact(a_only, b_only)],
  }),
  newcombe: define({
    make: () => ({ both: small(), a_only: small(), b_only: small(), neither: 1 + small(), confidence: confidence() }),
    ours: ({ both, a_only, b_only, neither, confidence }) => {
      const result = newcombePaired({ both, aOnly: a_only, bOnly: b_only, neither }, confidence);
      return [result.difference, ...limits(result)];
    },
  }),
  tango: define({
    make: () => {
      const [a_only, b_only] = [small(), small()];
      return { n: a_only + b_only + whole(1, 100), a_only, b_only, confidence: confidence() };
    },
    ours: ({ n, a_only, b_only, confidence }) => {
      const result = tangoPaired({ n, aOnly: a_only, bOnly: b_only }, confidence);
      return [result.difference, ...limits(result)];
    },
    tolerance: 1e-6, // their side searches a maximum, which is flat to the root of a double's precision
  }),
  paired_t: define({
    make: () => ({ differences: scores(2, 60), confidence: confidence() }),
    ours: ({ differences, confidence }) => {
      const { mean, se, t, p, low, high } = pairedT(differences, confidence);
      return [mean, se, t, p, low, high];
    },
  }),
  clustered: define({
    make: () => {
      const values = scores(12, 90);
      const count = whole(3, 11);
      return {
        values,
        clusters: values.map((_, index) => `c${index < count ? index : whole(0, count - 1)}`),
        confidence: confidence(),
      };
    },
    ours: ({ values, clusters, confidence }) => {
      const { mean, se, seUncorrected, t, p, low, high } = clusteredMean(values, clusters, confidence, {
        smallSample: "clusters",
      });
      return [mean, se, seUncorrected, t, p, low, high];
    },
  }),
  wilcoxon: define({
    make: () => {
      // Few of 11 to 13 differences: scipy takes a second for one that has ties.
      const [least, most] = pick([
        [3, 10],
        [14, 50],
        [14, 50],
        [40, 120],
      ] as const);
      const differences = random.uniform() < 0.03 ? scores(11, 13) : scores(least, most);
      return { differences: differences.some((value) => value !== 0) ? differences : [1, ...differences] };
    },
    ours: ({ differences }) => [wilcoxonSignedRank(differences).p],
  }),
  holm: define({ make: family, ours: ({ p }) => holm(p) }),
  benjamini_hochberg: define({ make: family, ours: ({ p }) => benjaminiHochberg(p) }),
  kappa: define({
    make: () => {
      const grades = whole(2, 6);
      const a = list(whole(20, 120), () => whole(0, grades - 1));
      const b = a.map((grade) => (random.uniform() < 0.5 ? grade : whole(0, grades - 1)));
      return { a, b, grades, weights: pick(["none", "linear", "quadratic"] as const), confidence: confidence() };
    },
    ours: ({ a, b, grades, weights, confidence }) => {
      const categories = list(grades, (grade) => grade);
      const { kappa, se, low, high } = cohenKappa(a, b, { weights, confidence, categories });
      return [kappa!, se, low, high];
    },
  }),
  fleiss: define({
    make: () => {
      const raters = whole(2, 6);
      return { ratings: list(whole(10, 60), () => list(raters, () => whole(0, 3))) };
    },
    ours: ({ ratings }) => [
      fleissKappa(ratings.map((row) => list(4, (grade) => row.filter((r) => r === grade).length)))!,
    ],
  }),
  size_paired_t: define({
    make: () => ({ effect: between(0.05, 1.2), alpha: pick([0.05, 0.01, 0.1]), power: between(0.5, 0.95) }),
    ours: ({ effect, alpha, power }) => [sampleSizePairedT({ effect, alpha, power })],
    tolerance: 1e-7,
  }),
  power_paired_t: define({
    // Effects up to 6 standard errors: beyond, scipy's noncentral t gives NaN for the tail that nobody needs.
    make: () => {
      const n = whole(3, 300);
      return { effect: between(-6, 6) / Math.sqrt(n), n, alpha: pick([0.05, 0.01, 0.1]) };
    },
    ours: ({ effect, n, alpha }) => [powerPairedT({ effect, n, alpha })],
  }),
  size_unpaired: define({
    make: () => ({ first: between(0.05, 0.5), second: between(0.55, 0.95), alpha: 0.05, power: between(0.5, 0.95) }),
    ours: ({ first, second, alpha, power }) => [sampleSizeUnpaired({ first, second, alpha, power })],
    tolerance: 1e-6,
  }),
  power_mcnemar: define({
    make: () => {
      const discordant = between(0.05, 0.9);
      return { discordant, difference: discordant * between(0, 0.95), n: whole(5, 150), alpha: 0.05 };
    },
    ours: ({ discordant, difference, n, alpha }) => [powerMcNemarExact({ discordant, difference, n, alpha })],
  }),
  bootstrap: define({
    make: () => {
      const values = list(whole(12, 40), () => Math.round(between(0, 3) ** 3 * 100) / 100);
      return { values, confidence: pick([0.8, 0.9, 0.95]), method: pick(["bca", "percentile"] as const) };
    },
    ours: ({ values, confidence, method }) => {
      const { mean, low, high } = bootstrapMean(values, { confidence, method, seed: 1 });
      const { se } = pairedT(values, confidence);
      return [(low - mean) / se, (high - mean) / se];
    },
    tolerance: 0.12, // two independent streams of 10,000 resamples: a standard deviation of 0.04 each end
  }),
  divergence: define({
    make: () => ({ p: distribution(50), q: distribution(50) }),
    ours: ({ p, q }) => [klDivergence(p.map(Math.log), q.map(Math.log))],
  }),
  percentile: define({
    make: () => ({ values: scores(1, 40), share: between(0, 1) }),
    ours: ({ values, share }) => [percentile(Float64Array.from(values).sort(), share)],
  }),
};

function share() {
  const n = pick([1, 2, 10, 120, 5000, whole(1, 400)]);
  return { successes: pick([0, n, whole(0, n)]), n, confidence: confidence() };
}

function small() {
  return pick([0, whole(0, 5), whole(0, 60)]);
}

function scores(least: number, most: number) {
  const [coarse, shift] = [random.uniform() < 0.5, between(-0.3, 0.3)];
  return list(whole(least, most), () => score(coarse, shift));
}

function family() {
  return { p: list(whole(1, 12), () => pick([between(0, 1), between(0, 0.05), 0.02, 1])) };
}

function distribution(size: number) {
  const weights = list(size, () => random.uniform() ** 3 + 1e-6);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function assertNear(ours: readonly number[], theirs: readonly number[], comparison: Comparison<unknown>, what: string) {
  const { tolerance = 1e-9, relative = false } = comparison;
  assert.equal(ours.length, theirs.length, what);
  for (const [index, expected] of theirs.entries()) {
    const actual = ours[index]!;
    const allowed = tolerance * (relative ? Math.abs(expected) : Math.max(1, Math.abs(expected)));
    const near = Math.abs(actual - expected) <= allowed;
    assert.ok(near, `${what}: number ${index} is ${actual}, scipy or statsmodels says ${expected}`);
  }
}

test("src/stats agrees with scipy and statsmodels", async (t) => {
  const obstacle = setUpOracle();
  if (obstacle !== null) {
    console.warn(`NOT CHECKED against scipy and statsmodels: ${obstacle}`);
    t.skip(obstacle);
    return;
  }
  const inputs = Object.fromEntries(
    Object.entries(comparisons).map(([name, { make, cases = 200 }]) => [name, list(cases, make)]),
  );
  const plans = (["pocock", "obrien-fleming"] as const).flatMap((type) =>
    [1, 2, 3, 4, 5].map((looks) => ({ looks, type, alpha: pick([0.05, 0.01, 0.1]) })),
  );
  const sequential = plans.map((plan) => ({ z: groupSequential(plan).z }));
  const answers = askOracle({ ...inputs, sequential });
  for (const [name, comparison] of Object.entries(comparisons)) {
    await t.test(`${name}, ${inputs[name]!.length} cases`, () => {
      for (const [index, input] of inputs[name]!.entries()) {
        assertNear(comparison.ours(input), answers[name]![index]!, comparison, JSON.stringify(input));
      }
    });
  }
  await t.test("group-sequential bounds spend alpha", () => {
    for (const [index, plan] of plans.entries()) {
      const [spent] = answers.sequential![index]!;
      assert.ok(Math.abs(spent! - plan.alpha) < 1e-5, `${JSON.stringify(plan)} spends ${spent}`);
    }
  });
});
