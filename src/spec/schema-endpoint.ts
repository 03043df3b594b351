import { z } from "zod";
import type { Endpoint } from "../protocol/endpoint.ts";
import { currencyPattern, variablePattern } from "./patterns.ts";

const perMillion = z.number().min(0).max(1_000_000);

/** A model behind an address, as a person writes it. */
export const endpointSpecSchema = z.strictObject({
  url: z
    .string()
    .min(1)
    .describe(
      "Address of an OpenAI-compatible server up to its version: `https://api.example.com/v1`, or `http://localhost:8080/v1` for llama-server, vLLM or Ollama on this machine.",
    ),
  model: z.string().min(1).describe("The model's name at that server."),
  key_env: z
    .string()
    .regex(variablePattern)
    .optional()
    .describe(
      "Environment variable that holds the key, such as `MY_API_KEY`. Never the key itself. Left out: none is sent.",
    ),
  price: z
    .strictObject({
      input: perMillion.describe("Price of a million prompt tokens, in `currency`."),
      output: perMillion.describe("Price of a million answer tokens, in `currency`."),
      currency: z.string().regex(currencyPattern).describe("ISO 4217 code, such as `CNY`, `EUR` or `USD`."),
    })
    .optional()
    .describe(
      "What tokens cost. It makes the plan's estimate, the report's cost and the limit `budget.cost`. Left out: the cost is not known.",
    ),
  parallel: z.int().positive().max(256).default(4).describe("Requests under way side by side."),
  requests_per_minute: z
    .number()
    .positive()
    .optional()
    .describe("Most requests a minute, spread evenly. Left out: no limit but the server's own, which is respected."),
  tokens_per_minute: z
    .number()
    .positive()
    .optional()
    .describe("Most tokens a minute, prompts and answers together. Left out: no limit."),
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(60)
    .describe("Seconds without a byte after which a request is asked again."),
});
export type EndpointSpec = z.output<typeof endpointSpecSchema>;

/** An endpoint with nothing left open. */
export function resolveEndpoint(spec: EndpointSpec): Endpoint {
  const { url, model, key_env, price, parallel, requests_per_minute, tokens_per_minute, timeout } = spec;
  return {
    url: resolveEndpointUrl(url),
    model,
    key_env: key_env ?? null,
    price: price ?? null,
    parallel,
    requests_per_minute: requests_per_minute ?? null,
    tokens_per_minute: tokens_per_minute ?? null,
    timeout,
  };
}

/** One spelling for one address. */
export function resolveEndpointUrl(url: string): string {
  return url.replace(/\/+$/, "");
}
