import { z } from "zod";
import { meanSchema, sayingSchema, verdictCodeSchema } from "./saying.ts";

/** A candidate against another on the items of one slice. The interval stands alone, `p_adjusted` is corrected for all slices. */
export const slicePairSchema = z.object({
  a: z.string(),
  b: z.string(),
  /** mean of b − mean of a, on the slice's items. */
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  p: z.number(),
  /** Benjamini-Hochberg over every slice comparison of the verdict. */
  p_adjusted: z.number(),
  verdict_code: verdictCodeSchema,
});
export type SlicePair = z.infer<typeof slicePairSchema>;

export const sliceSchema = z.object({
  /** value: items with this value; rest: all values with few items together; none: items without a value. */
  kind: z.enum(["value", "rest", "none"]),
  /** The column's value; empty unless `kind` is `value`. */
  value: z.string(),
  /** Values that `rest` puts together; 1 otherwise. */
  values: z.int().nonnegative(),
  items: z.int().nonnegative(),
  means: z.array(meanSchema),
  pairs: z.array(slicePairSchema),
});
export type Slice = z.infer<typeof sliceSchema>;

/** The primary metric by the values of columns of the data. */
export const slicesSchema = z.object({
  metric: z.string(),
  /** Fewer items than this are no slice of their own. */
  least_items: z.int().positive(),
  /** Comparisons that were screened together. */
  family: z.int().nonnegative(),
  /** Of the slices that are said to differ, the share that is expected to be wrong at most. */
  false_discovery_rate: z.number(),
  columns: z.array(z.object({ column: z.string(), slices: z.array(sliceSchema) })),
  /** What stands out, in words, the largest differences first; or that nothing does. */
  findings: z.array(sayingSchema),
});
export type Slices = z.infer<typeof slicesSchema>;

/** Values of slice columns for one item: a line of the store's table beside the items. A column without a value is absent. */
export const sliceRowSchema = z.object({ id: z.string(), values: z.record(z.string(), z.string()) });
export type SliceRow = z.infer<typeof sliceRowSchema>;
