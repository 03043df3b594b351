import { z } from "zod";
import { verdictSchema } from "./comparison.ts";
import { transferSchema } from "./endpoint.ts";
import { workerMessageSchema } from "./job.ts";
import { plannedStageSchema, variantSchema } from "./plan.ts";

/** The run's machine, as reports quote it. */
export const machineSchema = z.object({
  platform: z.string(),
  arch: z.string(),
  cpu: z.string(),
  physical_cores: z.int(),
  memory_bytes: z.number(),
  /** Threads that stages were given. */
  threads: z.int(),
});
export type Machine = z.infer<typeof machineSchema>;

const failure = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** In English, for logs and scripts. People read the code's own text. */
  message: z.string(),
});
export type Failure = z.infer<typeof failure>;

const [progress, step, evaluation, checkpoint, resumed, note, memory] = workerMessageSchema.options;
const stage = z.object({ stage: z.string() });

/** What happened, without the envelope. Changes to this list only add. */
export const happeningSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run.started"),
    name: z.string(),
    /** The run file, relative to the workspace. */
    file: z.string(),
    workspace: z.string(),
    pid: z.int(),
    machine: machineSchema,
    versions: z.record(z.string(), z.string()),
    spec_sha256: z.string(),
    data: z.record(z.string(), z.object({ sha256: z.string(), items: z.int() })),
    variants: z.array(variantSchema),
    stages: z.array(plannedStageSchema),
  }),
  /** The first event of each attempt: from here on the run exists. Runs of earlier versions begin with `run.started`. */
  z.object({
    type: z.literal("run.created"),
    name: z.string(),
    file: z.string(),
    workspace: z.string(),
    pid: z.int(),
  }),
  /** It waits for its device; again whenever its place changes. */
  z.object({
    type: z.literal("run.queued"),
    device: z.string(),
    /** 1: next. */
    position: z.int().positive(),
    /** Runs that hold the device, of any workspace. */
    running: z.array(z.string()),
  }),
  /** A base model is on its way; about one a second. */
  z.object({ type: z.literal("run.fetching"), model: z.string(), done: z.number(), total: z.number() }),
  z.object({
    type: z.literal("alarm.raised"),
    alarm: z.string(),
    stage: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.object({ type: z.literal("alarm.cleared"), alarm: z.string(), stage: z.string().nullable() }),
  z.object({
    type: z.literal("run.finished"),
    state: z.enum(["succeeded", "failed", "cancelled"]),
    seconds: z.number(),
    error: failure.optional(),
  }),
  stage.extend({ type: z.literal("stage.started") }),
  stage.extend({ type: z.literal("stage.reused"), key: z.string(), from: z.string() }),
  stage.extend({
    type: z.literal("stage.finished"),
    key: z.string(),
    seconds: z.number(),
    peak_memory_bytes: z.number().nullable(),
    bytes: z.number(),
    facts: z.record(z.string(), z.unknown()),
  }),
  stage.extend({ type: z.literal("stage.failed"), seconds: z.number(), error: failure }),
  stage.extend({ type: z.literal("stage.cancelled"), seconds: z.number() }),
  progress.extend(stage.shape).extend({ type: z.literal("stage.progress") }),
  step.extend(stage.shape),
  evaluation.extend(stage.shape),
  checkpoint.extend(stage.shape),
  resumed.extend(stage.shape),
  note.extend(stage.shape),
  memory.extend(stage.shape).extend({ type: z.literal("stage.memory") }),
  /** Bytes that went to an endpoint and came back since the last such event: every transfer is in one of them. */
  transferSchema.extend(stage.shape).extend({ type: z.literal("stage.transfer") }),
  stage.extend({ type: z.literal("verdict"), verdict: verdictSchema }),
]);
export type Happening = z.infer<typeof happeningSchema>;

export const envelopeSchema = z.object({
  v: z.literal(1),
  run: z.string(),
  /** 1, 2, 3 … within the run. */
  seq: z.int().positive(),
  /** Wall time, for people. */
  at: z.string(),
  /** Seconds since the run started, monotonic: durations come from this. */
  elapsed: z.number(),
  /** 1 for the first attempt; a resumed run counts on. */
  attempt: z.int().positive(),
});
/** A line of `events.jsonl`, and of `run --json`. */
export type RunEvent = z.infer<typeof envelopeSchema> & Happening;

/** Parses a line's value; null for an event that this version does not know, which is skipped and counted. */
export function parseEvent(value: unknown): RunEvent | null {
  const envelope = envelopeSchema.safeParse(value);
  const happening = happeningSchema.safeParse(value);
  return envelope.success && happening.success ? { ...envelope.data, ...happening.data } : null;
}
