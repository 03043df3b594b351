import { z } from "zod";

/** What a model is good for, in words that the advisor chooses by. */
export const uses = [
  "classification",
  "extraction",
  "chat",
  "writing",
  "code",
  "reasoning",
  "embedded",
  "vision",
] as const;

/** A model of the directory: what its maker says of it. `models directory --json` prints a list of them. */
export const directoryModelSchema = z.object({
  id: z.string(),
  title: z.string(),
  provider: z.string(),
  family: z.string(),
  /** Key of a known shape: then size, memory and speed can be computed. Null for hosted models. */
  arch: z.string().nullable(),
  modality: z.enum(["text", "text+image", "text+image+audio"]),
  languages: z.string(),
  license: z.string(),
  /** Tokens, as its maker states. */
  context: z.int().positive(),
  template: z.string().nullable(),
  /** Trained to call functions; null: not said. */
  tools: z.boolean().nullable(),
  use: z.array(z.enum(uses)),
  /** Of the weights, on the Hugging Face hub. */
  repository: z.string().nullable(),
  /** Where it is hosted. Prices are for a million tokens. */
  endpoint: z
    .object({
      address: z.string(),
      name: z.string(),
      key_env: z.string().nullable(),
      price: z.object({ input: z.number(), output: z.number(), currency: z.string() }).nullable(),
    })
    .nullable(),
  /** `YYYY-MM`. */
  released: z.string(),
  /** A newer one of the same maker and size replaces it. */
  old: z.boolean(),
  /** `as_of`: the month in which this was last known to be so. */
  source: z.object({ address: z.string(), as_of: z.string() }),
});
export const directorySchema = z.array(directoryModelSchema);

/** A model that another program has on this machine: `models found --json` prints a list of them. */
export const foundModelSchema = z.object({
  keeper: z.enum(["ollama", "lm-studio", "hugging-face", "modelscope", "llama.cpp"]),
  /** As that program calls it. */
  name: z.string(),
  path: z.string(),
  size_bytes: z.int().nonnegative(),
});
export type FoundModel = z.infer<typeof foundModelSchema>;
export const foundModelsSchema = z.array(foundModelSchema);
