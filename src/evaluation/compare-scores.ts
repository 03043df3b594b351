import type { Comparison, Saying } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import { CodedError } from "../protocol/problem.ts";
import { mean } from "../stats/mean.ts";
import { compareMetrics } from "./compare-metric.ts";
import { usableClusters } from "./compare-pair.ts";
import { compareSlices } from "./slices.ts";

export interface ScoreSource {
  name: string;
  rows: readonly ScoreRow[];
}

export interface CompareScoresOptions {
  /** Left out: the first metric of the first source that all have. */
  metric?: string;
  /** The source that all others are measured against. Left out: the first. */
  baseline?: string;
  /** Tolerable loss against the baseline, in the metric's unit (a share). */
  margin?: number;
  /** Default 0.95. */
  confidence?: number;
  /** Of the bootstrap. Default 42. */
  seed?: number;
  /** Compare on the items that all sources have. Default: an item that a source lacks scores 0 there. */
  intersect?: boolean;
  /** Columns of the scores' `slices` by which they are compared as well. */
  slices?: readonly string[];
}

/**
 * Compares sources of scores on the same items, each against the baseline, Holm over all of them.
 * Repeated runs of an item are averaged first: they tell of the run's luck, not of more items.
 * Throws `slice-unknown`, `one-source`, `source-name-twice`, `baseline-unknown`, `metric-in-no-file`, `metric-not-shared`, `no-items`.
 */
export function compareScores(sources: readonly ScoreSource[], options: CompareScoresOptions = {}): Comparison {
  checkNames(sources, options.baseline);
  const { confidence = 0.95, seed = 42, margin, intersect = false } = options;
  const baseline = options.baseline ?? sources[0]!.name;
  const metric = metricOf(sources, options.metric);
  const table = tableOf(sources, metric);
  const kept = intersect
    ? table.ids.flatMap((_, row) => (table.columns.every((one) => hasScore(one, row)) ? [row] : []))
    : null;
  const ids = kept ? kept.map((row) => table.ids[row]!) : table.ids;
  if (ids.length === 0) throw new CodedError("no-items");
  const clusters = usableClusters(ids.map((id) => table.clusters.get(id)));
  const sliced = slicesOf(sources, options.slices ?? []);
  const columns = new Map(
    table.columns.map((one) => {
      const scoreAt = (row: number) => (hasScore(one, row) ? one.sums[row]! / one.counts[row]! : 0);
      return [one.name, kept ? kept.map(scoreAt) : Array.from(one.sums, (_, row) => scoreAt(row))] as const;
    }),
  );
  const others = sources.filter(({ name }) => name !== baseline);
  const pairs = others.map(({ name }) => [baseline, name] as const);
  const [comparison] = compareMetrics([{ metric, columns, clusters }], {
    baseline,
    pairs,
    confidence,
    seed,
    margin: () => margin ?? null,
    declared: () => true,
  });
  const slices = compareSlices({
    scores: { metric, columns, clusters },
    columns: options.slices ?? [],
    values: ids.map((id) => sliced.get(id) ?? {}),
    whole: comparison!.pairs,
    confidence,
    seed,
  });
  return { ...comparison!, notes: notesOn(table, ids), ...(slices ? { slices } : {}) };
}

/** Values of the columns for each item, from whichever source tells them. Throws `slice-unknown` for one that none has. */
function slicesOf(sources: readonly ScoreSource[], columns: readonly string[]): Map<string, Record<string, string>> {
  const values = new Map<string, Record<string, string>>();
  if (columns.length === 0) return values;
  const known = new Set<string>();
  for (const { rows } of sources) {
    for (const { id, slices } of rows) {
      if (!slices) continue;
      for (const column of Object.keys(slices)) known.add(column);
      if (!values.has(id)) values.set(id, slices);
    }
  }
  const unknown = columns.find((column) => !known.has(column));
  if (unknown !== undefined)
    throw new CodedError("slice-unknown", { column: unknown, known: [...known].join(", ") || "–" });
  return values;
}

function checkNames(sources: readonly ScoreSource[], baseline: string | undefined): void {
  const names = sources.map(({ name }) => name);
  if (names.length < 2) throw new CodedError("one-source");
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new CodedError("source-name-twice", { name: twice });
  if (baseline !== undefined && !names.includes(baseline)) {
    throw new CodedError("baseline-unknown", { name: baseline, known: names.join(", ") });
  }
}

function metricOf(sources: readonly ScoreSource[], wanted: string | undefined): string {
  const known = sources.map(({ name, rows }) => ({ name, metrics: metricsIn(rows) }));
  const listed = (metrics: ReadonlySet<string>) => [...metrics].join(", ");
  if (wanted !== undefined) {
    const lacking = known.find(({ metrics }) => !metrics.has(wanted));
    if (!lacking) return wanted;
    throw new CodedError("metric-in-no-file", { file: lacking.name, metric: wanted, known: listed(lacking.metrics) });
  }
  const shared = [...known[0]!.metrics].find((metric) => known.every(({ metrics }) => metrics.has(metric)));
  if (shared !== undefined) return shared;
  const all = known.map(({ name, metrics }) => `${name}: ${listed(metrics)}`).join("; ");
  throw new CodedError("metric-not-shared", { known: all });
}

function metricsIn(rows: readonly ScoreRow[]): Set<string> {
  const metrics = new Set<string>();
  for (const { scores } of rows) for (const metric of Object.keys(scores)) metrics.add(metric);
  return metrics;
}

/** One score for each item: the mean of its repeats. A row without the metric is no score. */
export function averaged(rows: readonly ScoreRow[], metric: string): Map<string, number> {
  const scores = new Map<string, number>();
  const repeats = new Map<string, number[]>();
  for (const { id, scores: own } of rows) {
    const score = Object.hasOwn(own, metric) ? own[metric] : undefined;
    if (score === undefined) continue;
    const first = scores.get(id);
    if (first === undefined) scores.set(id, score);
    else if (repeats.has(id)) repeats.get(id)!.push(score);
    else repeats.set(id, [first, score]);
  }
  for (const [id, values] of repeats) scores.set(id, mean(values));
  return scores;
}

/** Scores of one source, by the table's rows. */
interface Column {
  name: string;
  /** Over an item's repeats. */
  sums: Float64Array;
  counts: Uint32Array;
}

interface ScoreTable {
  ids: string[];
  columns: Column[];
  /** Of the items that have one, from the first source that tells it. */
  clusters: ReadonlyMap<string, string>;
}

function hasScore({ counts }: Column, row: number): boolean {
  return counts[row]! > 0;
}

/** All sources side by side: numbers in typed arrays and one map of ids, as a file may have hundreds of thousands of rows. */
function tableOf(sources: readonly ScoreSource[], metric: string): ScoreTable {
  const rowOf = new Map<string, number>();
  const clusters = new Map<string, string>();
  for (const { rows } of sources) {
    for (const { id, scores, cluster } of rows) {
      if (!Object.hasOwn(scores, metric)) continue;
      if (!rowOf.has(id)) rowOf.set(id, rowOf.size);
      if (cluster && !clusters.has(id)) clusters.set(id, cluster);
    }
  }
  const columns = sources.map(({ name, rows }): Column => {
    const column = { name, sums: new Float64Array(rowOf.size), counts: new Uint32Array(rowOf.size) };
    for (const { id, scores } of rows) {
      const score = Object.hasOwn(scores, metric) ? scores[metric] : undefined;
      const row = rowOf.get(id);
      if (score === undefined || row === undefined) continue;
      column.sums[row]! += score;
      column.counts[row]! += 1;
    }
    return column;
  });
  return { ids: [...rowOf.keys()], columns, clusters };
}

function notesOn({ ids: all, columns }: ScoreTable, ids: readonly string[]): Saying[] {
  if (ids.length < all.length) {
    return [{ code: "scores-left-out", params: { count: all.length - ids.length, items: all.length } }];
  }
  return columns.flatMap(({ name, counts }) => {
    const count = counts.reduce((missing, times) => missing + (times === 0 ? 1 : 0), 0);
    return count === 0 ? [] : [{ code: "scores-missing", params: { file: name, count, items: ids.length } }];
  });
}
