import { percentOf, plain, points, signedPlain } from "../evaluation/numbers.ts";
import type { Comparison, Pair, Verdict } from "../protocol/comparison.ts";
import type { Language } from "../protocol/messages.ts";
import type { Slices } from "../protocol/slices.ts";
import { featured, meanText, pairColumns, primaryOf } from "./facts.ts";
import { sectionsOf } from "./sections/all.ts";
import { slicesSection } from "./sections/slices.ts";
import { itemLines } from "./terminal-items.ts";
import { type Column, column, hanging, marked, table } from "./terminal-table.ts";
import { type Paint, paintOf, plainText, wrapped } from "./terminal-text.ts";
import { type Words, wordsOf } from "./words.ts";

export interface TerminalOptions {
  language: Language;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

/** A verdict on a terminal: the decision, a table of candidates, and every declared comparison as a sentence. */
export function renderTable(verdict: Verdict, options: TerminalOptions): string {
  const words = wordsOf(options.language);
  const paint = paintOf(options.color);
  const { phrase, said } = words;
  const primary = primaryOf(verdict);
  const about = featured(verdict);
  const blocks = [
    wrapped(plainText(said(verdict.conclusion)), options.width).map(paint.strong),
    table(
      candidateColumns(verdict, words),
      options.width,
      paint,
      (row) => verdict.candidates[row]!.name === verdict.chosen,
    ),
    wrapped(
      phrase("means-caption", { items: verdict.items, confidence: percentOf(primary.confidence) }),
      options.width,
    ).map(paint.dim),
    about.gates.flatMap((gate) => {
      const color = gate.holds === true ? paint.good : gate.holds === false ? paint.bad : paint.open;
      return marked(color, words.holds(gate.holds), said(gate.saying), options.width);
    }),
    sentences(primary.pairs, words, paint, options.width),
    ...sectionsOf({ verdict }, words).map(({ title, findings }) => [
      paint.dim(plainText(title)),
      ...findings.flatMap((finding) => hanging(paint.dim("·"), 1, finding, options.width)),
    ]),
    verdict.notes.flatMap((note) => hanging(paint.dim("·"), 1, said(note), options.width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** What `compare` prints: one metric, all candidates, every pair. */
export function renderComparison(comparison: Comparison, options: TerminalOptions): string {
  const words = wordsOf(options.language);
  const paint = paintOf(options.color);
  const { pairs, variants, metric, items, baseline, notes } = comparison;
  // Other tools' scores need not be shares; then a mean is shown in the metric's own unit.
  const isShare = variants.every(({ mean }) => mean >= 0 && mean <= 1);
  const show = isShare ? points : plain;
  const pairOf = (name: string) => pairs.find(({ b }) => b === name);
  const columns: Column[] = [
    column(
      words.phrase("candidate"),
      variants.map(({ name }) => name),
      0,
    ),
    column(
      `${metric}${isShare ? " %" : ""}`,
      variants.map(({ mean }) => show(mean)),
      0,
      "right",
    ),
    column(
      words.phrase("interval", { confidence: percentOf(comparison.confidence) }),
      variants.map(({ low, high }) => `${show(low)} – ${show(high)}`),
      2,
      "right",
    ),
    column(
      `${words.phrase("difference")} (${baseline})`,
      variants.map(({ name }) => differenceOf(pairOf(name), isShare)),
      1,
      "right",
    ),
    column(
      words.phrase("p-adjusted"),
      variants.map(({ name }) => (pairOf(name) ? pairColumns(pairOf(name)!).adjusted : "")),
      3,
      "right",
    ),
  ];
  const blocks = [
    table(columns, options.width, paint, () => false),
    [paint.dim(words.phrase("data-items", { items }))],
    sentences(pairs, words, paint, options.width),
    notes.flatMap((note) => hanging(paint.dim("·"), 1, words.said(note), options.width)),
    ...(comparison.slices ? sliceBlocks(comparison.slices, words, paint, options.width) : []),
    ...(comparison.item_changes ? itemLines(comparison.item_changes, words, paint, options.width) : []),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** What stands out first, then a table for each column. */
function sliceBlocks(slices: Slices, words: Words, paint: Paint, width: number): string[][] {
  const { findings, tables, notes } = slicesSection(slices, words);
  return [
    findings.flatMap((finding) => hanging(paint.dim("·"), 1, finding, width)),
    ...tables.flatMap(({ caption = "", header, rows, numbers }) => [
      [
        ...wrapped(plainText(caption), width).map(paint.dim),
        ...table(
          header.map((title, index) => {
            const cells = rows.map((row) => row[index] ?? "");
            return column(title, cells, index < 2 ? 0 : index, index < numbers ? "left" : "right");
          }),
          width,
          paint,
          () => false,
        ),
      ],
    ]),
    notes.flatMap((note) => wrapped(note, width)).map(paint.dim),
  ];
}

function differenceOf(pair: Pair | undefined, isShare: boolean): string {
  if (!pair) return "";
  return isShare ? pairColumns(pair).difference : signedPlain(pair.difference);
}

function candidateColumns(verdict: Verdict, words: Words): Column[] {
  const { candidates } = verdict;
  const { phrase } = words;
  const metrics = verdict.comparisons.filter(({ metric }) => metric === verdict.primary || !metric.includes("."));
  const meanOf = ({ variants }: Comparison, name: string) => meanText(variants.find((one) => one.name === name)!);
  const asked = candidates.some(({ gates }) => gates.length > 0);
  return [
    column(
      phrase("candidate"),
      candidates.map(({ name }) => name),
      0,
    ),
    ...metrics.map((metric, index) =>
      column(
        `${metric.metric} %`,
        candidates.map(({ name }) => meanOf(metric, name)),
        index === 0 ? 0 : 4 + index,
        "right",
      ),
    ),
    column(
      phrase("size"),
      candidates.map(({ size_bytes }) => words.fileSize(size_bytes)),
      1,
      "right",
    ),
    column(
      phrase("memory"),
      candidates.map(({ peak_memory_bytes }) => words.memory(peak_memory_bytes)),
      3,
      "right",
    ),
    column(
      phrase("tokens-per-second"),
      candidates.map((one) => words.rate(one.tokens_per_second)),
      2,
      "right",
    ),
    ...(asked
      ? [
          column(
            phrase("good-enough"),
            candidates.map((one) => words.holds(one.good_enough)),
            1,
          ),
        ]
      : []),
  ];
}

function sentences(pairs: readonly Pair[], { phrase, said }: Words, paint: Paint, width: number): string[] {
  const colors = {
    better: paint.good,
    "within-margin": paint.good,
    worse: paint.bad,
    "cannot-tell": paint.open,
    same: paint.dim,
  };
  return pairs.flatMap(({ verdict_code, verdict_saying }) =>
    marked(colors[verdict_code], phrase(`verdict-${verdict_code}`), said(verdict_saying), width),
  );
}
