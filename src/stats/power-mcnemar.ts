import { requireBetween, requireCount, requireMoreThan, requireProbability } from "./checks.ts";
import { binomialCdf } from "./distributions.ts";
import { mcnemarExact } from "./mcnemar.ts";

export interface McNemarDesign {
  /** Share of items that exactly one of the two has right, 0 … 1. */
  discordant: number;
  n: number;
  /** Two-sided. */
  alpha: number;
}

/**
 * Power of the exact McNemar test, without approximation: the number of discordant items is binomial, and so is, given
 * that number, how many of them the better one has; the rejection region is summed. `difference` is that of accuracies,
 * |difference| ≤ discordant. Throws `stats-out-of-range`.
 */
export function powerMcNemarExact(input: McNemarDesign & { difference: number }): number {
  const { discordant, difference, n, alpha } = input;
  requireCount("n", n);
  requireProbability("alpha", alpha);
  requireBetween("discordant", discordant, 0, 1);
  requireBetween("|difference|", Math.abs(difference), 0, discordant);
  if (discordant === 0) return 0;
  const better = (discordant + difference) / (2 * discordant);
  let power = 0;
  let below = 0;
  let critical = -1;
  for (let count = 0; count <= n; count++) {
    const upTo = binomialCdf(count, n, discordant);
    const chance = upTo - below;
    below = upTo;
    // The largest smaller cell that is still significant; it never shrinks as the count grows.
    while (mcnemarExact(critical + 1, Math.max(0, count - critical - 1)) <= alpha && 2 * (critical + 1) < count)
      critical++;
    if (critical < 0 || chance < 1e-14) continue;
    power += chance * (binomialCdf(critical, count, better) + binomialCdf(critical, count, 1 - better));
  }
  return power;
}

/**
 * The smallest difference of accuracies that the exact test sees with the given power. Null where even a difference as
 * large as the discordant share stays unseen. Throws `stats-out-of-range`.
 */
export function minimumDetectableMcNemarExact(input: McNemarDesign & { power: number }): number | null {
  requireProbability("power", input.power);
  requireMoreThan("n", input.n, 0);
  const seen = (difference: number) => powerMcNemarExact({ ...input, difference }) >= input.power;
  if (!seen(input.discordant)) return null;
  let [low, high] = [0, input.discordant];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (low + high) / 2;
    if (seen(middle)) high = middle;
    else low = middle;
  }
  return high;
}
