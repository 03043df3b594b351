import { z } from "zod";

/** A line of a measurement's `divergence.jsonl`: how a model predicts one item's expected answer, beside the reference. */
export const divergenceRowSchema = z.object({
  id: z.string(),
  /** The expected answer's, its end of turn included. */
  tokens: z.int().positive(),
  /** Mean negative log likelihood of the expected answer, nats per token. */
  nll: z.number(),
  reference_nll: z.number(),
  /** Divergence from the reference, nats per token: mean, and the largest of the item. */
  kld: z.number(),
  kld_max: z.number(),
  /** Share of the tokens for which both hold the same one for the likeliest. */
  same_top: z.number(),
});
export type DivergenceRow = z.infer<typeof divergenceRowSchema>;

/** What quantizing did to the distributions of tokens, on the user's own prompts and expected answers. */
export const divergenceSchema = z.object({
  items: z.int().positive(),
  tokens: z.int().positive(),
  /** exp of the mean negative log likelihood per token of the expected answers. */
  perplexity: z.number(),
  reference_perplexity: z.number(),
  /** Kullback-Leibler divergence from the reference, nats per token; percentiles over tokens. */
  kld_mean: z.number(),
  kld_median: z.number(),
  kld_p90: z.number(),
  kld_p99: z.number(),
  kld_max: z.number(),
  /** The reference is kept as its likeliest tokens: the true mean is at most this much above `kld_mean`. */
  kld_missing: z.number(),
  same_top: z.number(),
  /** Of the expected token's probability, against the reference: mean, and root of the mean square. */
  probability_change_mean: z.number(),
  probability_change_rms: z.number(),
});
export type Divergence = z.infer<typeof divergenceSchema>;
