import { z } from "zod";

/** What became of one item between two candidates, by the metric that is compared. */
export const itemChangeSchema = z.enum(["regressed", "fixed", "same"]);
export type ItemChange = z.infer<typeof itemChangeSchema>;

export const changedItemSchema = z.object({
  id: z.string(),
  change: itemChangeSchema,
  /** Scores, repeats averaged; null: the candidate has none for the item, which counts as 0. */
  a: z.number().nullable(),
  b: z.number().nullable(),
  /** The last turn of the prompt, what was expected, and both answers. Null: not known, as of a score file. */
  prompt: z.string().nullable(),
  expected: z.string().nullable(),
  answer_a: z.string().nullable(),
  answer_b: z.string().nullable(),
});
export type ChangedItem = z.infer<typeof changedItemSchema>;

/** `compare … --items`: one candidate against another, item by item. */
export const itemChangesSchema = z.object({
  a: z.string(),
  b: z.string(),
  metric: z.string(),
  /** Over all items. */
  counts: z.object({ regressed: z.int(), fixed: z.int(), same: z.int() }),
  /** Those that were asked for, the largest changes first; no more than were asked for. */
  items: z.array(changedItemSchema),
  /** How many the filter found, shown or not. */
  found: z.int().nonnegative(),
});
export type ItemChanges = z.infer<typeof itemChangesSchema>;
