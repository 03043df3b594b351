import type { ReportInput } from "../facts.ts";
import type { Words } from "../words.ts";
import { divergenceSection } from "./divergence.ts";
import { endpointsSection } from "./endpoints.ts";
import { forgettingSection } from "./forgetting.ts";
import { judgesSection } from "./judges.ts";
import type { Section, SectionOf } from "./section.ts";
import { selectionSection } from "./selection.ts";
import { slicesSection } from "./slices.ts";
import { tradeOffsSection } from "./trade-offs.ts";

/** In the order of a report. */
const all: readonly SectionOf[] = [
  selectionSection,
  tradeOffsSection,
  ({ verdict }, words) => (verdict.slices ? slicesSection(verdict.slices, words) : null),
  divergenceSection,
  forgettingSection,
  judgesSection,
  endpointsSection,
];

/** The parts that this verdict has. */
export function sectionsOf(input: Pick<ReportInput, "verdict">, words: Words): Section[] {
  return all.flatMap((make) => make(input, words) ?? []);
}
