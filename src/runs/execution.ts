import type { Plan } from "../plan/plan.ts";
import type { Failure, Happening, Machine, RunEvent } from "../protocol/event.ts";
import type { Budget } from "./alarms/watch.ts";
import type { Queue } from "./queue.ts";
import type { StageRunner } from "./stage.ts";
import type { Workspace } from "./workspace.ts";

/** Everything that executing a plan needs. */
export interface Execution extends StageRunner {
  workspace: Workspace;
  plan: Plan;
  /** Text of the run file, kept as it ran. */
  runFile: string;
  /** Relative to the workspace, for people. */
  file: string;
  machine: Machine;
  versions: Record<string, string>;
  data: Record<string, { sha256: string; items: number }>;
  /** Text of a code in English, for logs. */
  messageOf: (error: unknown) => Failure;
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  runId?: string;
  /** Goes on with the run of that id: its log, as the next attempt. */
  resume?: boolean;
  /** Null: it waits for nobody. */
  queue: { queue: Queue; parallel: number; runtime?: string | null } | null;
  budget: Budget | null;
  /** Brings the base models here, once it is this run's turn. */
  fetch?: (say: (happening: Happening) => void, signal: AbortSignal) => Promise<void>;
}
