import { expectedMaximum } from "../stats/order.ts";

/**
 * The winner's curse: by how much the best of several candidates is expected to look better than it is, if all were equally
 * good. That is the most it can be on average: where one is truly better, it is less.
 *
 * Scores of the same items go up and down together, and only what is left counts: for k equicorrelated normal means the
 * largest is expected at σ √(1 − ρ) · E[max of k] (Owen & Steck 1962). σ² (1 − ρ) is what is left of the variance of a mean
 * when each item's and each candidate's own mean are taken out (the residual of a two-way layout, items by candidates),
 * summed by cluster where items come in clusters. In the metric's own unit. 0 for fewer than two candidates.
 */
export function expectedOptimism(columns: readonly (readonly number[])[], clusters: readonly string[] | null): number {
  const count = columns.length;
  const items = columns[0]?.length ?? 0;
  if (count < 2 || items < 2) return 0;
  const itemMeans = Array.from({ length: items }, (_, item) => sum(columns.map((column) => column[item]!)) / count);
  const overall = sum(itemMeans) / items;
  const variances = columns.map((column) => {
    const own = sum(column) / items;
    const residuals = column.map((score, item) => score - itemMeans[item]! - own + overall);
    return sumOfSquares(residuals, clusters) / items ** 2;
  });
  // What the item means take out of each candidate is given back: k − 1 of k are free.
  const variance = (sum(variances) / count) * (count / (count - 1));
  return Math.sqrt(variance) * expectedMaximum(count);
}

function sumOfSquares(residuals: readonly number[], clusters: readonly string[] | null): number {
  if (!clusters) return sum(residuals.map((residual) => residual ** 2));
  const sums = new Map<string, number>();
  for (const [index, name] of clusters.entries()) sums.set(name, (sums.get(name) ?? 0) + residuals[index]!);
  return sum([...sums.values()].map((total) => total ** 2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
