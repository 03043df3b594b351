import { z } from "zod";
import { adviceSchema, articleCheckSchema, gridCellSchema } from "./advice.ts";
import {
  annotatedRunSchema,
  artifactPlaceSchema,
  copiedRunSchema,
  deletionsSchema,
  garbageReportSchema,
  metricTableSchema,
  restoredRunSchema,
  trashEntriesSchema,
} from "./cli-runs.ts";
import { comparisonSchema, verdictSchema } from "./comparison.ts";
import { directorySchema, foundModelsSchema } from "./directory.ts";
import { estimateSchema, residualSchema } from "./estimate.ts";
import { envelopeSchema, happeningSchema, machineSchema } from "./event.ts";
import { knownModelSchema, modelInspectionSchema } from "./model.ts";
import { plannedStageSchema, planReportSchema, variantSchema } from "./plan.ts";
import { renderedProblemSchema } from "./problem.ts";
import type { RunState, RunSummary } from "./run-state.ts";

/**
 * What each command prints with `--json`, in English. Other people's scripts rely on it: changes only add. `docs/cli.md` is
 * made from these schemas.
 */

export const checkReportSchema = z.object({ problems: z.array(renderedProblemSchema) });
export type CheckReport = z.infer<typeof checkReportSchema>;

/** `init DATA --json`. */
export const initReportSchema = z.object({
  /** The run file that was written, absolute; and the answers' schema beside it, or null. */
  file: z.string(),
  schema: z.string().nullable(),
  rows: z.int(),
  model: z.string(),
  /** What the columns were taken for. */
  columns: z.object({
    shape: z.string().nullable(),
    prompt: z.array(z.string()),
    answer: z.string().nullable(),
    id: z.string().nullable(),
    group: z.string().nullable(),
    time: z.string().nullable(),
  }),
  problems: z.array(renderedProblemSchema),
});
export type InitReport = z.infer<typeof initReportSchema>;

const failureSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
});

/** A command that could not do what it was asked to. Printed on stdout in place of its answer, with exit code 1 or 2. */
export const cliErrorSchema = z.object({ error: failureSchema });

const stateSchema = z.enum(["queued", "running", "succeeded", "failed", "cancelled", "interrupted"]);

export const runSummarySchema: z.ZodType<RunSummary> = z.object({
  run: z.string(),
  name: z.string(),
  file: z.string(),
  state: stateSchema,
  started_at: z.string(),
  finished_at: z.string().nullable(),
  seconds: z.number(),
  sentence: z.string().nullable(),
  tags: z.array(z.string()).optional(),
  note: z.string().optional(),
  archived: z.boolean().optional(),
});

/** Newest first. `damaged`: runs whose log can't be read; they don't keep the others from being shown. */
export const runListSchema = z.object({
  runs: z.array(runSummarySchema),
  damaged: z.array(z.object({ run: z.string(), reason: z.string() })),
});
export type RunListReport = z.infer<typeof runListSchema>;

const stageStatusSchema = plannedStageSchema.extend({
  state: z.enum(["waiting", "running", "reused", "finished", "failed", "cancelled"]),
  started_elapsed: z.number().nullable(),
  progress: z
    .object({ done: z.number(), total: z.number(), unit: z.string(), seconds_left: z.number().nullable() })
    .nullable(),
  seconds: z.number().nullable(),
  peak_memory_bytes: z.number().nullable(),
  bytes: z.number().nullable(),
  facts: z.record(z.string(), z.unknown()),
  error: failureSchema.nullable(),
  steps: z.array(
    z.object({
      step: z.number(),
      loss: z.number().nullable(),
      learning_rate: z.number(),
      grad_norm: z.number().nullable(),
      tokens: z.number(),
      seconds: z.number(),
      threads: z.number(),
    }),
  ),
  total_steps: z.number().nullable(),
  evaluations: z.array(z.object({ step: z.number(), loss: z.number().nullable() })),
  checkpoint_step: z.number().nullable(),
  notes: z.array(
    z.object({
      level: z.enum(["info", "warning"]),
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

/** A run as the fold of its log. */
export const runStateSchema: z.ZodType<RunState> = z.object({
  run: z.string(),
  name: z.string(),
  file: z.string(),
  state: stateSchema,
  started_at: z.string(),
  finished_at: z.string().nullable(),
  pid: z.number(),
  seconds: z.number(),
  attempt: z.number(),
  machine: machineSchema.nullable(),
  versions: z.record(z.string(), z.string()),
  spec_sha256: z.string(),
  data: z.record(z.string(), z.object({ sha256: z.string(), items: z.number() })),
  variants: z.array(variantSchema),
  stages: z.array(stageStatusSchema),
  verdict: verdictSchema.nullable(),
  error: failureSchema.nullable(),
  queue: z.object({ device: z.string(), position: z.number(), running: z.array(z.string()) }).nullish(),
  fetching: z.object({ model: z.string(), done: z.number(), total: z.number() }).nullish(),
  alarms: z
    .array(
      z.object({
        alarm: z.string(),
        stage: z.string().nullable(),
        params: z.record(z.string(), z.union([z.string(), z.number()])),
        raised_at: z.string(),
        cleared_at: z.string().nullable(),
      }),
    )
    .optional(),
  last_seq: z.number(),
  skipped_events: z.number(),
});

/** `run --detach --json` and `resume --detach --json`. */
export const detachedReportSchema = z.object({
  run: z.string(),
  /** Another process is doing exactly this already, and `run` is its run. */
  already: z.boolean(),
});
export type DetachedReport = z.infer<typeof detachedReportSchema>;

export const stopReportSchema = z.object({
  run: z.string(),
  /**
   * stopped: it is over, and its processes are gone; killed: it did not answer and was ended by force; not-running: nobody
   * runs it; unreachable: it does not answer and its process can't be recognised for certain, so nothing was signalled.
   */
  outcome: z.enum(["stopped", "killed", "not-running", "unreachable"]),
});
export type StopReport = z.infer<typeof stopReportSchema>;

/** Runs of this machine, of all workspaces: those that are going on, then those that wait, in their order. */
export const queueReportSchema = z.object({
  device: z.string(),
  runs: z.array(
    z.object({
      run: z.string(),
      name: z.string(),
      file: z.string(),
      workspace: z.string(),
      state: z.enum(["running", "queued"]),
      /** 1: next. Null for one that is going on. */
      position: z.int().nullable(),
      pid: z.int(),
    }),
  ),
});
export type QueueReport = z.infer<typeof queueReportSchema>;

/** One line of `run --json` and `logs --json`. The last one of a run is `run.finished`. */
export const runEventSchema = z.intersection(envelopeSchema, happeningSchema);

export const reportReportSchema = z.object({
  run: z.string(),
  format: z.enum(["html", "md", "csv", "json"]),
  /** Where it was written. */
  file: z.string(),
});

export const knownModelsSchema = z.array(knownModelSchema);
export const removedModelSchema = z.object({ id: z.string(), freed_bytes: z.number() });
export const verifiedModelSchema = z.object({
  id: z.string(),
  ok: z.boolean(),
  path: z.string(),
  sha256: z.string(),
  expected: z.string(),
});
export const fetchedModelSchema = z.object({ id: z.string(), path: z.string(), sha256: z.string() });

/** By command, for the documentation and for tests that hold each command to its shape. */
export const cliShapes = {
  "init DATA --json": initReportSchema,
  "check FILE… --json": checkReportSchema,
  "plan FILE --json": planReportSchema,
  "run FILE --json (a line)": runEventSchema,
  "run FILE --detach --json": detachedReportSchema,
  "stop RUN --json": stopReportSchema,
  "resume RUN --json (a line)": runEventSchema,
  "resume RUN --detach --json": detachedReportSchema,
  "queue … --json": queueReportSchema,
  "list --json": runListSchema,
  "show RUN --json": runStateSchema,
  "logs RUN --json (a line)": runEventSchema,
  "copy RUN --json": copiedRunSchema,
  "rename, tag, note, archive RUN … --json": z.array(annotatedRunSchema),
  "delete RUN… --json": deletionsSchema,
  "restore --json": trashEntriesSchema,
  "restore RUN --json": restoredRunSchema,
  "metrics RUN --json": z.array(metricTableSchema),
  "gc --json": garbageReportSchema,
  "artifact RUN [STAGE] --json": z.array(artifactPlaceSchema),
  "compare … --json": comparisonSchema,
  "report RUN -o FILE --json": reportReportSchema,
  "estimate --json": estimateSchema,
  "estimate --measured --json": z.array(residualSchema),
  "advise --json": adviceSchema,
  "advise --grid --json": z.array(gridCellSchema),
  "advise --preset article --json": z.array(articleCheckSchema),
  "models list --json": knownModelsSchema,
  "models found --json": foundModelsSchema,
  "models directory [WORD] --json": directorySchema,
  "models add PATH --json": knownModelSchema,
  "models inspect FILE --json": modelInspectionSchema,
  "models remove ID --json": removedModelSchema,
  "models verify ID --json": verifiedModelSchema,
  "models fetch ID --json": fetchedModelSchema,
  "an error with --json": cliErrorSchema,
} as const satisfies Record<string, z.ZodType>;
