import { z } from "zod";

/** What a right answer is. Checked by a few lines of code, so that no judge and no opinion stands between two models. */
export const checkSchema = z.union([
  /** The last number in the answer. */
  z.strictObject({ number: z.number() }),
  /** One of these is in the answer, as whole words, whatever the case, width and punctuation. */
  z.strictObject({ any: z.array(z.string()).min(1).readonly() }),
  /** The whole answer, white space around it aside, matches this pattern (JavaScript's syntax, flags `iu`). */
  z.strictObject({ matches: z.string() }),
  /** The answer is this JSON value; a code fence around it is allowed. */
  z.strictObject({ json: z.unknown() }),
  /** The answer does what was asked in some way: it has some length and does not refuse. */
  z.strictObject({ willing: z.literal(true) }),
]);
export type Check = z.infer<typeof checkSchema>;

export interface Question {
  topic: "arithmetic" | "knowledge" | "instruction" | "json" | "willing";
  prompt: string;
  check: Check;
}
