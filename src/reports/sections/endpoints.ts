import { formatAmount } from "../../protocol/format.ts";
import type { Section, SectionOf } from "./section.ts";

/** Candidates behind an address: where their answers came from and what they cost. */
export const endpointsSection: SectionOf = ({ verdict }, { phrase }): Section | null => {
  const hosted = verdict.candidates.filter(({ endpoint }) => endpoint !== undefined);
  if (hosted.length === 0) return null;
  return {
    title: phrase("endpoints"),
    findings: hosted.map(({ name: candidate, endpoint }) => {
      const { host, model, cost } = endpoint!;
      if (!cost) return phrase("endpoints-free", { candidate, host, model });
      const each = formatAmount((cost.amount / verdict.items) * 1000);
      return phrase("endpoints-cost", {
        candidate,
        host,
        model,
        amount: formatAmount(cost.amount),
        currency: cost.currency,
        each,
      });
    }),
    tables: [],
    notes: [phrase("endpoints-note")],
  };
};
