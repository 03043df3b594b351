import { requireProbability, requireSameLength, requireValues } from "./checks.ts";
import type { Interval } from "./interval.ts";
import { mean } from "./mean.ts";
import { pairedT } from "./paired-t.ts";
import { percentile } from "./percentile.ts";

/**
 * Kullback-Leibler divergence D(base ‖ other) in nats of one token's distributions, given as log probabilities over the
 * same vocabulary, normalized. A token that the base rules out (−∞) adds nothing; ∞ where only `other` rules one out.
 * Never below 0: rounding could make it so. Throws `stats-lengths-differ`.
 */
export function klDivergence(base: ArrayLike<number>, other: ArrayLike<number>): number {
  requireSameLength(["base", "other"], base, other);
  let sum = 0;
  for (let index = 0; index < base.length; index++) {
    const log = base[index]!;
    if (log > Number.NEGATIVE_INFINITY) sum += Math.exp(log) * (log - other[index]!);
  }
  return Math.max(0, sum);
}

/** What one token of the user's own prompts says of a quantized model against the unquantized one. */
export interface TokenDivergence {
  /** D(base ‖ quantized), nats. */
  kld: readonly number[];
  /** Both hold the same token for the likeliest. */
  sameTop: readonly boolean[];
  /** p(correct token) of the quantized model less that of the base. */
  probabilityChange: readonly number[];
}

export interface DivergenceSummary {
  tokens: number;
  /** nats per token. */
  mean: number;
  /** Percentiles of KLD, linear between values: the damage is in the tail, not in the mean. */
  median: number;
  p90: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
  /** Share of tokens. */
  sameTop: number;
  meanProbabilityChange: number;
  rmsProbabilityChange: number;
}

/**
 * The figures that llama.cpp's perplexity tool reports of a quantization, from a list of tokens.
 * Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`.
 */
export function summarizeDivergence({ kld, sameTop, probabilityChange }: TokenDivergence): DivergenceSummary {
  requireValues("kld", kld);
  requireValues("probabilityChange", probabilityChange);
  requireSameLength(["kld", "sameTop"], kld, sameTop);
  requireSameLength(["kld", "probabilityChange"], kld, probabilityChange);
  const sorted = Float64Array.from(kld).sort();
  const squares = probabilityChange.map((change) => change * change);
  return {
    tokens: kld.length,
    mean: mean(kld),
    median: percentile(sorted, 0.5),
    p90: percentile(sorted, 0.9),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
    max: sorted[sorted.length - 1]!,
    sameTop: sameTop.filter(Boolean).length / sameTop.length,
    meanProbabilityChange: mean(probabilityChange),
    rmsProbabilityChange: Math.sqrt(mean(squares)),
  };
}

/** Perplexity of a text: exp of the mean negative log likelihood per token (nats). Throws `stats-no-values`, `stats-not-finite`. */
export function perplexity(negativeLogLikelihoods: readonly number[]): number {
  requireValues("negativeLogLikelihoods", negativeLogLikelihoods);
  return Math.exp(mean(negativeLogLikelihoods));
}

/**
 * PPL(other) / PPL(base) on the same tokens with its interval: the mean paired difference of log likelihoods by t, and
 * exp of it. Tokens of one text are not independent, so it is narrow; it says what the tokens say, no more.
 * One token: interval 0 … ∞. Throws `stats-no-values`, `stats-not-finite`, `stats-lengths-differ`, `stats-out-of-range`.
 */
export function perplexityRatio(
  base: readonly number[],
  other: readonly number[],
  confidence: number,
): { ratio: number } & Interval {
  requireSameLength(["base", "other"], base, other);
  requireProbability("confidence", confidence);
  const test = pairedT(
    other.map((value, index) => value - base[index]!),
    confidence,
  );
  return { ratio: Math.exp(test.mean), low: Math.exp(test.low), high: Math.exp(test.high) };
}
