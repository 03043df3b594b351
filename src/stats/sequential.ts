import { CodedError } from "../protocol/problem.ts";
import { requireProbability } from "./checks.ts";
import { normalCdf, normalDensity } from "./normal.ts";
import { gaussLegendre } from "./quadrature.ts";

export type Spending = "pocock" | "obrien-fleming";

export interface SequentialPlan {
  /** How often one looks, the last time included, after equal numbers of items. 1 … 50. */
  looks: number;
  /** Two-sided, over all looks together. */
  alpha: number;
  type: Spending;
}

export interface SequentialBounds {
  /** |z| from which one may stop, look by look. */
  z: number[];
  /** Two-sided p value below which one may stop, look by look. */
  p: number[];
}

/** Points of integration per look. With 48 the bounds of 50 looks are off by 7e-9, of 20 looks by less than 1e-12. */
const order = 64;

/**
 * Bounds that keep the chance of a false claim at alpha although one looks several times: Pocock 1977 (the same |z|
 * at every look) or O'Brien & Fleming 1979 (C·√(looks/k) at look k, hard to cross early). The constant is found by
 * integrating the distribution of the sum within the bounds from look to look (Armitage, McPherson & Rowe 1969).
 * Looks must be decided before. Throws `stats-out-of-range`.
 */
export function groupSequential({ looks, alpha, type }: SequentialPlan): SequentialBounds {
  requireProbability("alpha", alpha);
  if (!Number.isInteger(looks) || looks < 1 || looks > 50) {
    throw new CodedError("stats-out-of-range", { argument: "looks", value: looks, allowed: "looks ∈ {1, …, 50}" });
  }
  const bounds = (constant: number) =>
    Array.from({ length: looks }, (_, index) => constant * (type === "pocock" ? 1 : Math.sqrt(looks / (index + 1))));
  let [low, high] = [0, 10];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (crossing(bounds(middle)) > alpha) low = middle;
    else high = middle;
  }
  const z = bounds(high);
  return { z, p: z.map((value) => 2 * normalCdf(-value)) };
}

/** Chance that a random walk of standard normal steps leaves |sum| < z_k·√k at some look k. */
function crossing(z: readonly number[]): number {
  let crossed = 2 * normalCdf(-z[0]!);
  let rule = gaussLegendre(order, -z[0]!, z[0]!);
  let density = rule.nodes.map(normalDensity);
  for (let look = 2; look <= z.length; look++) {
    const bound = z[look - 1]! * Math.sqrt(look);
    const { nodes, weights } = rule;
    const inside = density.map((value, index) => value * weights[index]!);
    inside.forEach((mass, index) => {
      crossed += mass * (normalCdf(nodes[index]! - bound) + normalCdf(-nodes[index]! - bound));
    });
    if (look === z.length) break;
    rule = gaussLegendre(order, -bound, bound);
    density = rule.nodes.map((to) =>
      inside.reduce((sum, mass, index) => sum + mass * normalDensity(to - nodes[index]!), 0),
    );
  }
  return crossed;
}
