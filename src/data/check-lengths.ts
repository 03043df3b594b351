import type { Item } from "../protocol/item.ts";
import type { Problem, Severity } from "../protocol/problem.ts";
import type { Summary } from "./summary.ts";

/** Token counts of a split's items, in their order. −1: the chat template refuses the row. */
export interface Lengths {
  /** Prompt, answer and end of turn, template included. */
  totals: Int32Array;
  answers: Int32Array;
}

export interface LengthRule {
  max_length: number;
  too_long: "error" | "drop" | "truncate";
}

/** What template and end of turn take at least: an answer needs that much room beside it. */
const fewestAround = 4;

/**
 * What `max_length` does to a training split: rows that are too long (how many, the longest, and which lengths would
 * hold all and 99 of 100), rows of which no answer could be kept, and rows that the chat template refuses.
 */
export function checkLengths(items: readonly Item[], lengths: Lengths, rule: LengthRule, say: Summary): Problem[] {
  const { totals, answers } = lengths;
  const { max_length, too_long } = rule;
  const refused = items.filter((_, index) => totals[index]! < 0);
  const hopeless = items.filter((_, index) => answers[index]! > max_length - fewestAround);
  const long = items.filter((_, index) => totals[index]! > max_length);
  const worst = totals.reduce((most, total, index) => (total > totals[most]! ? index : most), 0);
  const percent = (count: number) => Number(((100 * count) / Math.max(1, items.length)).toPrecision(2));
  const params = {
    max_length,
    percent: percent(long.length),
    longest: totals[worst] ?? 0,
    longest_row: items[worst]?.source.row ?? 0,
    p99: percentileOf(totals, 0.99),
  };
  const code = { error: "rows-too-long", drop: "rows-will-be-dropped", truncate: "rows-will-be-cut" }[too_long];
  const severity: Severity = too_long === "error" ? "error" : "warning";
  return [
    ...say("rows-template-refuses", refused, { percent: percent(refused.length) }, "error"),
    ...say("rows-without-room", hopeless, params, too_long === "drop" ? "warning" : "error"),
    ...say(code, long, params, severity),
  ];
}

/** The length that holds that share of the rows; refused rows have none. 0 where there are no rows. */
export function percentileOf(totals: Int32Array, share: number): number {
  const sorted = totals.filter((total) => total >= 0).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export interface LengthBin {
  from: number;
  to: number;
  rows: number;
}

/** Rows by their token counts in at most `bins` equal steps of a round size, for a histogram. */
export function lengthBins(totals: Int32Array, bins = 8): LengthBin[] {
  const known = totals.filter((total) => total >= 0);
  const longest = known.reduce((most, total) => Math.max(most, total), 0);
  if (known.length === 0) return [];
  const exact = Math.max(1, longest / bins);
  const unit = 10 ** Math.floor(Math.log10(exact));
  const step = [1, 2, 4, 5, 8, 10].map((factor) => factor * unit).find((size) => size >= exact) ?? 10 * unit;
  const counts = Array.from({ length: Math.floor(longest / step) + 1 }, () => 0);
  for (const total of known) counts[Math.floor(total / step)]! += 1;
  return counts.map((rows, index) => ({ from: index * step, to: (index + 1) * step - 1, rows }));
}
