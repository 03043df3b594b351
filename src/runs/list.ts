import path from "node:path";
import { isMissing, namesIn } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { isLive, type RunState } from "../protocol/run-state.ts";
import { readEvents } from "./event-log.ts";
import { foldEvents } from "./fold.ts";
import { readOwner } from "./owner.ts";
import { isAlive } from "./process-identity.ts";
import { runIdPattern } from "./run-id.ts";
import type { Workspace } from "./workspace.ts";

/** Ids of all runs, newest first. */
export async function runIds(workspace: Workspace): Promise<string[]> {
  const names = await namesIn(path.join(workspace.store, "runs"));
  return names.filter((name) => runIdPattern.test(name)).reverse();
}

/**
 * A run's state from its log. A log without an end whose process is gone is `interrupted`: only looking at the process
 * can tell, so it is said here and not in the fold.
 */
export async function readRun(workspace: Workspace, run: string): Promise<RunState> {
  const folder = workspace.runFolder(run);
  let read: Awaited<ReturnType<typeof readEvents>>;
  try {
    read = await readEvents(folder);
  } catch (error) {
    if (isMissing(error)) throw new CodedError("run-not-found", { run });
    throw error;
  }
  return withLiveness(foldEvents(run, read.events, read.skipped), await readOwner(folder));
}

/** Turns `running` and `queued` into `interrupted` where the owner is gone. */
export function withLiveness(state: RunState, owner: Parameters<typeof isAlive>[0] | null): RunState {
  const gone = isLive(state) && !isAlive(owner ?? { pid: state.pid, started: null });
  return gone ? { ...state, state: "interrupted" } : state;
}
