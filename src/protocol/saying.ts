import { z } from "zod";

/** A sentence as its code and parameters, from which every language makes its own. */
export const sayingSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Saying = z.infer<typeof sayingSchema>;

/** One candidate's value of one metric over all items. */
export const meanSchema = z.object({ name: z.string(), mean: z.number(), low: z.number(), high: z.number() });
export type Mean = z.infer<typeof meanSchema>;

export const verdictCodeSchema = z.enum([
  "same",
  "better",
  "worse",
  /** Not shown to be worse than the margin allows: the claim "good enough" holds. */
  "within-margin",
  "cannot-tell",
]);
export type VerdictCode = z.infer<typeof verdictCodeSchema>;
