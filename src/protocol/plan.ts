import { z } from "zod";
import { moneySchema } from "./endpoint.ts";
import { renderedProblemSchema } from "./problem.ts";

/** In the order in which a plan runs them. */
export const stageKindSchema = z.enum([
  "convert",
  "train",
  "merge",
  "quantize",
  "evaluate",
  "divergence",
  "score",
  "compare",
]);
export type StageKind = z.infer<typeof stageKindSchema>;

/** What a stage will need. Likely values; the log keeps what was measured. Null: not known for this engine. */
export const estimateSchema = z.object({
  memory_bytes: z.number().nullable(),
  /** The same before what this machine measured earlier corrected it; absent: nothing did. */
  memory_counted_bytes: z.number().optional(),
  seconds: z.number().nullable(),
  disk_bytes: z.number().nullable(),
  /** What goes to another machine, bytes; absent: nothing. */
  leaves_machine_bytes: z.number().optional(),
  /** Requests to an endpoint, answers that are in the store not taken off; absent: it asks none. */
  requests: z.int().optional(),
  /** By the run file's price; absent: it costs nothing, or has no price. */
  cost: moneySchema.optional(),
});
export type Estimate = z.infer<typeof estimateSchema>;

export const plannedStageSchema = z.object({
  /** Unique in the plan: `train`, `quantize:rank=16/q4_k_m`. */
  id: z.string(),
  kind: stageKindSchema,
  /** The matrix cell it belongs to; null where there is no matrix or where cells share it. */
  variant: z.string().nullable(),
  /** For evaluate, the candidate judged; else null. */
  candidate: z.string().nullable(),
  /** sha256 over what the result depends on, hex. */
  key: z.string(),
  /** Stages that must be done before, by id. */
  inputs: z.array(z.string()),
  engine: z.enum(["embedded", "python", "ssh", "ray", "api"]),
  /** The run whose finished stage is used again, or null. */
  reused_from: z.string().nullable(),
  estimate: estimateSchema,
});
export type PlannedStage = z.infer<typeof plannedStageSchema>;

export const variantSchema = z.object({
  /** `rank=16`, stable; the empty string where there is no matrix. */
  name: z.string(),
  /** The matrix paths and the values of this cell. */
  values: z.record(z.string(), z.unknown()),
  candidates: z.array(z.string()),
});
export type Variant = z.infer<typeof variantSchema>;

/** `plan FILE --json`. */
export const planReportSchema = z.object({
  name: z.string(),
  variants: z.array(variantSchema),
  stages: z.array(plannedStageSchema),
  /** Sums over what is not reused; memory is the largest of them. */
  total: estimateSchema.extend({
    download_bytes: z.number(),
    leaves_machine_bytes: z.number(),
    /** One for each currency; absent: nothing costs money. */
    costs: z.array(moneySchema).optional(),
    /** Hosts that rows would go to. */
    hosts: z.array(z.string()).optional(),
  }),
  /** Rows after reading and division. */
  items: z.object({ train: z.int(), validation: z.int(), test: z.int() }),
  /** What this many test items can decide, in the metric's own unit (a share). Null without a test set. */
  detectable_difference: z.number().nullable(),
  problems: z.array(renderedProblemSchema),
});
export type PlanReport = z.infer<typeof planReportSchema>;
