import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState, RunSummary } from "../protocol/run-state.ts";
import { readEvents } from "./event-log.ts";
import { foldEvents } from "./fold.ts";
import { isAlive } from "./process-identity.ts";
import { runIdPattern } from "./run-id.ts";
import type { Workspace } from "./workspace.ts";

/** Ids of all runs, newest first. */
export async function runIds(workspace: Workspace): Promise<string[]> {
  try {
    const names = await readdir(path.join(workspace.store, "runs"));
    return names
      .filter((name) => runIdPattern.test(name))
      .sort()
      .reverse();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
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

/** Turns `running` into `interrupted` where the owner is gone. */
export function withLiveness(state: RunState, owner: Parameters<typeof isAlive>[0] | null): RunState {
  const gone = state.state === "running" && !isAlive(owner ?? { pid: state.pid, started: null });
  return gone ? { ...state, state: "interrupted" } : state;
}

/** Who owns a run: written beside the log when it starts. */
export async function readOwner(folder: string): Promise<{ pid: number; started: number | null } | null> {
  try {
    const { pid, started } = JSON.parse(await readFile(path.join(folder, "owner.json"), "utf8"));
    return typeof pid === "number" ? { pid, started: typeof started === "number" ? started : null } : null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}

export function summarize(state: RunState): RunSummary {
  const { run, name, file, started_at, finished_at, seconds } = state;
  return {
    run,
    name,
    file,
    state: state.state,
    started_at,
    finished_at,
    seconds,
    sentence: state.verdict?.sentence ?? null,
  };
}

export interface RunList {
  runs: RunSummary[];
  /** Runs whose log cannot be read; they do not keep the others from being shown. */
  damaged: { run: string; reason: string }[];
}

export async function listRuns(workspace: Workspace): Promise<RunList> {
  const runs: RunSummary[] = [];
  const damaged: RunList["damaged"] = [];
  for (const run of await runIds(workspace)) {
    try {
      runs.push(summarize(await readRun(workspace, run)));
    } catch (error) {
      damaged.push({ run, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { runs, damaged };
}

/** What people call a run: its id, the beginning of it, `latest`, or the name of the newest run of that name. */
export async function resolveRun(workspace: Workspace, reference: string): Promise<string> {
  const ids = await runIds(workspace);
  if (reference === "latest" && ids[0]) return ids[0];
  const matching = ids.filter((id) => id === reference || (reference.length >= 4 && id.startsWith(reference)));
  if (matching.length === 1) return matching[0]!;
  if (matching.length > 1) throw new CodedError("run-ambiguous", { run: reference, matches: matching.length });
  const { runs } = await listRuns(workspace);
  const named = runs.find((summary) => summary.name === reference);
  if (named) return named.run;
  throw new CodedError("run-not-found", { run: reference });
}
