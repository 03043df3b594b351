/** A distribution over a vocabulary, kept as its likeliest tokens. */
export interface TopTokens {
  /** The likeliest first. */
  tokens: Uint32Array;
  /** Their log probabilities, nats. */
  logs: Float32Array;
  /** Probability of all other tokens together. */
  rest: number;
}

/** So little probability may be left to the tokens that are not kept … */
export const REST = 1e-3;
/** … unless that would take more tokens than this: a distribution so flat is kept less exactly. */
export const MOST_TOKENS = 128;
/** Tokens less likely than this are never among the kept, so they need not be sorted. */
const NEGLIGIBLE = 1e-7;

/** Natural log probabilities of logits, in place. Throws nothing: NaN stays NaN. */
export function logSoftmax(logits: Float32Array): Float32Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const normalizer = largest + Math.log(sum);
  for (let token = 0; token < logits.length; token += 1) logits[token]! -= normalizer;
  return logits;
}

/** The likeliest tokens, until at most `REST` is left or there are `MOST_TOKENS`. `logs` are natural log probabilities. */
export function topTokens(logs: Float32Array): TopTokens {
  const threshold = Math.log(NEGLIGIBLE);
  const candidates: number[] = [];
  for (let token = 0; token < logs.length; token += 1) if (logs[token]! > threshold) candidates.push(token);
  candidates.sort((a, b) => logs[b]! - logs[a]! || a - b);
  let rest = 1;
  let count = 0;
  while (count < candidates.length && count < MOST_TOKENS && (rest > REST || count === 0)) {
    rest -= Math.exp(logs[candidates[count]!]!);
    count += 1;
  }
  const tokens = Uint32Array.from(candidates.slice(0, count));
  return { tokens, logs: Float32Array.from(tokens, (token) => logs[token]!), rest: Math.max(0, rest) };
}

/**
 * What of D(base ‖ other) the base's likeliest tokens and the other's whole distribution determine, nats.
 *
 * All tokens that are not kept count as one. By the log sum inequality that can only lower a divergence, so `kld` is at
 * most the true one. How much it misses is at most `missing`: no token of the rest is likelier in the base than the last
 * one kept, or less likely in the other than its least likely one, so the rest adds at most P · (log pₖ − log q_min).
 */
export function truncatedDivergence(base: TopTokens, other: Float32Array): { kld: number; missing: number } {
  let sum = 0;
  let covered = 0;
  for (const [index, token] of base.tokens.entries()) {
    const log = base.logs[index]!;
    sum += Math.exp(log) * (log - other[token]!);
    covered += Math.exp(other[token]!);
  }
  const { rest } = base;
  if (rest <= 0) return { kld: Math.max(0, sum), missing: 0 };
  // Rounding may leave nothing for the rest where there is little; its true share is then below what a float can say.
  const otherRest = Math.max(1 - covered, Number.EPSILON);
  const lumped = rest * Math.log(rest / otherRest);
  let least = Number.POSITIVE_INFINITY;
  for (const log of other) if (log < least) least = log;
  const upper = rest * (base.logs[base.logs.length - 1]! - least);
  return { kld: Math.max(0, sum + lumped), missing: Math.max(0, upper - lumped) };
}
