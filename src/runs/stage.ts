import path from "node:path";
import { makeFolder, remove } from "../disk/files.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stage } from "../plan/stage.ts";
import type { Verdict } from "../protocol/comparison.ts";
import type { Happening } from "../protocol/event.ts";
import type { Job, WorkerMessage } from "../protocol/job.ts";
import { commitArtifact, type FoundArtifact, findArtifact, temporaryArtifact } from "./artifacts.ts";
import { jobOf, type Places } from "./jobs.ts";
import { type Lock, takeLock } from "./lock.ts";
import { readVerdict } from "./verdict-file.ts";
import type { Workspace } from "./workspace.ts";

/** What a stage that works in this process is given. */
export interface Here {
  stage: string;
  signal: AbortSignal;
  say: (happening: Happening) => void;
  /** Says what a child would have said. */
  relay: (message: WorkerMessage) => void;
  found: (stage: string) => Promise<FoundArtifact>;
  /** A folder that outlives a killed attempt. */
  left: string;
  /** A file for what children print. */
  log: string;
  /** Native work that is part of the stage: a local judge. */
  executeJob(job: Job): Promise<{ peak_memory_bytes: number; facts: Record<string, unknown> }>;
}

/** The ways in which a stage is executed, injected so that this folder knows no engine. */
export interface StageRunner {
  /** Native work, in a child process. */
  executeJob(
    job: Job,
    options: {
      signal: AbortSignal;
      onMessage: (message: WorkerMessage) => void;
      log: string;
      /** Told before the child is given anything to do, and waited for. What it returns is called when the child is gone. */
      onStart: (pid: number) => Promise<() => Promise<void>>;
    },
  ): Promise<{ peak_memory_bytes: number; facts: Record<string, unknown> }>;
  /** Asking an endpoint, judging, running a program that scores: work of this process. Writes its files into `out`. */
  executeHere?(
    stage: Stage,
    out: string,
    here: Here,
  ): Promise<{ peak_memory_bytes: number | null; facts: Record<string, unknown> }>;
  /** Scoring and comparing: pure work on answers, here. Writes its files into `out`. */
  executeCompare(stage: Stage, out: string, found: (stage: string) => Promise<FoundArtifact>): Promise<Verdict>;
  places: Places;
}

export interface StageRun {
  runner: StageRunner;
  workspace: Workspace;
  plan: Plan;
  run: string;
  stage: Stage;
  say: (happening: Happening) => void;
  signal: AbortSignal;
  /** Told of each child that works for the stage; what it returns is called when that child is gone. */
  onChild?: (pid: number) => () => void;
}

/** Brings one stage's artifact about: an earlier one of the same key, or a new one. Throws when that fails. */
export async function runStage(context: StageRun): Promise<void> {
  if (await reuse(context)) return;
  const { workspace, stage, run, say, signal } = context;
  const lock = await takeLock({
    folder: workspace.lockFolder(`stage-${stage.key}`),
    run,
    signal,
    onWait: (holder) =>
      say({ type: "note", stage: stage.id, level: "info", code: "waiting-for-run", params: { run: holder } }),
  });
  try {
    // Whoever held the lock may have made it.
    if (await reuse(context)) return;
    await make(context, lock);
  } finally {
    await lock.release();
  }
}

async function reuse(context: StageRun): Promise<boolean> {
  const { workspace, stage, say } = context;
  const found = await findArtifact(workspace, stage.key, (folder, reason) =>
    say({
      type: "note",
      stage: stage.id,
      level: "warning",
      code: "artifact-damaged",
      params: { folder: path.relative(workspace.root, folder), reason },
    }),
  );
  if (!found) return false;
  say({ type: "stage.reused", stage: stage.id, key: stage.key, from: found.manifest.run });
  await sayVerdict(context, found);
  return true;
}

async function make(context: StageRun, lock: Lock): Promise<void> {
  const { runner, workspace, run, stage, say, signal } = context;
  const started = performance.now();
  say({ type: "stage.started", stage: stage.id });
  const out = await temporaryArtifact(workspace);
  try {
    await makeFolder(workspace.workFolder(stage.key));
    const done = await execute(context, out, lock);
    signal.throwIfAborted();
    const seconds = Math.round(performance.now() - started) / 1000;
    const facts = { ...done.facts, seconds, peak_memory_bytes: done.peak_memory_bytes, threads: runner.places.threads };
    const recipe = { key: stage.key, kind: stage.kind, run, stage: stage.id, recipe: stage.recipe, facts };
    const committed = await commitArtifact(workspace, out, recipe);
    const bytes = committed.manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const { peak_memory_bytes } = done;
    say({
      type: "stage.finished",
      stage: stage.id,
      key: stage.key,
      seconds,
      peak_memory_bytes,
      bytes,
      facts: done.facts,
    });
    await sayVerdict(context, committed);
  } finally {
    await remove(out);
  }
}

async function execute(context: StageRun, out: string, lock: Lock) {
  const { runner, workspace, run, stage, say, signal } = context;
  const { work } = stage;
  if (work.kind === "compare") {
    await runner.executeCompare(stage, out, (id) => foundOf(context, id));
    return { peak_memory_bytes: null, facts: {} };
  }
  const log = path.join(workspace.runFolder(run), "engine.log");
  const onMessage = (message: WorkerMessage) => relay(stage.id, message, say);
  const onStart = async (pid: number) => {
    const forget = context.onChild?.(pid);
    const withdraw = await lock.addChild(pid);
    return async () => {
      forget?.();
      await withdraw();
    };
  };
  const executeJob = (job: Job) => runner.executeJob(job, { signal, log, onMessage, onStart });
  if (work.kind === "score" || (work.kind === "evaluate" && work.model.from === "endpoint")) {
    if (!runner.executeHere) throw new Error(`nothing here executes ${stage.id}`);
    const left = workspace.workFolder(stage.key);
    const found = (id: string) => foundOf(context, id);
    return runner.executeHere(stage, out, {
      stage: stage.id,
      signal,
      say,
      relay: onMessage,
      found,
      left,
      log,
      executeJob,
    });
  }
  return executeJob(jobOf({ ...stage, work }, out, runner.places));
}

async function foundOf({ plan, workspace }: StageRun, id: string): Promise<FoundArtifact> {
  const stage = plan.stages.find((candidate) => candidate.id === id);
  const found = stage ? await findArtifact(workspace, stage.key) : null;
  if (!found) throw new Error(`the plan put ${id} before its reader, and its artifact is missing`);
  return found;
}

/** A child's message becomes an event of its stage. Its end is the stage's own to tell. */
function relay(stage: string, message: WorkerMessage, say: StageRun["say"]): void {
  if (message.type === "done" || message.type === "failed") return;
  if (message.type === "progress") say({ ...message, type: "stage.progress", stage });
  else if (message.type === "memory") say({ ...message, type: "stage.memory", stage });
  else say({ ...message, stage });
}

async function sayVerdict({ stage, say }: StageRun, { folder }: FoundArtifact): Promise<void> {
  if (stage.kind !== "compare") return;
  const verdict = await readVerdict(folder);
  say({ type: "verdict", stage: stage.id, verdict });
}
