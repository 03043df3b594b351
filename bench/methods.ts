// What src/stats says of a simulated test set, method by method, for bench/aa.ts.
import { bootstrapMean } from "../src/stats/bootstrap.ts";
import { clusteredMean } from "../src/stats/clustered.ts";
import type { Interval } from "../src/stats/interval.ts";
import { mcnemarExact } from "../src/stats/mcnemar.ts";
import { newcombePaired } from "../src/stats/newcombe.ts";
import { pairedT } from "../src/stats/paired-t.ts";
import { tangoPaired } from "../src/stats/tango.ts";
import { wilcoxonSignedRank } from "../src/stats/wilcoxon.ts";
import type { Sample } from "./simulated.ts";

export const alpha = 0.05;
/** Enough for the rate of errors over many test sets; a verdict draws 10,000. */
const resamples = 999;

/** What one method says of one test set: its interval of the difference and its p value against 0. */
export type Method = (sample: Sample, round: number) => Interval & { p: number };

/** Counts of a yes-or-no test set. */
export const cells = ({ differences }: Sample) => {
  const aOnly = differences.filter((d) => d < 0).length;
  const bOnly = differences.filter((d) => d > 0).length;
  return { n: differences.length, aOnly, bOnly };
};

export const methods = {
  "McNemar exact, Newcombe": (sample) => {
    const { n, aOnly, bOnly } = cells(sample);
    // Of the concordant items as many are right as make an accuracy of 80 %.
    const both = Math.max(0, Math.round(0.8 * n) - aOnly);
    const neither = Math.max(0, n - aOnly - bOnly - both);
    const counts = { both: n - aOnly - bOnly - neither, aOnly, bOnly, neither };
    return { ...newcombePaired(counts, 1 - alpha), p: mcnemarExact(aOnly, bOnly) };
  },
  "Tango score": (sample) => {
    const { low, high } = tangoPaired(cells(sample), 1 - alpha);
    return { low, high, p: low > 0 || high < 0 ? 0 : 1 };
  },
  "paired t": ({ differences }) => pairedT(differences, 1 - alpha),
  "bootstrap BCa": ({ differences }, seed) => {
    return bootstrapMean(differences, { confidence: 1 - alpha, resamples, seed, method: "bca" });
  },
  "bootstrap BCa expanded": ({ differences }, seed) => {
    return bootstrapMean(differences, { confidence: 1 - alpha, resamples, seed, method: "bca", expanded: true });
  },
  "bootstrap percentile expanded": ({ differences }, seed) => {
    return bootstrapMean(differences, { confidence: 1 - alpha, resamples, seed, method: "percentile", expanded: true });
  },
  Wilcoxon: ({ differences }) => {
    const { p } = wilcoxonSignedRank(differences);
    return { p, low: Number.NaN, high: Number.NaN };
  },
  "clustered t": ({ differences, clusters }) => clusteredMean(differences, clusters, 1 - alpha),
  "clustered t, CR1 and G − 1": ({ differences, clusters }) => {
    return clusteredMean(differences, clusters, 1 - alpha, { smallSample: "clusters" });
  },
  "cluster bootstrap BCa expanded": ({ differences, clusters }, seed) => {
    const options = { confidence: 1 - alpha, resamples, seed, method: "bca", expanded: true, clusters } as const;
    return bootstrapMean(differences, options);
  },
} satisfies Record<string, Method>;
