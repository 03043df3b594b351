import { requireCount } from "./checks.ts";

/** What was found rightly, found wrongly and missed. A wrong value is one of each of the latter two. */
export interface Detection {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

/**
 * F1 = 2tp / (2tp + fp + fn), 0 … 1 (van Rijsbergen 1979). 1 where there was nothing to find and nothing was found.
 * Throws `stats-out-of-range`.
 */
export function f1({ truePositive, falsePositive, falseNegative }: Detection): number {
  for (const count of [truePositive, falsePositive, falseNegative]) requireCount("count", count);
  const all = 2 * truePositive + falsePositive + falseNegative;
  return all === 0 ? 1 : (2 * truePositive) / all;
}

/** F1 of all classes' counts together: each decision counts the same. An empty list has 1. */
export function microF1(classes: readonly Detection[]): number {
  const total = { truePositive: 0, falsePositive: 0, falseNegative: 0 };
  for (const one of classes) {
    total.truePositive += one.truePositive;
    total.falsePositive += one.falsePositive;
    total.falseNegative += one.falseNegative;
  }
  return f1(total);
}

/** Mean of the classes' F1: each class counts the same, rare ones too. An empty list has 1. */
export function macroF1(classes: readonly Detection[]): number {
  return classes.length === 0 ? 1 : classes.reduce((sum, one) => sum + f1(one), 0) / classes.length;
}
