import { z } from "zod";

/** Rows of a split as a model will see them. */
const splitForecastSchema = z.object({
  name: z.enum(["train", "validation", "test"]),
  /** Data files that its rows come from, as the run file writes them. */
  files: z.array(z.string()),
  rows: z.int(),
  /** The first rows as prompt (its last turn) and answer. */
  examples: z.array(z.object({ prompt: z.string(), answer: z.string(), row: z.int() })),
  /** Tokens of prompt, answer and template, by the model's tokenizer; null where they were not counted. */
  tokens: z
    .object({
      total: z.int(),
      median: z.int(),
      p99: z.int(),
      longest: z.int(),
      longest_row: z.int(),
      bins: z.array(z.object({ from: z.int(), to: z.int(), rows: z.int() })),
    })
    .nullable(),
});
export type SplitForecast = z.infer<typeof splitForecastSchema>;

const variantForecastSchema = z.object({
  /** `rank=16`; the empty string where there is no matrix. */
  name: z.string(),
  /** Weights that are trained; null where nothing is, or the model's shape is not known. */
  trained_parameters: z.number().nullable(),
  steps: z.int().nullable(),
  /** Trained tokens over all epochs; `counted`: by the tokenizer, else estimated from the texts' length. */
  tokens: z.object({ count: z.number(), counted: z.boolean() }).nullable(),
  /** Of the stage that needs most, bytes. The bounds are where the need lies in nineteen of twenty cases, by what was measured. */
  memory: z.object({ likely: z.number(), low: z.number(), high: z.number(), stage: z.string() }).nullable(),
  /** Of all stages that are not reused. */
  seconds: z.number().nullable(),
  stages: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      seconds: z.number().nullable(),
      memory_bytes: z.number().nullable(),
      reused: z.boolean(),
    }),
  ),
});
export type VariantForecast = z.infer<typeof variantForecastSchema>;

/** What a run file will come to, for hovers and hints: nothing in it was executed. */
export const forecastSchema = z.object({
  splits: z.array(splitForecastSchema),
  variants: z.array(variantForecastSchema),
  /** Stages of the whole plan, and how many of them have a finished result. */
  stages: z.int(),
  reused: z.int(),
  seconds: z.number().nullable(),
  disk_bytes: z.number().nullable(),
  download_bytes: z.number(),
  /** Smallest difference that the test rows probably show, a share. */
  detectable: z.number().nullable(),
});
export type Forecast = z.infer<typeof forecastSchema>;
