import type { Money, Price } from "../protocol/endpoint.ts";
import { formatAmount } from "../protocol/format.ts";
import { CodedError } from "../protocol/problem.ts";

/** Tokens that a price is quoted for. */
const quoted = 1_000_000;

/** What so many tokens cost. Null: there is no price. */
export function costOf(price: Price | null, tokens: { input: number; output: number }): Money | null {
  if (price === null) return null;
  const amount = (tokens.input * price.input + tokens.output * price.output) / quoted;
  return { amount, currency: price.currency };
}

/** Money that a run has spent, held against what it may spend. One for a whole run. */
export interface Purse {
  /** Counts money. */
  spend(cost: Money | null): void;
  /**
   * Throws `cost-exceeded` where nothing is left and the budget says stop; where it says warn, tells it once. Ask before
   * each request.
   */
  check(onExceed: (spent: Money, budget: Money) => void): void;
  spent(): Money | null;
}

export interface PurseOptions {
  budget: Money | null;
  /** What earlier attempts of the same run have spent. */
  before?: Money | null;
  /** `warn` lets everything go on. */
  on_exceed: "stop" | "warn";
}

/**
 * A budget is checked before each request and never in the middle of one, so that requests under way may exceed it by
 * their own cost. Money of another currency is not counted against it: `check` refuses such a file.
 */
export function openPurse({ budget, before = null, on_exceed }: PurseOptions): Purse {
  let spent: Money | null = before;
  let said = false;
  return {
    spend(cost) {
      if (cost === null) return;
      if (budget !== null && cost.currency !== budget.currency) return;
      spent = totalOf(spent, cost);
    },
    check(onExceed) {
      if (budget === null || spent === null || spent.amount < budget.amount) return;
      if (on_exceed === "warn") {
        if (!said) onExceed(spent, budget);
        said = true;
        return;
      }
      throw new CodedError("cost-exceeded", {
        spent: formatAmount(spent.amount),
        budget: formatAmount(budget.amount),
        currency: budget.currency,
      });
    },
    spent: () => spent,
  };
}

/** The sum of two amounts of one currency; null: neither is known. */
export function totalOf(sum: Money | null, more: Money | null): Money | null {
  if (more === null) return sum;
  return { amount: (sum?.amount ?? 0) + more.amount, currency: more.currency };
}
