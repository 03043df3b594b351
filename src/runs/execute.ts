import { hashText } from "../disk/files.ts";
import type { Happening, RunEvent } from "../protocol/event.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { alarmBoard } from "./alarms/board.ts";
import { watchRun } from "./alarms/watch.ts";
import { removeLeftovers } from "./artifacts.ts";
import { type EventLog, openEventLog, readEvents } from "./event-log.ts";
import type { Execution } from "./execution.ts";
import { applyEvent, emptyRun, foldEvents } from "./fold.ts";
import { residentBytes } from "./memory.ts";
import { thisOwner } from "./owner.ts";
import { waitForSlot } from "./queue.ts";
import { createRunFolder, removeUnborn, reopenRunFolder } from "./run-folder.ts";
import { newRunId } from "./run-id.ts";
import { runStages } from "./run-stages.ts";
import { watchStop } from "./watch-stop.ts";
import { createStore } from "./workspace.ts";

/**
 * Runs a plan's stages in order, reusing what is there. What goes wrong in a run is an event and a state, not an
 * exception; only failing to make or keep the log is thrown.
 */
export async function executeRun(execution: Execution): Promise<RunState> {
  const { workspace } = execution;
  const run = execution.runId ?? newRunId();
  await createStore(workspace);
  await removeLeftovers(workspace);
  await removeUnborn(workspace);
  const { log, state, stopped, failed, close } = await openRun(execution, run);

  const budget = new AbortController();
  const stopping = AbortSignal.any([execution.signal, stopped, budget.signal]);
  const signal = AbortSignal.any([stopping, failed]);
  // What earlier attempts took is the run's too.
  const started = performance.now() - state.seconds * 1000;
  let leave: (() => Promise<void>) | undefined;
  try {
    leave = await takeTurn(execution, run, log, signal);
    await execution.fetch?.((happening) => void log.append(happening), signal);
    await work(execution, { run, log, signal, stopping, budget });
    log.append({ type: "run.finished", state: "succeeded", seconds: since(started) });
  } catch (error) {
    const seconds = since(started);
    const why = stopping.reason instanceof CodedError ? { error: execution.messageOf(stopping.reason) } : {};
    if (stopping.aborted) log.append({ type: "run.finished", state: "cancelled", seconds, ...why });
    else log.append({ type: "run.finished", state: "failed", seconds, error: execution.messageOf(error) });
  } finally {
    close();
    await leave?.();
  }
  await log.close();
  return state;
}

/** Makes the run's folder, or goes on with one, and opens its log; from here on the run exists and can be stopped. */
async function openRun(execution: Execution, run: string) {
  const { workspace, plan, runFile, file } = execution;
  const owner = thisOwner();
  const folder = workspace.runFolder(run);
  const created = { type: "run.created", name: plan.name, file, workspace: workspace.root, pid: process.pid } as const;
  const failed = new AbortController();
  let state = emptyRun(run);
  const tell = (event: RunEvent) => {
    applyEvent(state, event);
    execution.onEvent?.(event);
  };
  if (execution.resume) {
    await reopenRunFolder(workspace, run, owner);
    const before = await readEvents(folder);
    state = foldEvents(run, before.events, before.skipped);
  } else tell(await createRunFolder(workspace, { run, runFile, plan, owner, first: created }));

  const raise = alarmBoard((happening) => void log.append(happening));
  const log = await openEventLog({
    folder,
    run,
    newAttempt: execution.resume ?? false,
    onEvent: tell,
    onFull: (full) => raise("alarm-log-waits", null, full ? {} : null),
    onFailure: (error) => failed.abort(new CodedError("run-log-failed", { reason: String(error) })),
  });
  const stop = watchStop(folder, owner.nonce);
  if (execution.resume) log.append(created);
  return { log, state, stopped: stop.signal, failed: failed.signal, close: stop.close };
}

/** Waits for the device. A queue that can't be kept (a read-only home folder) keeps nobody from working. */
async function takeTurn({ queue, workspace, plan, file }: Execution, run: string, log: EventLog, signal: AbortSignal) {
  if (!queue) return;
  const { parallel, runtime } = queue;
  const ticket = { run, root: workspace.root, name: plan.name, file, runtime };
  const onPlace = ({ position, running }: { position: number; running: string[] }) =>
    void log.append({ type: "run.queued", device: queue.queue.device, position, running });
  try {
    return await waitForSlot({ queue: queue.queue, ticket, parallel, signal, onPlace });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["EACCES", "EPERM", "EROFS", "ENOTDIR"].includes(code)) throw error;
    log.append({ type: "alarm.raised", alarm: "alarm-no-queue", stage: null, params: { reason: code } });
    return;
  }
}

interface Work {
  run: string;
  log: EventLog;
  signal: AbortSignal;
  /** Aborted where the run is to end, and not where its log failed. */
  stopping: AbortSignal;
  budget: AbortController;
}

async function work(execution: Execution, { run, log, signal, stopping, budget }: Work): Promise<void> {
  const children = new Set<number>();
  let spent = 0;
  const say = (happening: Happening) => {
    if (happening.type === "stage.transfer" && happening.cost?.currency === execution.budget?.cost?.currency) {
      spent += happening.cost?.amount ?? 0;
    }
    const event = log.append(happening);
    watch.onEvent(event);
  };
  const raise = alarmBoard(say);
  const watch = watchRun({
    stages: execution.plan.stages,
    budget: execution.budget,
    raise,
    memory: () => residentOf(children),
    spent: () => spent,
    onExceeded: (code, limit) => budget.abort(new CodedError(code, { limit })),
  });
  try {
    say(startOf(execution));
    await runStages({ execution, run, say, raise, signal, stopping, children });
  } finally {
    watch.close();
  }
}

/** Of all children together; null where the system does not tell. */
function residentOf(children: ReadonlySet<number>): number | null {
  const known = [...children].map(residentBytes).filter((bytes) => bytes !== null);
  return known.length > 0 ? known.reduce((sum, bytes) => sum + bytes, 0) : null;
}

function startOf(execution: Execution): Happening {
  const { plan, machine, versions, data } = execution;
  return {
    type: "run.started",
    name: plan.name,
    file: execution.file,
    workspace: execution.workspace.root,
    pid: process.pid,
    machine,
    versions,
    spec_sha256: hashText(execution.runFile),
    data,
    variants: plan.variants,
    stages: plan.stages.map(({ work: _work, recipe: _recipe, ...planned }) => ({ ...planned, reused_from: null })),
  };
}

function since(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}
