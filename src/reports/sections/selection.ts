import { percentOf } from "../../evaluation/numbers.ts";
import { meanText } from "../facts.ts";
import type { Section, SectionOf } from "./section.ts";

/** Which variant went on to the test rows, and why. */
export const selectionSection: SectionOf = ({ verdict }, { phrase }): Section | null => {
  const { selection } = verdict;
  if (!selection) return null;
  const { chosen, metric, items, confidence, variants } = selection;
  return {
    title: phrase("selection"),
    findings: [phrase("selection-chosen", { chosen, metric, items, variants: variants.length })],
    tables: [
      {
        caption: phrase("selection-means", { metric, items, confidence: percentOf(confidence) }),
        header: [phrase("candidate"), `${metric} %`],
        rows: variants.map((one) => [
          one.name === chosen ? `${one.name} (${phrase("chosen")})` : one.name,
          meanText(one),
        ]),
        numbers: 1,
      },
    ],
    notes: [phrase("selection-note")],
  };
};
