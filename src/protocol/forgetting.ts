import { z } from "zod";
import { sayingSchema } from "./saying.ts";

/** A model before and after tuning on the general set: did it lose more than the margin? */
export const forgettingResultSchema = z.object({
  /** The matrix cell; empty where there is none. */
  variant: z.string(),
  /** Names of the two in sentences. */
  base: z.string(),
  tuned: z.string(),
  /** Keys of the evaluate stages. */
  base_answers: z.string(),
  tuned_answers: z.string(),
  base_mean: z.number(),
  tuned_mean: z.number(),
  /** tuned − base. */
  difference: z.number(),
  /** The one-sided lower bound that must stay above −margin. */
  bound: z.number(),
  /** false: a larger loss is proven. null: too few items to decide, or a base that answers almost nothing. */
  holds: z.boolean().nullable(),
  saying: sayingSchema,
  /** By what is asked: where it was lost. */
  topics: z.array(
    z.object({ topic: z.string(), items: z.int().nonnegative(), base_mean: z.number(), tuned_mean: z.number() }),
  ),
  /** Ids of items that the base has right and the tuned model has not. */
  lost: z.array(z.string()),
});
export type ForgettingResult = z.infer<typeof forgettingResultSchema>;

export const forgettingSchema = z.object({
  margin: z.number(),
  confidence: z.number(),
  items: z.int().nonnegative(),
  /** Version of the general set and the hash of its items. */
  set: z.object({ version: z.int(), sha256: z.string() }),
  results: z.array(forgettingResultSchema),
});
export type Forgetting = z.infer<typeof forgettingSchema>;
