import { CodedError } from "../protocol/problem.ts";

/*
 * What the functions of this folder demand of their arguments. They throw at once, so that no NaN travels into a report.
 * `allowed` is a formula, read the same in every language.
 */

export function requireBetween(argument: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw new CodedError("stats-out-of-range", { argument, value, allowed: `${low} ≤ ${argument} ≤ ${high}` });
}

/** Strictly between 0 and 1: a confidence, a power, an alpha. */
export function requireProbability(argument: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new CodedError("stats-out-of-range", { argument, value, allowed: `0 < ${argument} < 1` });
}

export function requireMoreThan(argument: string, value: number, low: number): void {
  if (value > low && value < Number.POSITIVE_INFINITY) return;
  throw new CodedError("stats-out-of-range", { argument, value, allowed: `${low} < ${argument} < ∞` });
}

export function requireCount(argument: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new CodedError("stats-out-of-range", { argument, value, allowed: `${argument} ∈ {0, 1, 2, …}` });
}

export function requireValues(argument: string, values: readonly number[], least = 1): void {
  if (values.length < least) throw new CodedError("stats-no-values", { argument, least });
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  throw new CodedError("stats-not-finite", { argument, index: index + 1, value: String(values[index]) });
}

/** p values of a family. An empty family is allowed. */
export function requirePValues(argument: string, p: readonly number[]): void {
  for (const value of p) requireBetween(argument, value, 0, 1);
}

export function requireSameLength(
  [first, second]: readonly [string, string],
  a: ArrayLike<unknown>,
  b: ArrayLike<unknown>,
): void {
  if (a.length === b.length) return;
  const params = { first, second, firstLength: a.length, secondLength: b.length };
  throw new CodedError("stats-lengths-differ", params);
}
