import { percentOf } from "../../evaluation/numbers.ts";
import type { Slice, Slices } from "../../protocol/slices.ts";
import { bareP, meanText, signedInterval } from "../facts.ts";
import type { Words } from "../words.ts";
import type { Section, SectionTable } from "./section.ts";

/** A metric by columns of the data. */
export function slicesSection(slices: Slices, words: Words): Section {
  const { phrase, said } = words;
  const { least_items: least, family, false_discovery_rate } = slices;
  return {
    title: phrase("slices"),
    findings: slices.findings.map(said),
    tables: slices.columns.flatMap((column) => tablesOf(slices, column, words)),
    notes: [phrase("slices-note", { least, family, rate: percentOf(false_discovery_rate) })],
  };
}

function tablesOf({ metric }: Slices, { column, slices }: Slices["columns"][number], words: Words): SectionTable[] {
  const { phrase } = words;
  const names = slices[0]?.means.map(({ name }) => name) ?? [];
  const means: SectionTable = {
    caption: phrase("slices-means", { column, metric }),
    header: [column, phrase("items"), ...names],
    rows: slices.map((slice) => [nameOf(slice, words), String(slice.items), ...slice.means.map(meanText)]),
    numbers: 1,
  };
  const pairs = slices.flatMap((slice) => slice.pairs.map((pair) => ({ slice, pair })));
  if (pairs.length === 0) return [means];
  return [
    means,
    {
      caption: phrase("slices-pairs", { column, metric }),
      header: [
        column,
        "a",
        "b",
        phrase("difference"),
        phrase("interval-bare"),
        phrase("p-adjusted"),
        phrase("verdict"),
      ],
      rows: pairs.map(({ slice, pair }) => {
        const { difference, interval } = signedInterval(pair);
        const verdict = phrase(`verdict-${pair.verdict_code}`);
        return [nameOf(slice, words), pair.a, pair.b, difference, interval, bareP(pair.p_adjusted), verdict];
      }),
      numbers: 3,
    },
  ];
}

/** A slice as tables call it. */
export function nameOf({ kind, value, values }: Slice, { phrase }: Words): string {
  if (kind === "value") return value;
  return kind === "rest" ? phrase("slice-rest", { values }) : phrase("slice-none");
}
