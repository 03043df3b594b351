import { CodedError } from "../protocol/problem.ts";
import { requireBetween, requireSameLength, requireValues } from "./checks.ts";

/** What a router reaches at rising shares of calls to the strong model, with both models' own quality. */
export interface RouterCurve {
  /** Rising from 0 to 1. */
  strongShare: readonly number[];
  quality: readonly number[];
  weak: number;
  strong: number;
}

/**
 * Performance gap recovered (Ong et al. 2024, RouteLLM, arXiv 2406.18665): which part of the way from the weak model's
 * quality to the strong one's a router goes. May leave 0 … 1. Null where the two are equally good: there is no gap.
 */
export function performanceGapRecovered(quality: number, weak: number, strong: number): number | null {
  return strong === weak ? null : (quality - weak) / (strong - weak);
}

/**
 * APGR: mean of the gap recovered over the share of strong calls, by trapezoids. A router that guesses has 0.5.
 * Null without a gap. Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range` (shares that don't rise from 0 to 1).
 */
export function averagePerformanceGapRecovered(curve: RouterCurve): number | null {
  const recovered = recoveredGaps(curve);
  if (recovered === null) return null;
  let area = 0;
  for (let index = 1; index < recovered.length; index++) {
    const width = curve.strongShare[index]! - curve.strongShare[index - 1]!;
    area += (width * (recovered[index]! + recovered[index - 1]!)) / 2;
  }
  return area;
}

/**
 * CPT(x): the least share of strong calls that recovers the part `target` of the gap (0 … 1), linear between points.
 * Null without a gap or where the curve never gets there. Throws as `averagePerformanceGapRecovered`.
 */
export function callPerformanceThreshold(curve: RouterCurve, target: number): number | null {
  requireBetween("target", target, 0, 1);
  const recovered = recoveredGaps(curve);
  const reached = recovered?.findIndex((gap) => gap >= target) ?? -1;
  if (recovered === null || reached < 0) return null;
  const share = curve.strongShare[reached]!;
  if (reached === 0) return share;
  const [from, to] = [recovered[reached - 1]!, recovered[reached]!];
  const previous = curve.strongShare[reached - 1]!;
  return previous + ((target - from) / (to - from)) * (share - previous);
}

function recoveredGaps({ strongShare, quality, weak, strong }: RouterCurve): number[] | null {
  requireValues("strongShare", strongShare, 2);
  requireValues("quality", quality, 2);
  requireSameLength(["strongShare", "quality"], strongShare, quality);
  const rises = strongShare.every((share, index) => index === 0 || share > strongShare[index - 1]!);
  if (!rises || strongShare[0] !== 0 || strongShare.at(-1) !== 1) {
    const allowed = "0 = strongShare[0] < … < strongShare[n] = 1";
    throw new CodedError("stats-out-of-range", { argument: "strongShare", value: strongShare.join(", "), allowed });
  }
  if (strong === weak) return null;
  return quality.map((value) => (value - weak) / (strong - weak));
}
