import { requirePValues } from "./checks.ts";

/**
 * Holm's step-down adjusted p values (Holm 1979), in the order given: reject where the adjusted value is ≤ α and the
 * chance of any false claim in the family is ≤ α, whatever the dependence. The family is every comparison that was
 * made, shown or not. Throws `stats-out-of-range` for what is no p value.
 */
export function holm(p: readonly number[]): number[] {
  requirePValues("p", p);
  const order = [...p.keys()].sort((i, j) => p[i]! - p[j]!);
  const adjusted = new Array<number>(p.length);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (p.length - rank) * p[index]!));
    adjusted[index] = least;
  }
  return adjusted;
}

/**
 * Benjamini-Hochberg adjusted p values (1995), in the order given: of the rejected at ≤ q, a share of at most q is
 * expected to be false (independent or positively dependent tests). For screening, never for a verdict.
 * Throws `stats-out-of-range`.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  requirePValues("p", p);
  const order = [...p.keys()].sort((i, j) => p[j]! - p[i]!);
  const adjusted = new Array<number>(p.length);
  let most = 1;
  for (const [rank, index] of order.entries()) {
    most = Math.min(most, (p.length / (p.length - rank)) * p[index]!);
    adjusted[index] = most;
  }
  return adjusted;
}

/**
 * Fixed-sequence testing (Maurer, Hothorn & Lehmacher 1995): hypotheses in an order that was declared before looking
 * are each tested at full α until one fails; nothing behind it counts. Adjusted p values are the running maximum.
 * Throws `stats-out-of-range`.
 */
export function fixedSequence(p: readonly number[]): number[] {
  requirePValues("p", p);
  let most = 0;
  return p.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

/** How many of a declared sequence pass before the first that does not: the smallest model that is proven is the last of them. */
export function passedInSequence(holds: readonly boolean[]): number {
  const failure = holds.indexOf(false);
  return failure < 0 ? holds.length : failure;
}
