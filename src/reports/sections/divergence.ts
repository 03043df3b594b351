import { points } from "../../evaluation/numbers.ts";
import type { Section, SectionOf } from "./section.ts";

/** Quantized models against the unquantized one, token by token, on the user's own prompts and expected answers. */
export const divergenceSection: SectionOf = ({ verdict }, { phrase }): Section | null => {
  const measured = verdict.candidates.flatMap(({ name, divergence }) => (divergence ? [{ name, divergence }] : []));
  const [first] = measured;
  if (!first) return null;
  const { items, tokens, kld_missing, reference_perplexity } = first.divergence;
  return {
    title: phrase("divergence"),
    findings: measured.map(({ name: candidate, divergence }) =>
      phrase("divergence-same-top", {
        candidate,
        share: points(divergence.same_top),
        kld: divergence.kld_mean.toFixed(4),
      }),
    ),
    tables: [
      {
        header: [
          phrase("candidate"),
          phrase("divergence-mean"),
          phrase("divergence-percentile", { percent: 90 }),
          phrase("divergence-percentile", { percent: 99 }),
          phrase("divergence-largest"),
          phrase("divergence-top"),
          phrase("perplexity"),
        ],
        rows: measured.map(({ name, divergence }) => [
          name,
          ...[divergence.kld_mean, divergence.kld_p90, divergence.kld_p99, divergence.kld_max].map((nats) =>
            nats.toFixed(4),
          ),
          points(divergence.same_top),
          divergence.perplexity.toFixed(3),
        ]),
        numbers: 1,
      },
    ],
    notes: [
      phrase("divergence-note", {
        items,
        tokens,
        missing: kld_missing.toFixed(4),
        perplexity: reference_perplexity.toFixed(3),
      }),
    ],
  };
};
