import { z } from "zod";
import { type Saying, sayingSchema } from "./comparison.ts";
import type { RunState } from "./run-state.ts";

/** What a person says about a run. It changes nothing of what the run is: the log and its artifacts stay as they are. */
export interface Annotations {
  /** Shown in place of the run file's name; null where nobody renamed it. */
  name: string | null;
  /** Sorted, without duplicates. */
  tags: readonly string[];
  note: string;
  archived: boolean;
}

/** A line of `annotations.jsonl`: only what changes. Later lines win. */
export const annotationChangeSchema = z.object({
  v: z.literal(1),
  /** Wall time, for people. */
  at: z.string(),
  /** Null takes the name away again. */
  name: z.string().nullable().optional(),
  add_tags: z.array(z.string()).optional(),
  remove_tags: z.array(z.string()).optional(),
  note: z.string().optional(),
  archived: z.boolean().optional(),
});
export type AnnotationChange = z.infer<typeof annotationChangeSchema>;

/** A run as lists, trees and searches know it: derived from its log and its annotations, kept in the index. */
export interface RunHead extends Annotations {
  run: string;
  /** The run file's own name. */
  spec_name: string;
  /** The run file, relative to the workspace. */
  file: string;
  state: RunState["state"];
  started_at: string;
  finished_at: string | null;
  seconds: number;
  /** Names of the matrix's cells; one empty name where there is no matrix. */
  variants: readonly string[];
  /** The verdict in one English sentence, and as a code with parameters. */
  sentence: string | null;
  conclusion: Saying | null;
  /** Bytes of what this run made itself; what it reused is another's. */
  bytes: number;
  /** Codes of alarms that hold: something that a person may have to act on. */
  alarms: readonly string[];
  /** Why the log can't be read, where it can't. */
  damage: string | null;
}

export type Cell = string | number | boolean | null;

/** One variant of a run as a row of the experiments table: cells by column, `param:train.epochs`, `metric:exact`. */
export interface VariantRow {
  variant: string;
  /** The candidate whose metrics and size are shown: the chosen one, else the reference, else the first; null before a verdict. */
  candidate: string | null;
  cells: Readonly<Record<string, Cell>>;
}

const stateSchema = z.enum(["queued", "running", "succeeded", "failed", "cancelled", "interrupted"]);

/** What the index holds was written by some version of this program: parsed like anything else from a disk. */
export const runHeadSchema: z.ZodType<RunHead> = z.object({
  run: z.string(),
  name: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string(),
  archived: z.boolean(),
  spec_name: z.string(),
  file: z.string(),
  state: stateSchema,
  started_at: z.string(),
  finished_at: z.string().nullable(),
  seconds: z.number(),
  variants: z.array(z.string()),
  sentence: z.string().nullable(),
  conclusion: sayingSchema.nullable(),
  bytes: z.number(),
  alarms: z.array(z.string()),
  damage: z.string().nullable(),
});
