import { z } from "zod";
import { deviceFitSchema } from "./estimate.ts";

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** A row of the article's table, computed. */
export const articleCheckSchema = z.object({
  size: z.string(),
  quantization: z.string(),
  purchase: z.array(z.number()),
  /** Null: the article gives no lower bound. */
  monthly: z.array(z.number().nullable()),
  findings: z.array(z.object({ code: z.string(), holds: z.boolean(), params })),
  holds: z.boolean(),
});
export type ArticleCheck = z.infer<typeof articleCheckSchema>;

/** What is known of a model's quality on the person's own data. Nothing else is: public scores are of other people's questions. */
export const ownQualitySchema = z.object({
  metric: z.string(),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
  run: z.string(),
});
export type OwnQuality = z.infer<typeof ownQualitySchema>;

/** One way to do the work: a model in a precision on a device, or a hosted one. */
export const optionSchema = z.object({
  model: z.string(),
  provider: z.string(),
  license: z.string(),
  parameters: z.number().nullable(),
  quant: z.string().nullable(),
  device: z.string().nullable(),
  count: z.int(),
  fit: deviceFitSchema.nullable(),
  seconds_per_answer: z.number().nullable(),
  /** Null where no price is known; `currency` of the whole list for what is owned, the host's own for what is hosted. */
  per_month: z.number().nullable(),
  per_thousand_answers: z.number().nullable(),
  currency: z.string(),
  quality: ownQualitySchema.nullable(),
  /** Why it is not proposed; empty: it could be. */
  against: z.array(z.string()),
});
export type AdviceOption = z.infer<typeof optionSchema>;

/** `advise --json`. */
export const adviceSchema = z.object({
  /** What to begin with, and what to move to when that is not good enough; null: nothing fits, or nothing is larger. */
  start: optionSchema.nullable(),
  next: optionSchema.nullable(),
  /** What would make one move, as codes. */
  move_when: z.array(z.object({ code: z.string(), params })),
  options: z.array(optionSchema),
  devices: z.array(z.string()),
  /** The run file that decides between the two; null without two. */
  run_file: z.string().nullable(),
});
export type Advice = z.infer<typeof adviceSchema>;

/** A cell of `advise --grid --json`: a model in a quantization on a device. */
export const gridCellSchema = deviceFitSchema.extend({ arch: z.string(), quant: z.string() });
export type GridCell = z.infer<typeof gridCellSchema>;
