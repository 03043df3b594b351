import { nonInferiorityBinary } from "../stats/non-inferiority.ts";
import { wilson } from "../stats/proportion.ts";
import { constantOf, isBinary, type PairedScores } from "./compare-pair.ts";
import { twoSided } from "./interval.ts";
import { robustMean, unitsOf } from "./robust-mean.ts";

/** One-sided bounds of a paired difference, b − a, each of the given confidence. */
export interface LossBound {
  lower: number;
  upper: number;
  /** true: a loss beyond the margin is ruled out. false: it is proven. null: too few items to decide. */
  holds: boolean | null;
}

export interface DeclaredMargin extends LossBound {
  /** The loss that is tolerable, positive. */
  limit: number;
}

export interface BoundOptions {
  confidence: number;
  margin: number;
  /** Of the bootstrap. */
  seed: number;
  share?: boolean;
}

/**
 * Non-inferiority of b to a: does the lower one-sided bound stay above −margin?
 * Yes or no per item: score-type bounds, which hold with few discordant items too; else those of `robustMean`.
 */
export function lossBound(scores: PairedScores, options: BoundOptions): LossBound {
  const { lower, upper } = oneSided(scores, options);
  const { margin } = options;
  return { lower, upper, holds: lower > -margin ? true : upper < -margin ? false : null };
}

function oneSided({ a, b, clusters }: PairedScores, { confidence, share, margin, seed }: BoundOptions) {
  const differences = a.map((score, index) => b[index]! - score);
  if (clusters === null && isBinary(a) && isBinary(b)) {
    const aOnly = differences.filter((d) => d === -1).length;
    const bOnly = differences.filter((d) => d === 1).length;
    const n = a.length;
    const lower = nonInferiorityBinary({ n, aOnly, bOnly, margin, confidence }).bound;
    // The upper bound of b − a is the lower bound of a − b, turned round.
    const upper = -nonInferiorityBinary({ n, aOnly: bOnly, bOnly: aOnly, margin, confidence }).bound;
    return { lower, upper };
  }
  const level = twoSided(confidence);
  const same = constantOf(differences);
  if (same !== null) {
    // As in `analysePair`: no variance is not no uncertainty.
    const most = share === false ? 0 : wilson(0, unitsOf(differences.length, clusters), level).high;
    return { lower: same - most, upper: same + most };
  }
  const { low, high } = robustMean(differences, clusters, { confidence: level, seed });
  return { lower: low, upper: high };
}
