import { percentOf } from "../../evaluation/numbers.ts";
import type { CandidateResult } from "../../protocol/comparison.ts";
import { UNKNOWN } from "../../protocol/format.ts";
import type { TradeOffAxis } from "../../protocol/trade-offs.ts";
import { candidateOf, meanText, moneyPerItem, primaryOf } from "../facts.ts";
import type { Words } from "../words.ts";
import type { Section, SectionOf } from "./section.ts";

/** What is worth its price: the Pareto front of quality and costs. */
export const tradeOffsSection: SectionOf = ({ verdict }, words): Section | null => {
  const { trade_offs: found } = verdict;
  if (!found) return null;
  const { phrase } = words;
  const { metric, variants } = primaryOf(verdict);
  const front = found.candidates.filter(({ standing }) => standing === "front").map(({ name }) => name);
  const axes = found.axes.map((axis) => phrase(`axis-${axis}`)).join(phrase("and-comma"));
  return {
    title: phrase("trade-offs"),
    findings: [phrase("trade-offs-front", { front: front.join(", "), metric, axes })],
    tables: [
      {
        header: [
          phrase("candidate"),
          `${metric} %`,
          ...found.axes.map((axis) => phrase(`axis-${axis}`)),
          phrase("standing"),
        ],
        rows: found.candidates.map(({ name, standing, by }) => [
          name,
          meanText(variants.find((one) => one.name === name)!),
          ...found.axes.map((axis) =>
            priceText(axis, { candidate: candidateOf(verdict, name), items: verdict.items }, words),
          ),
          by.length === 0 ? phrase(`standing-${standing}`) : phrase(`standing-${standing}`, { by: by.join(", ") }),
        ]),
        numbers: 1,
      },
    ],
    notes: [
      phrase("trade-offs-note", { confidence: percentOf(found.confidence) }),
      ...(found.left_out.length > 0 ? [phrase("trade-offs-left-out", { names: found.left_out.join(", ") })] : []),
    ],
  };
};

function priceText(
  axis: TradeOffAxis,
  { candidate, items }: { candidate: CandidateResult | null; items: number },
  words: Words,
): string {
  if (!candidate) return "";
  switch (axis) {
    case "size":
      return words.fileSize(candidate.size_bytes);
    case "memory":
      return words.memory(candidate.peak_memory_bytes);
    case "speed":
      return `${words.rate(candidate.tokens_per_second)} ${words.phrase("tokens-per-second")}`;
    case "cost":
      return candidate.endpoint?.cost ? moneyPerItem(candidate.endpoint.cost, items) : UNKNOWN;
  }
}
