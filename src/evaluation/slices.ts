import type { Pair, Saying, VerdictCode } from "../protocol/comparison.ts";
import type { Slice, SlicePair, SliceRow, Slices } from "../protocol/slices.ts";
import { benjaminiHochberg } from "../stats/multiple.ts";
import { isShare, type MetricScores } from "./compare-metric.ts";
import { analysePair, usableClusters } from "./compare-pair.ts";
import { meanInterval } from "./interval.ts";
import { percentOf, plain, points, signedPlain, signedPoints } from "./numbers.ts";

/** Fewer items than this say nothing by themselves: with ten an interval of a share is sixty points wide. */
export const leastItems = 10;
/** Values of one column that stand for themselves, the most frequent ones. A column of ids has no reader. */
const mostSlices = 20;
/** Sentences about what stands out; the table has the rest. */
const mostFindings = 10;

export interface SlicesInput {
  scores: MetricScores;
  columns: readonly string[];
  /** Values of each item, in the scores' order. */
  values: readonly SliceRow["values"][];
  /** The comparison on all items, pair by pair. A slice that says the same, to the same extent, is no finding. */
  whole: readonly Pair[];
  confidence: number;
  seed: number;
}

interface Group {
  column: string;
  kind: Slice["kind"];
  value: string;
  values: number;
  /** Indexes of the items. */
  members: number[];
}

/**
 * The pairs of a comparison on the items of each value of some columns. Nobody declared these comparisons, so they are
 * screened: Benjamini-Hochberg over all of them together keeps the expected share of wrong findings below 1 − confidence.
 * A finding is a place to look, not a verdict. Null where there are no columns.
 */
export function compareSlices(input: SlicesInput): Slices | null {
  const { columns, scores, confidence } = input;
  if (columns.length === 0) return null;
  const groups = columns.flatMap((column) => groupsOf(column, input.values));
  const share = isShare(scores);
  const analysed = groups.map((group) => ({ group, slice: sliceOf(group, input, share) }));
  const pairs = analysed.flatMap(({ slice }) => slice.pairs);
  const corrected = benjaminiHochberg(pairs.map(({ p }) => p));
  for (const [index, pair] of pairs.entries()) Object.assign(pair, decided(pair, corrected[index]!, confidence));
  return {
    metric: scores.metric,
    least_items: leastItems,
    family: pairs.length,
    false_discovery_rate: rounded(1 - confidence),
    columns: columns.map((column) => ({
      column,
      slices: analysed.filter(({ group }) => group.column === column).map(({ slice }) => slice),
    })),
    findings: findingsOf(analysed, { confidence, share, family: pairs.length, whole: input.whole }),
  };
}

/** Values with enough items, the most frequent first; then all others together; then items without a value. */
function groupsOf(column: string, values: SlicesInput["values"]): Group[] {
  const members = new Map<string, number[]>();
  const none: number[] = [];
  for (const [index, row] of values.entries()) {
    const value = Object.hasOwn(row, column) ? row[column]! : null;
    if (value === null) none.push(index);
    else if (members.has(value)) members.get(value)!.push(index);
    else members.set(value, [index]);
  }
  const ordered = [...members].sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1));
  const alone = ordered.filter(([, { length }]) => length >= leastItems).slice(0, mostSlices);
  const rest = ordered.slice(alone.length);
  const groups: Group[] = alone.map(([value, own]) => ({ column, kind: "value", value, values: 1, members: own }));
  const add = (kind: "rest" | "none", count: number, own: number[]) => {
    if (own.length > 0) groups.push({ column, kind, value: "", values: count, members: own.sort((a, b) => a - b) });
  };
  add(
    "rest",
    rest.length,
    rest.flatMap(([, own]) => own),
  );
  add("none", 1, none);
  return groups;
}

function sliceOf({ kind, value, values, members }: Group, input: SlicesInput, share: boolean): Slice {
  const { scores, confidence, seed } = input;
  const taken = new Map([...scores.columns].map(([name, column]) => [name, members.map((index) => column[index]!)]));
  const clusters = scores.clusters && usableClusters(members.map((index) => scores.clusters![index]!));
  const options = { confidence, seed, share };
  // Of a few items an interval would be as wide as the scale, and a test without power only costs the others theirs.
  const pairs = members.length < leastItems ? [] : input.whole;
  return {
    kind,
    value,
    values,
    items: members.length,
    means: [...taken].map(([name, column]) => ({ name, ...meanInterval(column, clusters, options) })),
    pairs: pairs.map(({ a, b }): SlicePair => {
      const { difference, low, high, p, identical } = analysePair(
        { a: taken.get(a)!, b: taken.get(b)!, clusters },
        options,
      );
      return { a, b, difference, low, high, p, p_adjusted: p, verdict_code: identical ? "same" : "cannot-tell" };
    }),
  };
}

function decided({ difference, low, high, verdict_code }: SlicePair, adjusted: number, confidence: number) {
  const stands = adjusted < 1 - confidence && (low > 0 || high < 0);
  const code: VerdictCode = stands ? (difference > 0 ? "better" : "worse") : verdict_code;
  return { p_adjusted: adjusted, verdict_code: code };
}

function findingsOf(
  analysed: readonly { group: Group; slice: Slice }[],
  { confidence, share, family, whole }: Pick<SlicesInput, "confidence" | "whole"> & { share: boolean; family: number },
): Saying[] {
  const size = (value: number) => (share ? points(value) : plain(value));
  const signed = (value: number) => (share ? signedPoints(value) : signedPlain(value));
  const common = { confidence: percentOf(confidence), family, rate: percentOf(rounded(1 - confidence)) };
  const differing = analysed.flatMap(({ group, slice }) =>
    slice.pairs
      .filter(({ verdict_code }) => verdict_code === "better" || verdict_code === "worse")
      .map((pair) => ({ group, slice, pair })),
  );
  const found = differing.filter(({ pair: { a, b, low, high, verdict_code } }) => {
    const all = whole.find((one) => one.a === a && one.b === b);
    return all?.verdict_code !== verdict_code || all.difference < low || all.difference > high;
  });
  if (found.length === 0) {
    const code = family === 0 ? "slices-too-small" : differing.length > 0 ? "slices-as-whole" : "slices-none";
    return [{ code, params: { ...common, least: leastItems, count: differing.length } }];
  }
  const ordered = found.sort((x, y) => Math.abs(y.pair.difference) - Math.abs(x.pair.difference));
  const said = ordered.slice(0, mostFindings).map(({ group, slice, pair }): Saying => {
    const { a, b, difference, low, high, verdict_code } = pair;
    const where = group.kind === "value" ? { value: quotable(group.value) } : {};
    return {
      code: `slice-${group.kind}-${verdict_code}${share ? "" : "-plain"}`,
      params: {
        ...common,
        ...where,
        column: quotable(group.column),
        a,
        b,
        items: slice.items,
        difference: size(Math.abs(difference)),
        low: signed(low),
        high: signed(high),
      },
    };
  });
  const more = found.length - said.length;
  return more > 0 ? [...said, { code: "slices-more", params: { count: more } }] : said;
}

/** Text of the data inside of a sentence, in which back quotes stand around code. */
function quotable(text: string): string {
  return text.replaceAll("`", "'");
}

/** 1 − 0.95 is 0.050000000000000044. */
function rounded(value: number): number {
  return Number(value.toFixed(9));
}
