import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { replaceFile } from "../disk/files.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stage } from "../plan/stage.ts";
import type { Failure, Happening, Machine, RunEvent } from "../protocol/event.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { removeLeftovers } from "./artifacts.ts";
import { type EventLog, openEventLog } from "./event-log.ts";
import { applyEvent, emptyRun } from "./fold.ts";
import { identify } from "./process-identity.ts";
import { newRunId } from "./run-id.ts";
import { runStage, type StageRunner } from "./stage.ts";
import { createStore, type Workspace } from "./workspace.ts";

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
}

/**
 * Runs a plan's stages in order, reusing what is there. What goes wrong in a stage is an event and a state, not an
 * exception; only failing to keep the log is thrown.
 */
export async function executeRun(execution: Execution): Promise<RunState> {
  const { workspace, plan } = execution;
  const run = execution.runId ?? newRunId();
  await createStore(workspace);
  await removeLeftovers(workspace);
  const folder = workspace.runFolder(run);
  await mkdir(folder, { recursive: true });
  await replaceFile(path.join(folder, "run.yaml"), execution.runFile);
  await replaceFile(path.join(folder, "plan.json"), `${JSON.stringify(plan, null, 2)}\n`);
  await replaceFile(path.join(folder, "owner.json"), JSON.stringify(identify()));

  const state = emptyRun(run);
  const logFailed = new AbortController();
  const log = await openEventLog({
    folder,
    run,
    onEvent: (event) => {
      applyEvent(state, event);
      execution.onEvent?.(event);
    },
    onFailure: (error) => logFailed.abort(new CodedError("run-log-failed", { reason: String(error) })),
  });
  const signal = AbortSignal.any([execution.signal, logFailed.signal]);
  const started = performance.now();
  try {
    log.append(startOf(execution));
    await runStages(execution, run, log, signal);
    log.append({ type: "run.finished", state: "succeeded", seconds: since(started) });
  } catch (error) {
    const cancelled = execution.signal.aborted;
    const seconds = since(started);
    if (cancelled) log.append({ type: "run.finished", state: "cancelled", seconds });
    else log.append({ type: "run.finished", state: "failed", seconds, error: execution.messageOf(error) });
  }
  await log.close();
  return state;
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
    spec_sha256: execution.sha256(execution.runFile),
    data,
    variants: plan.variants,
    stages: plan.stages.map(({ work: _work, recipe: _recipe, ...planned }) => ({ ...planned, reused_from: null })),
  };
}

async function runStages(execution: Execution, run: string, log: EventLog, signal: AbortSignal): Promise<void> {
  for (const stage of execution.plan.stages) {
    signal.throwIfAborted();
    const started = performance.now();
    const say = (happening: Happening) => void log.append(happening);
    try {
      await runStage({
        runner: execution,
        workspace: execution.workspace,
        plan: execution.plan,
        run,
        stage,
        say,
        signal,
      });
    } catch (error) {
      const seconds = since(started);
      if (execution.signal.aborted) say({ type: "stage.cancelled", stage: stage.id, seconds });
      else say({ type: "stage.failed", stage: stage.id, seconds, error: execution.messageOf(error) });
      throw error;
    }
    await forget(execution.workspace, stage);
  }
}

/** What an unfinished attempt left is of no use once the artifact is there. */
async function forget(workspace: Workspace, stage: Stage): Promise<void> {
  await rm(workspace.workFolder(stage.key), { recursive: true, force: true });
}

function since(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}
