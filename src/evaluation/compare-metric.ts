import type { Comparison, Pair } from "../protocol/comparison.ts";
import { holm } from "../stats/multiple.ts";
import { analysePair, type PairAnalysis } from "./compare-pair.ts";
import { meanInterval } from "./interval.ts";
import { type DeclaredMargin, lossBound } from "./loss-bound.ts";
import { outcome } from "./outcome.ts";
import { say } from "./say.ts";

/** One metric of all candidates on the same items, in the same order. */
export interface MetricScores {
  metric: string;
  /** By candidate. */
  columns: ReadonlyMap<string, readonly number[]>;
  clusters: readonly string[] | null;
}

export interface CompareOptions {
  baseline: string;
  /** Ordered pairs: the first is what the second is measured against. */
  pairs: readonly (readonly [a: string, b: string])[];
  confidence: number;
  seed: number;
  /** The loss that was declared tolerable for a pair before looking; null: none was. */
  margin: (metric: string, a: string, b: string) => number | null;
  /** The comparisons of this metric were declared before looking. All others are one exploratory family together. */
  declared: (metric: string) => boolean;
}

interface Analysed {
  a: string;
  b: string;
  analysis: PairAnalysis;
  margin: DeclaredMargin | null;
}

/**
 * Compares all pairs on all metrics.
 *
 * Holm's correction is over two families: the comparisons that were declared (all pairs of the primary metric), and all
 * others together, printed or not. So one can look through a table of fields and rules and still believe a "better" in
 * it, and looking there costs the declared comparisons nothing.
 */
export function compareMetrics(metrics: readonly MetricScores[], options: CompareOptions): Comparison[] {
  const analysed = metrics.map((scores) => ({ scores, pairs: analyse(scores, options) }));
  const adjusted = new Map<Analysed, number>();
  const sizes = new Map<boolean, number>();
  for (const declared of [true, false]) {
    const family = analysed
      .filter(({ scores }) => options.declared(scores.metric) === declared)
      .flatMap(({ pairs }) => pairs);
    const corrected = holm(family.map(({ analysis }) => analysis.p));
    for (const [index, pair] of family.entries()) adjusted.set(pair, corrected[index]!);
    sizes.set(declared, family.length);
  }
  return analysed.map(({ scores, pairs }): Comparison => {
    const declared = options.declared(scores.metric);
    const family = sizes.get(declared)!;
    const share = isShare(scores);
    return {
      metric: scores.metric,
      items: itemCount(scores),
      baseline: options.baseline,
      confidence: options.confidence,
      correction: family > 1 ? "holm" : "none",
      family,
      declared,
      variants: [...scores.columns].map(([name, values]) => {
        return {
          name,
          ...meanInterval(values, scores.clusters, { confidence: options.confidence, seed: options.seed, share }),
        };
      }),
      pairs: pairs.map((pair) => {
        const context = { items: itemCount(scores), family, share, confidence: options.confidence };
        return pairOf(pair, adjusted.get(pair)!, context);
      }),
      notes: [],
    };
  });
}

/** Scores from 0 to 1 are shares and their differences points; other tools' scores may be anything. */
export function isShare({ columns }: MetricScores): boolean {
  return [...columns.values()].every((values) => values.every((value) => value >= 0 && value <= 1));
}

function itemCount({ columns }: MetricScores): number {
  const [first] = columns.values();
  return first?.length ?? 0;
}

function analyse(scores: MetricScores, options: CompareOptions): Analysed[] {
  const { metric, columns, clusters } = scores;
  const { confidence, seed } = options;
  const share = isShare(scores);
  return options.pairs.map(([a, b]) => {
    const pair = { a: columns.get(a)!, b: columns.get(b)!, clusters };
    const limit = options.margin(metric, a, b);
    return {
      a,
      b,
      analysis: analysePair(pair, { confidence, seed, share }),
      margin: limit === null ? null : { limit, ...lossBound(pair, { confidence, seed, share, margin: limit }) },
    };
  });
}

interface PairContext {
  items: number;
  family: number;
  share: boolean;
  confidence: number;
}

function pairOf({ a, b, analysis, margin }: Analysed, adjusted: number, context: PairContext): Pair {
  const { difference, low, high, p, bOnly, cOnly, method } = analysis;
  const { code, saying } = outcome({ a, b, analysis, adjusted, margin, ...context });
  return {
    a,
    b,
    difference,
    low,
    high,
    method: say(method),
    method_saying: method,
    b_only: bOnly,
    c_only: cOnly,
    p,
    p_adjusted: adjusted,
    margin: margin?.limit ?? null,
    verdict: say(saying),
    verdict_code: code,
    verdict_saying: saying,
  };
}
