import { z } from "zod";
import { meanSchema } from "./saying.ts";

/** Which of a matrix's variants was taken, by the validation rows; the test rows saw only that one. */
export const selectionSchema = z.object({
  on: z.literal("validation"),
  metric: z.string(),
  items: z.int().nonnegative(),
  confidence: z.number(),
  /** References of the variants with their means on the validation rows, in the matrix's order. */
  variants: z.array(meanSchema.extend({ answers: z.string() })),
  /** The reference with the highest mean; of equals the first. */
  chosen: z.string(),
});
export type Selection = z.infer<typeof selectionSchema>;
