import { z } from "zod";
import { renderedProblemSchema } from "./problem.ts";

/** What the commands about runs that exist print with `--json`; changes only add, as in `cli.ts`. */

export const annotatedRunSchema = z.object({
  run: z.string(),
  name: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
  note: z.string(),
  archived: z.boolean(),
});
export type AnnotatedRunReport = z.infer<typeof annotatedRunSchema>;

export const copiedRunSchema = z.object({
  file: z.string(),
  name: z.string(),
  problems: z.array(renderedProblemSchema),
});

const deletionSchema = z.object({
  run: z.string(),
  artifacts: z.array(z.object({ key: z.string(), bytes: z.number() })),
  kept: z.array(z.object({ key: z.string(), runs: z.number(), released: z.boolean() })),
  dependents: z.array(z.string()),
  bytes: z.number(),
});
export const deletionsSchema = z.array(deletionSchema);
export type DeletionReport = z.infer<typeof deletionSchema>;

const trashEntrySchema = z.object({
  v: z.literal(1),
  run: z.string(),
  name: z.string(),
  at: z.string(),
  bytes: z.number(),
});

export const trashEntriesSchema = z.array(trashEntrySchema);
export const restoredRunSchema = z.object({ run: z.string() });

export const garbageReportSchema = z.object({
  garbage: z.array(
    z.object({
      kind: z.enum(["artifact", "unfinished", "damaged", "data", "trash", "metrics"]),
      path: z.string(),
      bytes: z.number(),
    }),
  ),
  bytes: z.number(),
  /** Null without `--yes`: nothing was removed. */
  freed: z.number().nullable(),
});
export type GarbageReport = z.infer<typeof garbageReportSchema>;

export const artifactPlaceSchema = z.object({
  stage: z.string(),
  key: z.string(),
  /** Absolute. */
  folder: z.string(),
  bytes: z.number().nullable(),
});
export type ArtifactPlace = z.infer<typeof artifactPlaceSchema>;

export const metricTableSchema = z.object({
  stage: z.string(),
  kind: z.enum(["train.step", "train.evaluation"]),
  /** `step`, then what was measured. */
  columns: z.array(z.string()),
  /** A value for each column; null where none was measured. */
  rows: z.array(z.array(z.number().nullable())),
});
export type MetricTableReport = z.infer<typeof metricTableSchema>;
