import type { Verdict } from "./comparison.ts";
import type { Transfer } from "./endpoint.ts";
import type { Failure, Machine } from "./event.ts";
import type { PlannedStage, Variant } from "./plan.ts";

export type StageState = "waiting" | "running" | "reused" | "finished" | "failed" | "cancelled";

export interface StepPoint {
  step: number;
  loss: number | null;
  learning_rate: number;
  grad_norm: number | null;
  tokens: number;
  seconds: number;
  threads: number;
}

export interface StageStatus extends PlannedStage {
  state: StageState;
  started_elapsed: number | null;
  progress: { done: number; total: number; unit: string; seconds_left: number | null } | null;
  seconds: number | null;
  /** So far, while it runs. */
  peak_memory_bytes: number | null;
  /** Resident now, of the process that does the work. Absent: nobody said, or it is over. */
  memory_bytes?: number | undefined;
  bytes: number | null;
  facts: Record<string, unknown>;
  error: Failure | null;
  /** Optimizer steps, in order; a repeated number replaces the earlier one. Train stages only. */
  steps: StepPoint[];
  total_steps: number | null;
  evaluations: { step: number; loss: number | null }[];
  checkpoint_step: number | null;
  notes: { level: "info" | "warning"; code: string; params: Record<string, string | number> }[];
  /** What went to each host, summed; absent: nothing went anywhere. */
  transfers?: Transfer[];
}

/** Something that a person may have to act on while a run goes on. */
export interface RunAlarm {
  /** A code, whose text and parameters are in the tables: `alarm-no-step` … */
  alarm: string;
  stage: string | null;
  params: Record<string, string | number>;
  raised_at: string;
  /** Null while it holds. */
  cleared_at: string | null;
}

/** What a run is, as a pure fold of its events: the only thing that views draw. Also what `show --json` prints. */
export interface RunState {
  run: string;
  name: string;
  file: string;
  /**
   * queued: it waits for its device. interrupted: the log has no end and its process is gone; only a reader that looked
   * at the process says so.
   */
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
  started_at: string;
  finished_at: string | null;
  pid: number;
  seconds: number;
  attempt: number;
  machine: Machine | null;
  versions: Record<string, string>;
  spec_sha256: string;
  data: Record<string, { sha256: string; items: number }>;
  variants: Variant[];
  stages: StageStatus[];
  verdict: Verdict | null;
  error: Failure | null;
  /** While it waits for its device. */
  queue?: { device: string; position: number; running: string[] } | null | undefined;
  /** While a base model is fetched, bytes. */
  fetching?: { model: string; done: number; total: number } | null | undefined;
  /** In the order in which they were raised; those that are over included. */
  alarms?: RunAlarm[] | undefined;
  last_seq: number;
  /** Lines that this version does not know or that are torn. */
  skipped_events: number;
}

/** A line of `list --json` and of the Runs tree. */
export interface RunSummary {
  run: string;
  name: string;
  file: string;
  state: RunState["state"];
  started_at: string;
  finished_at: string | null;
  seconds: number;
  /** The verdict's sentence, once there is one. */
  sentence: string | null;
  /** What people said about it. */
  tags?: readonly string[] | undefined;
  note?: string | undefined;
  archived?: boolean | undefined;
}

/** True while a process works on a run, or waits to. */
export function isLive({ state }: Pick<RunState, "state">): boolean {
  return state === "running" || state === "queued";
}
