import type { CandidateResult } from "../protocol/comparison.ts";
import type { TradeOff, TradeOffAxis, TradeOffs } from "../protocol/trade-offs.ts";
import { clusteredMean } from "../stats/clustered.ts";
import { mean } from "../stats/mean.ts";
import { pairedT } from "../stats/paired-t.ts";
import type { MetricScores } from "./compare-metric.ts";
import { constantOf } from "./compare-pair.ts";

type Costs = Pick<CandidateResult, "name" | "size_bytes" | "tokens_per_second" | "peak_memory_bytes" | "endpoint">;

/** A measured time or memory that differs by less is the same: two runs of one model differ by as much. */
const measuredAlike = 0.05;

/** Each axis as what one pays, so that less is better on all of them. */
const axes: Readonly<Record<TradeOffAxis, { price: (costs: Costs) => number | null; alike: number }>> = {
  size: { price: ({ size_bytes }) => size_bytes, alike: 0 },
  memory: { price: ({ peak_memory_bytes }) => peak_memory_bytes, alike: measuredAlike },
  speed: {
    price: ({ tokens_per_second }) => (tokens_per_second === null ? null : 1 / tokens_per_second),
    alike: measuredAlike,
  },
  cost: { price: ({ endpoint }) => endpoint?.cost?.amount ?? null, alike: 0 },
};

/** Beyond so many candidates a front has no reader, and every one is compared with every other. */
const mostCandidates = 200;

/**
 * The Pareto front of quality and price, with the doubt that is in the qualities: a candidate is worth its price only where
 * all that cost less are shown to be worse. Null where fewer than two candidates have a price in common.
 */
export function tradeOffsOf(
  candidates: readonly Costs[],
  scores: MetricScores,
  { confidence }: { confidence: number },
): TradeOffs | null {
  const { used, priced } = pricedBy(candidates);
  if (priced.length < 2 || priced.length > mostCandidates) return null;
  const meanOf = new Map(priced.map(({ name }) => [name, mean(scores.columns.get(name)!)]));
  const standings = priced.map((one): TradeOff => {
    const rivals = priced
      .filter((other) => other !== one && costsLess(other, one, used))
      .map(({ name }) => ({ name, against: qualityOf(name, one.name, scores, confidence) }));
    const named = (against: string) =>
      rivals
        .filter((rival) => rival.against === against)
        .map(({ name }) => name)
        .sort((a, b) => meanOf.get(b)! - meanOf.get(a)!);
    const [certain, possible] = [named("as-good"), named("open")];
    if (certain.length > 0) return { name: one.name, standing: "dominated", by: certain };
    return { name: one.name, standing: possible.length > 0 ? "maybe-dominated" : "front", by: possible };
  });
  const known = new Set(priced.map(({ name }) => name));
  return {
    axes: used,
    confidence,
    candidates: standings,
    left_out: candidates.filter(({ name }) => !known.has(name)).map(({ name }) => name),
  };
}

/** The axes that all candidates have; where there is none such, those of the candidates with a size. */
function pricedBy(candidates: readonly Costs[]): { used: TradeOffAxis[]; priced: Costs[] } {
  const names = Object.keys(axes) as TradeOffAxis[];
  const knownOfAll = (some: readonly Costs[]) =>
    names.filter((axis) => some.length > 0 && some.every((one) => axes[axis].price(one) !== null));
  const used = knownOfAll(candidates);
  if (used.length > 0) return { used, priced: [...candidates] };
  const priced = candidates.filter(({ size_bytes }) => size_bytes !== null);
  return { used: knownOfAll(priced), priced };
}

function costsLess(a: Costs, b: Costs, used: readonly TradeOffAxis[]): boolean {
  const relations = used.map((axis) => {
    const { price, alike } = axes[axis];
    const [own, other] = [price(a)!, price(b)!];
    if (Math.abs(own - other) <= alike * Math.max(own, other)) return 0;
    return own < other ? -1 : 1;
  });
  return relations.every((relation) => relation <= 0) && relations.some((relation) => relation < 0);
}

/** Whether the cheaper one is as good, by the paired interval alone: t, over clusters where there are some. */
function qualityOf(
  cheaper: string,
  dearer: string,
  { columns, clusters }: MetricScores,
  confidence: number,
): "as-good" | "worse" | "open" {
  const other = columns.get(dearer)!;
  const differences = columns.get(cheaper)!.map((score, index) => score - other[index]!);
  const same = constantOf(differences);
  if (same !== null) return same >= 0 ? "as-good" : "worse";
  const { low, high } = clusters ? clusteredMean(differences, clusters, confidence) : pairedT(differences, confidence);
  return low >= 0 ? "as-good" : high < 0 ? "worse" : "open";
}
