import { z } from "zod";
import { forecastSchema } from "./forecast.ts";
import { rangeSchema, suggestionSchema } from "./problem.ts";
import { sayingSchema } from "./saying.ts";

/** Between the language server and the process that reads data for it. */

const severitySchema = z.enum(["error", "warning", "info"]);
export const severitiesSchema = z.record(z.string(), z.enum(["error", "warning", "info", "off"]));

/** A problem, and the lines of data files that it is about, 0-based. */
export const examinedProblemSchema = z.object({
  code: z.string(),
  severity: severitySchema,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  file: z.string().optional(),
  range: rangeSchema.optional(),
  row: z.int().optional(),
  rows: z.array(z.int()).optional(),
  column: z.string().optional(),
  suggestions: z.array(suggestionSchema),
  related: z.array(z.object({ file: z.string(), line: z.int(), row: z.int() })),
});
export type ExaminedProblem = z.infer<typeof examinedProblemSchema>;

const lastRunSchema = z.object({
  run: z.string(),
  /** The workspace's root. */
  root: z.string(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled", "interrupted"]),
  started_at: z.string(),
  /** What it found, as a code with parameters; null where it came to no verdict. */
  conclusion: sayingSchema.nullable(),
});
export type LastRun = z.infer<typeof lastRunSchema>;

/** A later question about the same file takes the place of an earlier one. */
export const examinerRequestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("examine"),
    id: z.int(),
    /** Absolute path; the text is what the editor holds. */
    file: z.string(),
    text: z.string(),
    severities: severitiesSchema,
  }),
  z.object({ type: z.literal("forget"), file: z.string() }),
]);
export type ExaminerRequest = z.infer<typeof examinerRequestSchema>;

export const examinerReplySchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("examined"),
    id: z.int(),
    /** False: token lengths are still being counted. */
    complete: z.boolean(),
    problems: z.array(examinedProblemSchema),
    forecast: forecastSchema.nullable(),
    /** Runs of this file, newest first; a few. */
    runs: z.array(lastRunSchema),
  }),
  /** Rows whose tokens are counted. */
  z.object({ type: z.literal("progress"), id: z.int(), done: z.int(), total: z.int() }),
  z.object({ type: z.literal("failed"), id: z.int(), reason: z.string() }),
]);
export type ExaminerReply = z.infer<typeof examinerReplySchema>;
