import { z } from "zod";

/** One turn of a chat, as chat templates expect it. */
export const messageSchema = z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() });
export type ChatMessage = z.infer<typeof messageSchema>;

/**
 * One row of a data set, ready to train on or to be asked: what a split holds after reading, templates and division.
 * `id` is the row's own, else a hash of its canonical content and occurrence; never a row number.
 */
export const itemSchema = z.object({
  id: z.string(),
  /** Rows that belong together, for honest intervals. Null: the row stands alone. */
  cluster: z.string().nullable(),
  /** The prompt. The last turn is the user's. */
  messages: z.array(messageSchema).min(1),
  /** What the model should answer. An object in the data is canonical JSON here. */
  answer: z.string(),
  /** Where it came from, 1-based row. */
  source: z.object({ file: z.string(), row: z.int().positive() }),
  /** Values of the columns that `evaluate.slices` names. No model sees them, so they are in no hash of the items. */
  slices: z.record(z.string(), z.string()).optional(),
});
export type Item = z.infer<typeof itemSchema>;

/** One answer of one candidate, a line of an evaluate artifact's `answers.jsonl`. */
export const answerSchema = z.object({
  id: z.string(),
  /** Which of the answers to this item, from 0; left out where each item is asked once. */
  repeat: z.int().nonnegative().optional(),
  /** The prompt as the model saw it, template included. */
  prompt: z.string(),
  answer: z.string(),
  prompt_tokens: z.int().nonnegative(),
  answer_tokens: z.int().nonnegative(),
  /** From first prompt token evaluated to last answer token, while other slots run beside it. */
  seconds: z.number().nonnegative(),
  /** stop: the model ended its answer; length: `max_tokens` cut it. */
  finish: z.enum(["stop", "length"]),
});
export type Answer = z.infer<typeof answerSchema>;

/** A line of a score file: the format in which any tool's measurements can be compared here. */
export const scoreRowSchema = z.object({
  id: z.string(),
  scores: z.record(z.string(), z.number()),
  cluster: z.string().nullish(),
  repeat: z.int().nonnegative().optional(),
  /** Values of columns by which scores may be compared: `{"language": "zh"}`. */
  slices: z.record(z.string(), z.string()).optional(),
});
export type ScoreRow = z.infer<typeof scoreRowSchema>;
