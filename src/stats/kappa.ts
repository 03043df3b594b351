import { CodedError } from "../protocol/problem.ts";
import { requireCount, requireProbability, requireSameLength } from "./checks.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

export type Label = string | number;

export interface KappaOptions {
  confidence: number;
  /** How much a near miss counts: not at all, by the distance of grades, or by its square. Default none. */
  weights?: "none" | "linear" | "quadratic";
  /** All grades in order, for weights. Default: those that occur, sorted; pass them where a grade in between may be missing. */
  categories?: readonly Label[];
}

export interface Kappa extends Interval {
  /** Agreement beyond chance, 1 at most. Null where both raters gave one and the same label throughout: chance explains all. */
  kappa: number | null;
  se: number;
  /** Share of (weighted) agreement, chance included. */
  agreement: number;
  n: number;
}

/**
 * Cohen's kappa of two raters on the same items (Cohen 1960; weighted: Cohen 1968) with the large-sample standard error
 * of Fleiss, Cohen & Everitt 1969 and a normal interval, cut at −1 and 1. Undefined kappa: se 0, interval −1 … 1.
 * Throws `stats-no-values`, `stats-lengths-differ`, `stats-out-of-range` (confidence, a label that is no category).
 */
export function cohenKappa(a: readonly Label[], b: readonly Label[], options: KappaOptions): Kappa {
  requireSameLength(["a", "b"], a, b);
  requireProbability("confidence", options.confidence);
  const n = a.length;
  if (n === 0) throw new CodedError("stats-no-values", { argument: "a", least: 1 });
  const categories = options.categories ?? [...new Set([...a, ...b])].sort(byOrder);
  const table = crossTable(a, b, categories);
  const k = categories.length;
  const rows = table.map((row) => row.reduce((sum, share) => sum + share, 0));
  const columns = rows.map((_, column) => table.reduce((sum, row) => sum + row[column]!, 0));
  const weight = (i: number, j: number) => agreementWeight(i, j, k, options.weights ?? "none");
  const sum = (term: (i: number, j: number) => number) =>
    table.reduce((outer, row, i) => outer + row.reduce((inner, _, j) => inner + term(i, j), 0), 0);
  const agreement = sum((i, j) => weight(i, j) * table[i]![j]!);
  const chance = sum((i, j) => weight(i, j) * rows[i]! * columns[j]!);
  if (1 - chance < 1e-12) return { kappa: null, se: 0, agreement, n, low: -1, high: 1 };
  const kappa = (agreement - chance) / (1 - chance);
  const rowWeights = rows.map((_, i) => columns.reduce((total, share, j) => total + weight(i, j) * share, 0));
  const columnWeights = columns.map((_, j) => rows.reduce((total, share, i) => total + weight(i, j) * share, 0));
  const spread =
    sum((i, j) => table[i]![j]! * (weight(i, j) - (rowWeights[i]! + columnWeights[j]!) * (1 - kappa)) ** 2) -
    (kappa - chance * (1 - kappa)) ** 2;
  const se = Math.sqrt(Math.max(0, spread) / n) / (1 - chance);
  const half = normalQuantile((1 + options.confidence) / 2) * se;
  return { kappa, se, agreement, n, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) };
}

/**
 * Fleiss' kappa (Fleiss 1971): `counts[item][category]` raters chose that category for that item; every item has the same
 * number of raters, at least 2. Null where a single category was ever chosen.
 * Throws `stats-no-values`, `stats-lengths-differ`, `stats-out-of-range` (an item with another number of raters).
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number | null {
  const [first] = counts;
  if (!first || first.length === 0) throw new CodedError("stats-no-values", { argument: "counts", least: 1 });
  const raters = first.reduce((sum, count) => sum + count, 0);
  if (raters < 2)
    throw new CodedError("stats-out-of-range", { argument: "raters", value: raters, allowed: "raters ≥ 2" });
  const shares = new Array<number>(first.length).fill(0);
  let agreement = 0;
  for (const [index, row] of counts.entries()) {
    requireSameLength(["counts[0]", `counts[${index}]`], first, row);
    for (const count of row) requireCount("count", count);
    const given = row.reduce((sum, count) => sum + count, 0);
    if (given !== raters) {
      throw new CodedError("stats-out-of-range", {
        argument: `raters of item ${index}`,
        value: given,
        allowed: `= ${raters}`,
      });
    }
    for (const [category, count] of row.entries()) shares[category]! += count / raters / counts.length;
    const pairs = row.reduce((sum, count) => sum + count * (count - 1), 0);
    agreement += pairs / (raters * (raters - 1)) / counts.length;
  }
  const chance = shares.reduce((sum, share) => sum + share ** 2, 0);
  return 1 - chance < 1e-12 ? null : (agreement - chance) / (1 - chance);
}

function byOrder(a: Label, b: Label): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function crossTable(a: readonly Label[], b: readonly Label[], categories: readonly Label[]): number[][] {
  const places = new Map(categories.map((label, index) => [label, index]));
  const place = (label: Label) => {
    const index = places.get(label);
    if (index !== undefined) return index;
    throw new CodedError("stats-out-of-range", { argument: "label", value: label, allowed: categories.join(", ") });
  };
  const table = categories.map(() => new Array<number>(categories.length).fill(0));
  for (const [index, label] of a.entries()) table[place(label)]![place(b[index]!)]! += 1 / a.length;
  return table;
}

function agreementWeight(i: number, j: number, k: number, weights: "none" | "linear" | "quadratic"): number {
  if (weights === "none" || k < 2) return Number(i === j);
  const distance = Math.abs(i - j) / (k - 1);
  return 1 - (weights === "linear" ? distance : distance ** 2);
}
