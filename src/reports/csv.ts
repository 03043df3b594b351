import type { Mean, Pair, Verdict } from "../protocol/comparison.ts";
import { candidateOf, type ReportInput } from "./facts.ts";
import type { ReportPhrase } from "./messages.ts";
import { nameOf } from "./sections/slices.ts";
import type { Words } from "./words.ts";

type Cell = string | number | null;

interface Row {
  metric: string;
  declared: boolean;
  candidate: string;
  items: number;
  mean: Pick<Mean, "mean" | "low" | "high">;
  /** The comparison in which the candidate is b; null: it has none. */
  pair: (Pick<Pair, "a" | "difference" | "low" | "high" | "p" | "p_adjusted" | "verdict_code"> & Partial<Pair>) | null;
  /** Null: all items. */
  slice: { column: string; name: string } | null;
}

const columns: [ReportPhrase, (row: Row, verdict: Verdict, words: Words) => Cell][] = [
  ["metric", ({ metric }) => metric],
  ["slice-column", ({ slice }) => slice?.column ?? null],
  ["slice", ({ slice }) => slice?.name ?? null],
  ["declared", ({ declared }, _, words) => words.holds(declared)],
  ["candidate", ({ candidate }) => candidate],
  ["role", (row, verdict, words) => words.phrase(`role-${of(row, verdict).role}`)],
  ["quantization", (row, verdict) => of(row, verdict).quantization],
  ["chosen", ({ candidate }, verdict, words) => words.holds(verdict.chosen === candidate)],
  [
    "good-enough",
    (row, verdict, words) => (of(row, verdict).gates.length === 0 ? null : words.holds(of(row, verdict).good_enough)),
  ],
  ["mean", ({ mean }) => mean.mean],
  ["low", ({ mean }) => mean.low],
  ["high", ({ mean }) => mean.high],
  ["items", ({ items }) => items],
  ["against", ({ pair }) => pair?.a ?? null],
  ["difference", ({ pair }) => pair?.difference ?? null],
  ["difference-low", ({ pair }) => pair?.low ?? null],
  ["difference-high", ({ pair }) => pair?.high ?? null],
  ["regressed", ({ pair }) => pair?.b_only ?? null],
  ["fixed", ({ pair }) => pair?.c_only ?? null],
  ["p-value", ({ pair }) => pair?.p ?? null],
  ["p-adjusted", ({ pair }) => pair?.p_adjusted ?? null],
  ["margin", ({ pair }) => pair?.margin ?? null],
  ["verdict", ({ pair }, _, words) => (pair ? words.phrase(`verdict-${pair.verdict_code}`) : null)],
  ["sentence", ({ pair }, _, words) => (pair?.verdict_saying ? words.said(pair.verdict_saying) : null)],
  ["method", ({ pair }, _, words) => (pair?.method_saying ? words.said(pair.method_saying) : null)],
  ["size-bytes", (row, verdict) => of(row, verdict).size_bytes],
  ["memory-bytes", (row, verdict) => of(row, verdict).peak_memory_bytes],
  ["tokens-per-second", (row, verdict) => of(row, verdict).tokens_per_second],
  ["seconds-per-item", (row, verdict) => of(row, verdict).seconds_per_item],
  ["standing", ({ candidate }, verdict, words) => standingOf(verdict, candidate, words)],
  ["model-sha", (row, verdict) => of(row, verdict).model_sha256],
];

function of({ candidate }: Row, verdict: Verdict) {
  return candidateOf(verdict, candidate)!;
}

function standingOf({ trade_offs }: Verdict, candidate: string, { phrase }: Words): string | null {
  const found = trade_offs?.candidates.find(({ name }) => name === candidate);
  return found ? phrase(`standing-${found.standing}`, { by: found.by.join(" ") }) : null;
}

/**
 * One table: a row for each metric, candidate and comparison, then the same of the primary metric for each slice. Opens
 * right in Excel: UTF-8 with a byte order mark, CRLF, numbers as numbers (shares from 0 to 1), and no cell that Excel
 * would run as a formula.
 */
export function csvReport({ verdict }: ReportInput, words: Words): string {
  const rows = [...comparedRows(verdict), ...slicedRows(verdict, words)];
  const header = columns.map(([name]) => cell(words.phrase(name)));
  const lines = rows.map((row) => columns.map(([, value]) => cell(value(row, verdict, words))));
  return `\ufeff${[header, ...lines].map((line) => `${line.join(",")}\r\n`).join("")}`;
}

/** A candidate that is b in several comparisons has a row for each; one that is in none has one. */
function rowsOf<T extends { b: string }>(
  verdict: Verdict,
  pairs: readonly T[],
  rowOf: (candidate: string, pair: T | null) => Row,
): Row[] {
  return verdict.candidates.flatMap(({ name }) => {
    const own = pairs.filter(({ b }) => b === name);
    return (own.length > 0 ? own : [null]).map((pair) => rowOf(name, pair));
  });
}

function comparedRows(verdict: Verdict): Row[] {
  return verdict.comparisons.flatMap(({ metric, declared, items, variants, pairs }) =>
    rowsOf(verdict, pairs, (candidate, pair): Row => {
      const mean = variants.find(({ name }) => name === candidate)!;
      return { metric, declared, candidate, items, mean, pair, slice: null };
    }),
  );
}

function slicedRows(verdict: Verdict, words: Words): Row[] {
  const { slices } = verdict;
  if (!slices) return [];
  return slices.columns.flatMap(({ column, slices: own }) =>
    own.flatMap((slice) =>
      rowsOf(verdict, slice.pairs, (candidate, pair): Row => {
        const mean = slice.means.find(({ name }) => name === candidate)!;
        const named = { column, name: nameOf(slice, words) };
        return { metric: slices.metric, declared: false, candidate, items: slice.items, mean, pair, slice: named };
      }),
    ),
  );
}

/** Text that begins like a formula gets an apostrophe, as OWASP advises; numbers are numbers and keep their sign. */
export function cell(value: Cell): string {
  if (value === null) return "";
  // Six digits that count: what lies behind is rounding, and a column of it is unreadable.
  if (typeof value === "number") return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
