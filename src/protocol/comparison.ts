import { z } from "zod";
import { divergenceSchema } from "./divergence.ts";
import { moneySchema } from "./endpoint.ts";
import { forgettingSchema } from "./forgetting.ts";
import { itemChangesSchema } from "./item-changes.ts";
import { judgeFactsSchema } from "./judging.ts";
import { meanSchema, sayingSchema, verdictCodeSchema } from "./saying.ts";
import { selectionSchema } from "./selection.ts";
import { slicesSchema } from "./slices.ts";
import { tradeOffsSchema } from "./trade-offs.ts";

export { type Mean, type Saying, sayingSchema, type VerdictCode } from "./saying.ts";

export const pairSchema = z.object({
  a: z.string(),
  b: z.string(),
  /** mean of b − mean of a, on the same items. */
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  /** The interval and the test, in words a statistician knows. */
  method: z.string(),
  method_saying: sayingSchema,
  /** McNemar's cell b: items that only `a` has right (regressed). Null unless the metric is yes or no per item. */
  b_only: z.int().nullable(),
  /** McNemar's cell c: items that only `b` has right (fixed). */
  c_only: z.int().nullable(),
  p: z.number().nullable(),
  p_adjusted: z.number().nullable(),
  /** The loss that was declared tolerable before looking. Null: none was. */
  margin: z.number().nullable(),
  /** One sentence in words, English. */
  verdict: z.string(),
  verdict_code: verdictCodeSchema,
  verdict_saying: sayingSchema,
});
export type Pair = z.infer<typeof pairSchema>;

/** `compare … --json`: one metric, all candidates, on the same items. */
export const comparisonSchema = z.object({
  metric: z.string(),
  items: z.int().nonnegative(),
  baseline: z.string(),
  confidence: z.number(),
  correction: z.enum(["holm", "none"]),
  /** Number of comparisons that `p_adjusted` is corrected for. */
  family: z.int().nonnegative(),
  /** Declared before looking: the primary metric. False: exploratory, corrected together with all other exploratory ones. */
  declared: z.boolean(),
  variants: z.array(meanSchema),
  pairs: z.array(pairSchema),
  /** What a reader has to know beside it: scores that are missing, items that were left out, few clusters. */
  notes: z.array(sayingSchema),
  /** `compare --slice`: the same by the values of columns. */
  slices: slicesSchema.optional(),
  /** `compare --items`: one candidate against another, item by item. */
  item_changes: itemChangesSchema.optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** One line of `good_enough`, decided for one candidate. */
export const gateResultSchema = z.object({
  metric: z.string(),
  kind: z.enum(["margin", "floor"]),
  /** The margin or the floor. */
  limit: z.number(),
  against: z.string().nullable(),
  /** The one-sided bound that must clear the limit. */
  bound: z.number(),
  /** null: too few items to decide. */
  holds: z.boolean().nullable(),
  sentence: z.string(),
  saying: sayingSchema,
});
export type GateResult = z.infer<typeof gateResultSchema>;

/** How a candidate classifies: facts that are no mean over items. */
export const classificationSchema = z.object({
  /** In the order of their first appearance among the expected answers. */
  classes: z.array(
    z.object({
      label: z.string(),
      /** Items that expect it, items that were given it, and both. */
      expected: z.int().nonnegative(),
      given: z.int().nonnegative(),
      right: z.int().nonnegative(),
      /** Null: it was never given. */
      precision: z.number().nullable(),
      recall: z.number(),
      f1: z.number(),
    }),
  ),
  /** `confusion[expected][given]`, in the order of `classes`; the last column holds answers without a label. */
  confusion: z.array(z.array(z.int().nonnegative())),
  macro_f1: z.object({
    value: z.number(),
    /** A bootstrap over items (or clusters), as the mean of F1s is no mean of items. Null: nothing varies. */
    interval: z.object({ low: z.number(), high: z.number(), confidence: z.number(), method: sayingSchema }).nullable(),
  }),
});
export type Classification = z.infer<typeof classificationSchema>;

export const candidateResultSchema = z.object({
  name: z.string(),
  role: z.enum(["rival", "reference", "quantized"]),
  /** Key of the evaluate stage whose answers were scored. */
  answers: z.string(),
  model_sha256: z.string().nullable(),
  size_bytes: z.number().nullable(),
  quantization: z.string().nullable(),
  peak_memory_bytes: z.number().nullable(),
  /** Wall time of the whole evaluation over its items. */
  seconds_per_item: z.number().nullable(),
  tokens_per_second: z.number().nullable(),
  /** Of a model behind an address: where it is, and what its answers cost, whenever they were asked. */
  endpoint: z.object({ host: z.string(), model: z.string(), cost: moneySchema.nullable() }).optional(),
  /** Items by the first layer of the scoring at which they failed, from the outermost in; the rest passed all. */
  failures: z.array(z.object({ layer: z.string(), items: z.int().nonnegative() })),
  /** Items without an answer; they count as failures. */
  missing_answers: z.int().nonnegative(),
  /** Answers that `max_tokens` cut off. */
  cut_answers: z.int().nonnegative(),
  /** Rules that could not be decided, over all items; they count as broken. */
  rule_errors: z.int().nonnegative(),
  /** Absent where nobody asked, or where there are more labels than a table holds. */
  classification: classificationSchema.optional(),
  /** What quantizing did to its predictions, where `divergence` asks for it. */
  divergence: divergenceSchema.optional(),
  gates: z.array(gateResultSchema),
  /** All of `good_enough`. Null: can't tell, or nothing was asked. */
  good_enough: z.boolean().nullable(),
});
export type CandidateResult = z.infer<typeof candidateResultSchema>;

/** `verdict.json` of a compare artifact: everything a report says, as facts. */
export const verdictSchema = z.object({
  version: z.literal(1),
  items: z.int().nonnegative(),
  primary: z.string(),
  baseline: z.string(),
  reference: z.string().nullable(),
  candidates: z.array(candidateResultSchema),
  /** One for each metric, the primary first. */
  comparisons: z.array(comparisonSchema),
  /** The smallest candidate that is good enough, tested from large to small, stopping at the first failure. */
  chosen: z.string().nullable(),
  /** What the whole comes to, in one English sentence or two. */
  sentence: z.string(),
  /** The same, as codes with parameters, for other languages. */
  conclusion: sayingSchema,
  /** What a reader has to know beside it: missing answers, few clusters, expected answers that break a rule. */
  notes: z.array(sayingSchema),
  /** By columns of the data, where `slices` names some. */
  slices: slicesSchema.optional(),
  /** What tuning did to general ability, where `forgetting` asks. */
  forgetting: forgettingSchema.optional(),
  /** How the variant was chosen, where `select` is `validation` and there were several. */
  selection: selectionSchema.optional(),
  /** How far judges can be believed, one for each metric and candidate that a model has judged. */
  judges: z.array(judgeFactsSchema).optional(),
  /** Absent in verdicts of earlier versions. */
  trade_offs: tradeOffsSchema.optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
