import { CodedError } from "../protocol/problem.ts";
import { requireSameLength } from "./checks.ts";
import { mcnemarExact } from "./mcnemar.ts";

/** What a judge said of two answers, as the name of the model that won, whatever slot it stood in. */
export type Preference = "A" | "B" | "tie";

export interface SwappedOrder {
  n: number;
  /** Share of items with the same verdict in both orders. */
  consistency: number;
  /** Items where the winner changed with the order, by the slot that won both times. */
  firstSlotWins: number;
  secondSlotWins: number;
  /** Two-sided sign test of those: is the judge drawn to a slot? */
  p: number;
  /** Wins that survived the swap; all other items are ties. */
  wins: { A: number; B: number; tie: number };
}

/**
 * Agreement of a pairwise judge with itself when the answers are shown in the other order (Zheng et al. 2023, arXiv
 * 2306.05685): `shownAB` are verdicts with A first, `shownBA` those with B first, both mapped to models.
 * Winning to tie is inconsistent, yet favours no slot. Throws `stats-no-values`, `stats-lengths-differ`.
 */
export function swappedOrder(shownAB: readonly Preference[], shownBA: readonly Preference[]): SwappedOrder {
  requireSameLength(["shownAB", "shownBA"], shownAB, shownBA);
  const n = shownAB.length;
  if (n === 0) throw new CodedError("stats-no-values", { argument: "shownAB", least: 1 });
  const count = (first: Preference, second: Preference) =>
    shownAB.filter((verdict, index) => verdict === first && shownBA[index] === second).length;
  const wins = { A: count("A", "A"), B: count("B", "B") };
  const firstSlotWins = count("A", "B");
  const secondSlotWins = count("B", "A");
  return {
    n,
    consistency: (wins.A + wins.B + count("tie", "tie")) / n,
    firstSlotWins,
    secondSlotWins,
    p: mcnemarExact(firstSlotWins, secondSlotWins),
    wins: { ...wins, tie: n - wins.A - wins.B },
  };
}

export interface Flips {
  n: number;
  /** Shares of items that are right. */
  aCorrect: number;
  bCorrect: number;
  /** Right in a, wrong in b. */
  regressed: number;
  /** Wrong in a, right in b. */
  fixed: number;
  /** Share of items whose correctness changed either way. */
  flips: number;
}

/**
 * How many items change between two models (Dutta et al. 2024, arXiv 2407.09141): accuracy can be equal while many do.
 * Throws `stats-no-values`, `stats-lengths-differ`.
 */
export function flips(a: readonly boolean[], b: readonly boolean[]): Flips {
  requireSameLength(["a", "b"], a, b);
  const n = a.length;
  if (n === 0) throw new CodedError("stats-no-values", { argument: "a", least: 1 });
  const count = (right: (index: number) => boolean) => a.filter((_, index) => right(index)).length;
  const regressed = count((index) => a[index]! && !b[index]!);
  const fixed = count((index) => !a[index]! && b[index]!);
  return {
    n,
    aCorrect: count((index) => a[index]!) / n,
    bCorrect: count((index) => b[index]!) / n,
    regressed,
    fixed,
    flips: (regressed + fixed) / n,
  };
}
