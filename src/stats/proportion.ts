import { requireBetween, requireProbability } from "./checks.ts";
import { betaQuantile } from "./distributions.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

function requireShare(successes: number, n: number, confidence: number): void {
  requireProbability("confidence", confidence);
  requireBetween("n", n, 0, Number.MAX_SAFE_INTEGER);
  requireBetween("successes", successes, 0, n);
}

/**
 * Wilson's score interval of a proportion (Wilson 1927; Newcombe 1998, Stat. Med. 17:857, method 3), two-sided.
 * A share of 0 … 1; exactly 0 below when nothing succeeded, exactly 1 above when everything did; 0 … 1 for n = 0.
 * Counts need not be whole (a share times the number of clusters will do).
 * Throws `stats-out-of-range` unless 0 ≤ successes ≤ n and 0 < confidence < 1.
 */
export function wilson(successes: number, n: number, confidence: number): Interval {
  requireShare(successes, n, confidence);
  if (n === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const z2 = z * z;
  const failures = n - successes;
  const middle = successes + z2 / 2;
  const half = z * Math.sqrt((successes * failures) / n + z2 / 4);
  return {
    low: successes === 0 ? 0 : (middle - half) / (n + z2),
    high: failures === 0 ? 1 : (middle + half) / (n + z2),
  };
}

/**
 * The exact interval of a proportion by inverting binomial tails (Clopper & Pearson 1934), two-sided. Never covers less
 * than `confidence`, often more: wider than Wilson's. Edges, units and errors as in `wilson`.
 */
export function clopperPearson(successes: number, n: number, confidence: number): Interval {
  requireShare(successes, n, confidence);
  if (n === 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  const failures = n - successes;
  return {
    low: betaQuantile(tail, successes, failures + 1),
    high: failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  };
}
