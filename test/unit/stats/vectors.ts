import { flips, type Preference, swappedOrder } from "../../../src/stats/agreement.ts";
import { bootstrapMean } from "../../../src/stats/bootstrap.ts";
import { clusteredMean } from "../../../src/stats/clustered.ts";
import { f1 } from "../../../src/stats/f1.ts";
import { cohenKappa } from "../../../src/stats/kappa.ts";
import { mcnemarExact } from "../../../src/stats/mcnemar.ts";
import { benjaminiHochberg, holm } from "../../../src/stats/multiple.ts";
import { newcombePaired } from "../../../src/stats/newcombe.ts";
import { nonInferiorityBinaryWald } from "../../../src/stats/non-inferiority.ts";
import { pairedT } from "../../../src/stats/paired-t.ts";
import { minimumDetectable, sampleSizePairedT } from "../../../src/stats/power.ts";
import { wilson } from "../../../src/stats/proportion.ts";
import { averagePerformanceGapRecovered, callPerformanceThreshold } from "../../../src/stats/routing.ts";
import { groupSequential } from "../../../src/stats/sequential.ts";

/** One worked example: what goes in, what a trusted tool says comes out. */
export interface Vector {
  name: string;
  group: string;
  // Each group has its own fields; `groups` below is where they are named.
  // biome-ignore lint/suspicious/noExplicitAny: a file of examples is free in form, and a wrong field fails its comparison
  input: Record<string, any>;
  expected: Record<string, unknown>;
  tolerance: number;
}

type Compute = (input: Vector["input"]) => Record<string, unknown>;

/** For each group of the vectors, the same numbers from src/stats. */
const groups: Record<string, Compute> = {
  mcnemar_exact: (v) => ({ p: mcnemarExact(v.only_a_correct, v.only_b_correct) }),
  wilson: (v) => limits(wilson(v.k, v.n, v.conf)),
  holm: (v) => adjusted(holm(v.p), v.alpha),
  benjamini_hochberg: (v) => adjusted(benjaminiHochberg(v.p), v.alpha),
  paired_t: (v) => {
    const test = pairedT(
      v.a.map((score: number, index: number) => score - v.b[index]),
      v.conf,
    );
    return { ...test, ...limits(test), mean_diff: test.mean };
  },
  clustered_se: (v) => {
    const clustered = clusteredMean(v.diff, v.cluster.map(String), 0.95, { smallSample: "clusters" });
    const { mean, se, seUncorrected } = clustered;
    return {
      mean,
      se_iid: pairedT(v.diff, 0.95).se,
      se_cluster_miller: seUncorrected,
      se_cluster_cr1: se,
    };
  },
  sample_size_paired_t: (v) => ({ n: sampleSizePairedT({ effect: v.d, alpha: v.alpha, power: v.power }) }),
  mde_paired: (v) => ({
    mde: minimumDetectable({ deviation: Math.sqrt(v.omega2), n: v.n, alpha: v.alpha, power: v.power }),
  }),
  paired_prop_ci_newcombe10: (v) => {
    // Theirs is a − b, ours b − a.
    const counts = { both: v.both, aOnly: v.only_b, bOnly: v.only_a, neither: v.neither };
    const { difference, ...interval } = newcombePaired(counts, v.conf);
    return { diff: difference, ...limits(interval) };
  },
  noninferiority_paired_wald: (v) => {
    const { only_baseline: aOnly, only_candidate: bOnly, n, margin, alpha } = v;
    const { difference, se, z, p, bound, holds } = nonInferiorityBinaryWald({
      n,
      aOnly,
      bOnly,
      margin,
      confidence: 1 - alpha,
    });
    return { diff: difference, se, z, p, lower_95_one_sided: bound, noninferior: holds };
  },
  bootstrap_bca: (v) => limits(bootstrapMean(v.x, { confidence: v.conf, resamples: 200_000, seed: 1, method: "bca" })),
  cohen_kappa_weighted: (v) => ({ kappa: cohenKappa(v.r1, v.r2, { confidence: 0.95, weights: v.weights }).kappa }),
  judge_position_bias: (v) => {
    const first: Preference[] = v.verdict_order_AB;
    const result = swappedOrder(first, v.verdict_order_BA_mapped_to_models);
    return {
      consistency: result.consistency,
      first_slot_wins: result.firstSlotWins,
      second_slot_wins: result.secondSlotWins,
      p_sign: result.p,
    };
  },
  quant_flips: (v) => {
    const result = flips(v.base_correct.map(Boolean), v.quant_correct.map(Boolean));
    return { acc_base: result.aCorrect, acc_quant: result.bCorrect, flips: result.flips };
  },
  router_apgr: (v) => {
    const curve = { strongShare: v.strong_call_share, quality: v.quality, weak: v.weak, strong: v.strong };
    return { apgr: averagePerformanceGapRecovered(curve), cpt50: callPerformanceThreshold(curve, 0.5) };
  },
  group_sequential: (v) => {
    const { z } = groupSequential({
      looks: v.looks,
      alpha: v.alpha,
      type: v.type === "pocock" ? "pocock" : "obrien-fleming",
    });
    return { z: z[0], z_first: z[0], z_final: z.at(-1) };
  },
  structured_f1: (v) => {
    const counts = fieldCounts(v.gold, v.pred);
    return {
      tp: counts.truePositive,
      fp: counts.falsePositive,
      fn: counts.falseNegative,
      micro_f1: f1(counts),
    };
  },
};

function limits({ low, high }: { low: number; high: number }) {
  return { lo: low, hi: high };
}

function adjusted(p: number[], alpha: number) {
  return { adjusted: p, reject: p.map((value) => value <= alpha) };
}

function fieldCounts(gold: Record<string, unknown>[], predicted: Record<string, unknown>[]) {
  const facts = (records: Record<string, unknown>[]) =>
    new Set(records.flatMap((record, row) => Object.entries(record).map((fact) => JSON.stringify([row, ...fact]))));
  const [wanted, found] = [facts(gold), facts(predicted)];
  const truePositive = [...found].filter((fact) => wanted.has(fact)).length;
  return { truePositive, falsePositive: found.size - truePositive, falseNegative: wanted.size - truePositive };
}

export interface Checked {
  vector: Vector;
  /** Null: no function of src/stats is meant for this group. */
  deviation: number | null;
}

/** Largest absolute difference between what src/stats says and what is expected; ∞ where a number is missing or a truth value differs. */
export function check(vector: Vector): Checked {
  const compute = groups[vector.group];
  if (!compute) return { vector, deviation: null };
  const actual = compute(vector.input);
  const deviations = Object.entries(vector.expected).map(([name, value]) => deviation(actual[name], value));
  return { vector, deviation: Math.max(...deviations) };
}

function deviation(actual: unknown, expected: unknown): number {
  if (typeof actual === "number" && typeof expected === "number" && Number.isFinite(actual)) {
    return Math.abs(actual - expected);
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length === expected.length) {
    return Math.max(0, ...expected.map((value, index) => deviation(actual[index], value)));
  }
  return actual === expected ? 0 : Number.POSITIVE_INFINITY;
}
