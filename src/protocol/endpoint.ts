import { z } from "zod";

/** Money for tokens. Amounts are per million tokens, as price lists have them. */
export const priceSchema = z.object({
  input: z.number().min(0),
  output: z.number().min(0),
  /** ISO 4217. */
  currency: z.string(),
});
export type Price = z.infer<typeof priceSchema>;

/** A model behind an OpenAI-compatible address, with nothing left to a default. */
export const endpointSchema = z.object({
  /** Up to the version, `https://host/v1`, without a slash at its end. `/chat/completions` is added. */
  url: z.string(),
  model: z.string(),
  /** The environment variable that holds the key; null: none is sent. The key itself is never stored. */
  key_env: z.string().nullable(),
  price: priceSchema.nullable(),
  /** Requests under way side by side. */
  parallel: z.int().positive(),
  requests_per_minute: z.number().positive().nullable(),
  tokens_per_minute: z.number().positive().nullable(),
  /** Without a byte for so long, a request is given up, seconds. */
  timeout: z.number().positive(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

export const moneySchema = z.object({ amount: z.number(), currency: z.string() });
export type Money = z.infer<typeof moneySchema>;

/** What went to one host and came back, summed since the last event of it. */
export const transferSchema = z.object({
  /** Host and port, never a path or a key. */
  host: z.string(),
  /** False: the host is this very machine, and nothing has left it. */
  leaves_machine: z.boolean(),
  requests: z.int().nonnegative(),
  /** Bytes of the requests' bodies, and of the answers' as they came. */
  sent_bytes: z.number().nonnegative(),
  received_bytes: z.number().nonnegative(),
  /** By the run file's price; null: it has none. */
  cost: moneySchema.nullable(),
});
export type Transfer = z.infer<typeof transferSchema>;
