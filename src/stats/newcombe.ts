import { CodedError } from "../protocol/problem.ts";
import { requireCount } from "./checks.ts";
import type { Interval } from "./interval.ts";
import { wilson } from "./proportion.ts";

/** Items by who is right: the 2 × 2 table of two candidates on the same items. */
export interface PairedCounts {
  both: number;
  aOnly: number;
  bOnly: number;
  neither: number;
}

/** Number of items in the table. Throws `stats-out-of-range` for a count that is none and `stats-no-values` for 0 items. */
export function pairedTotal(counts: PairedCounts): number {
  for (const [name, count] of Object.entries(counts)) requireCount(name, count);
  const n = counts.both + counts.aOnly + counts.bOnly + counts.neither;
  if (n === 0) throw new CodedError("stats-no-values", { argument: "counts", least: 1 });
  return n;
}

/**
 * Difference of two paired proportions, p_b − p_a, in shares from −1 to 1, with Newcombe's interval that squares and adds
 * Wilson's limits (Newcombe 1998, Stat. Med. 17:2635, method 10, no continuity correction).
 * The interval is asymmetric and has some width even where the two never disagree.
 * Throws as `pairedTotal` and `wilson` do.
 */
export function newcombePaired(counts: PairedCounts, confidence: number): { difference: number } & Interval {
  const n = pairedTotal(counts);
  const { both, aOnly, bOnly, neither } = counts;
  const aRight = both + aOnly;
  const bRight = both + bOnly;
  const difference = (bOnly - aOnly) / n;
  const a = wilson(aRight, n, confidence);
  const b = wilson(bRight, n, confidence);
  const product = aRight * (n - aRight) * bRight * (n - bRight);
  // Without spread in a margin there is no correlation to speak of.
  const phi = product === 0 ? 0 : (both * neither - aOnly * bOnly) / Math.sqrt(product);
  const [aBelow, aAbove] = [aRight / n - a.low, a.high - aRight / n];
  const [bBelow, bAbove] = [bRight / n - b.low, b.high - bRight / n];
  return {
    difference,
    low: difference - Math.sqrt(Math.max(0, bBelow ** 2 - 2 * phi * bBelow * aAbove + aAbove ** 2)),
    high: difference + Math.sqrt(Math.max(0, bAbove ** 2 - 2 * phi * bAbove * aBelow + aBelow ** 2)),
  };
}
