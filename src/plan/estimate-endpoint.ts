import type { Endpoint } from "../protocol/endpoint.ts";
import { isLoopback } from "../protocol/host.ts";
import type { Estimate } from "../protocol/plan.ts";

export interface Asked {
  requests: number;
  /** Of one request, prompt and answer. */
  prompt_tokens: number;
  answer_tokens: number;
  /** Of all prompts together. */
  prompt_characters: number;
}

/** Bytes around the messages of a request's body: names of fields, the model, the settings. */
const BODY_BYTES = 220;
/** Bytes of a character: English has one, Chinese three; the estimate is meant to be rather too high. */
const BYTES_PER_CHARACTER = 1.3;
/** Bytes of an answer's token in the files that are kept. */
const KEPT_BYTES_PER_TOKEN = 8;

/**
 * What asking an endpoint comes to, if the store has none of the answers yet. Time is known only where the file sets rates;
 * what a server takes for an answer nobody knows before.
 */
export function estimateEndpoint(endpoint: Endpoint, asked: Asked): Estimate {
  const { requests, prompt_tokens, answer_tokens } = asked;
  const input = requests * prompt_tokens;
  const output = requests * answer_tokens;
  const sent = Math.round(asked.prompt_characters * BYTES_PER_CHARACTER + requests * BODY_BYTES);
  const { price } = endpoint;
  return {
    memory_bytes: 0,
    seconds: slowest(endpoint, requests, input + output),
    disk_bytes: Math.round((input + output) * KEPT_BYTES_PER_TOKEN),
    requests,
    ...(isLoopback(endpoint.url) ? {} : { leaves_machine_bytes: sent }),
    ...(price === null
      ? {}
      : { cost: { amount: (input * price.input + output * price.output) / 1e6, currency: price.currency } }),
  };
}

/** Seconds by the slower of both rates; null: no rate is set. */
function slowest(
  { requests_per_minute, tokens_per_minute }: Endpoint,
  requests: number,
  tokens: number,
): number | null {
  const byRequests = requests_per_minute === null ? null : (60 * requests) / requests_per_minute;
  const byTokens = tokens_per_minute === null ? null : (60 * tokens) / tokens_per_minute;
  if (byRequests === null && byTokens === null) return null;
  return Math.max(byRequests ?? 0, byTokens ?? 0);
}
