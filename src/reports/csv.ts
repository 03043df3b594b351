import type { Comparison, Pair, Verdict } from "../protocol/comparison.ts";
import { candidateOf, type ReportInput } from "./facts.ts";
import type { ReportPhrase } from "./messages.ts";
import type { Words } from "./words.ts";

type Cell = string | number | null;

interface Row {
  comparison: Comparison;
  candidate: string;
  /** The comparison in which the candidate is b; null: it has none. */
  pair: Pair | null;
}

const columns: [ReportPhrase, (row: Row, verdict: Verdict, words: Words) => Cell][] = [
  ["metric", ({ comparison }) => comparison.metric],
  ["declared", ({ comparison }, _, words) => words.holds(comparison.declared)],
  ["candidate", ({ candidate }) => candidate],
  ["role", (row, verdict, words) => words.phrase(`role-${of(row, verdict).role}`)],
  ["quantization", (row, verdict) => of(row, verdict).quantization],
  ["chosen", ({ candidate }, verdict, words) => words.holds(verdict.chosen === candidate)],
  [
    "good-enough",
    (row, verdict, words) => (of(row, verdict).gates.length === 0 ? null : words.holds(of(row, verdict).good_enough)),
  ],
  ["mean", (row) => meanOf(row).mean],
  ["low", (row) => meanOf(row).low],
  ["high", (row) => meanOf(row).high],
  ["items", ({ comparison }) => comparison.items],
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
  ["sentence", ({ pair }, _, words) => (pair ? words.said(pair.verdict_saying) : null)],
  ["method", ({ pair }, _, words) => (pair ? words.said(pair.method_saying) : null)],
  ["size-bytes", (row, verdict) => of(row, verdict).size_bytes],
  ["memory-bytes", (row, verdict) => of(row, verdict).peak_memory_bytes],
  ["tokens-per-second", (row, verdict) => of(row, verdict).tokens_per_second],
  ["seconds-per-item", (row, verdict) => of(row, verdict).seconds_per_item],
  ["model-sha", (row, verdict) => of(row, verdict).model_sha256],
];

function of({ candidate }: Row, verdict: Verdict) {
  return candidateOf(verdict, candidate)!;
}

function meanOf({ comparison, candidate }: Row) {
  return comparison.variants.find(({ name }) => name === candidate)!;
}

/**
 * One table: a row for each metric, candidate and comparison. Opens right in Excel: UTF-8 with a byte order mark, CRLF,
 * numbers as numbers (shares from 0 to 1), and no cell that Excel would run as a formula.
 */
export function csvReport({ verdict }: ReportInput, words: Words): string {
  const rows = verdict.comparisons.flatMap((comparison) =>
    verdict.candidates.flatMap(({ name }): Row[] => {
      const pairs = comparison.pairs.filter(({ b }) => b === name);
      return (pairs.length > 0 ? pairs : [null]).map((pair) => ({ comparison, candidate: name, pair }));
    }),
  );
  const header = columns.map(([name]) => cell(words.phrase(name)));
  const lines = rows.map((row) => columns.map(([, value]) => cell(value(row, verdict, words))));
  return `\ufeff${[header, ...lines].map((line) => `${line.join(",")}\r\n`).join("")}`;
}

/** Text that begins like a formula gets an apostrophe, as OWASP advises; numbers are numbers and keep their sign. */
export function cell(value: Cell): string {
  if (value === null) return "";
  // Six digits that count: what lies behind is rounding, and a column of it is unreadable.
  if (typeof value === "number") return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
