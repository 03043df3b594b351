import { statfs } from "node:fs/promises";
import { serializeItems } from "../data/items.ts";
import { exists, replaceFile } from "../disk/files.ts";
import { openPurse, totalOf } from "../endpoints/price.ts";
import { executeJob } from "../engines/embedded/engine.ts";
import { ensureModel } from "../models/ensure.ts";
import { findModel } from "../models/find.ts";
import type { Plan } from "../plan/plan.ts";
import type { Money } from "../protocol/endpoint.ts";
import type { Failure, Happening, RunEvent } from "../protocol/event.ts";
import type { Job } from "../protocol/job.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { claimRun } from "../runs/claim-run.ts";
import { executeRun } from "../runs/execute.ts";
import type { Places } from "../runs/jobs.ts";
import { readRun } from "../runs/list.ts";
import { newRunId } from "../runs/run-id.ts";
import { createStore } from "../runs/workspace.ts";
import { renderError } from "../text/text.ts";
import { executeCompare } from "./compare-stage.ts";
import { deviceQueue } from "./device-queue.ts";
import { executeEndpoint, requireKeys } from "./endpoint-stage.ts";
import { rememberPeaks } from "./peaks.ts";
import { type Prepared, type PrepareOptions, relativeTo } from "./prepare.ts";
import { rememberRate } from "./rates.ts";
import { DEFAULT_SLOTS, nativeEntry, versions } from "./runtime.ts";
import { executeScore, type ScoreWorld } from "./score-stage.ts";

export interface RunOptions extends PrepareOptions {
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** Runs at once on the device, of all workspaces. Default 1: a second one waits. */
  parallel?: number | undefined;
  /** The new run's id; left out: one is made. */
  runId?: string;
  /** A run to go on with, in place of a new one: `prepareResume`. */
  resume?: string;
  /** The folder that this program runs from, where that is a copy of its own. */
  runtime?: string | undefined;
}

/**
 * Runs what was prepared, so that a person can look at the plan in between. Throws a `CodedError` where it can't start;
 * `run-already-running` names the run that is doing the same already.
 */
export async function runPrepared(prepared: Prepared, options: RunOptions): Promise<RunState> {
  const { plan, loaded, workspace } = prepared;
  if (!plan) throw new Error("a plan with errors cannot run");
  refuseForeign(prepared);
  requireKeys(plan.stages);
  await createStore(workspace);
  await refuseFullDisk(prepared);
  const run = options.resume ?? options.runId ?? newRunId();
  const file = relativeTo(workspace, loaded.file);
  const claim = await claimRun(workspace, { file, stages: plan.stages }, run);
  try {
    return await execute(prepared, { ...options, run, file });
  } finally {
    await claim.release();
  }
}

async function execute(prepared: Prepared, options: RunOptions & { run: string; file: string }): Promise<RunState> {
  const { plan, loaded, workspace, machine } = prepared as Prepared & { plan: Plan };
  const models = new Map<string, string>();
  for (const [sha256, items] of prepared.splits) {
    const target = workspace.dataFile(sha256);
    if (!(await exists(target))) await replaceFile(target, serializeItems(items));
  }
  for (const [sha256, text] of prepared.tables) await replaceFile(workspace.dataFile(sha256), text);

  const keys = new Map(plan.stages.map(({ id, key }) => [id, key]));
  const places: Places = {
    workspace,
    threads: machine.threads,
    slots: DEFAULT_SLOTS,
    model: (reference) => models.get(reference) ?? missing(reference),
    key: (stage) => keys.get(stage) ?? missing(stage),
  };
  const world = await scoreWorld(prepared, places, options.resume);
  const child = nativeEntry();
  const finished: RunEvent[] = [];
  const state = await executeRun({
    workspace,
    plan,
    runFile: loaded.text,
    file: options.file,
    machine,
    versions: versions(),
    data: dataOf(prepared),
    messageOf: failureOf,
    signal: options.signal,
    runId: options.run,
    resume: options.resume !== undefined,
    queue: { queue: deviceQueue(), parallel: options.parallel ?? 1, runtime: options.runtime ?? null },
    budget: loaded.value?.budget ?? null,
    fetch: (say, signal) => fetchModels(prepared, { models, say, signal }),
    onEvent: (event) => {
      if (event.type === "stage.finished") finished.push(event);
      options.onEvent?.(event);
    },
    places,
    executeJob: async (job, rest) => {
      const result = await executeJob(job, { child, ...rest });
      await refuseChanged(prepared, models, job);
      await remember(prepared, models, job, result.facts);
      return result;
    },
    executeHere: (stage, out, here) =>
      stage.work.kind === "score" ? executeScore(stage, out, here, world) : executeEndpoint(stage, out, here, world),
    executeCompare: (stage, out, found) => executeCompare(stage, out, found, places),
  });
  const architecture = prepared.models.get(loaded.value?.model ?? "")?.facts?.architecture;
  if (architecture) await rememberPeaks(finished, { stages: plan.stages, cpu: machine.cpu, architecture });
  return state;
}

/** What stages share that ask somebody: the run's purse holds what its earlier attempts have spent. */
async function scoreWorld(
  { loaded, workspace, splits }: Prepared,
  places: Places,
  resumed: string | undefined,
): Promise<ScoreWorld> {
  const { budget, data } = loaded.value ?? {};
  const before = resumed === undefined ? null : spentBy(await readRun(workspace, resumed));
  const purse = openPurse({ budget: budget?.cost ?? null, before, on_exceed: budget?.on_exceed ?? "stop" });
  const itemsOf = (sha256: string) => splits.get(sha256)?.length ?? 0;
  return { workspace, purse, stays: data?.stays ?? true, itemsOf, places, folder: loaded.folder };
}

function spentBy({ stages }: RunState): Money | null {
  const costs = stages.flatMap(({ transfers }) => transfers?.map(({ cost }) => cost) ?? []);
  return costs.reduce<Money | null>((sum, cost) => totalOf(sum, cost), null);
}

function missing(name: string): never {
  throw new Error(`${name} is not in the plan`);
}

/** In English, for the log; the code and its parameters are what views turn into text. */
function failureOf(error: unknown): Failure {
  const { code, message, params } = renderError(error, "en");
  return { code, message, params: { ...params } };
}

function dataOf({ data }: Prepared): Record<string, { sha256: string; items: number }> {
  const entries = Object.entries(data).flatMap(([split, facts]) =>
    facts ? [[split, { sha256: facts.sha256, items: facts.items }] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** What `plan` only mentions, `run` refuses: stages that this machine's engine cannot execute. */
function refuseForeign({ problems }: Prepared): void {
  const foreign = problems.find(({ code }) => code === "engine-not-available" || code === "target-not-available");
  if (foreign) throw new CodedError(foreign.code, foreign.params);
}

async function refuseFullDisk({ plan, workspace }: Prepared): Promise<void> {
  const fresh = plan?.stages.filter((stage) => stage.reused_from === null) ?? [];
  const needed = fresh.reduce((sum, { estimate }) => sum + (estimate.disk_bytes ?? 0), 0);
  const { bavail, bsize } = await statfs(workspace.store);
  const free = bavail * bsize;
  if (needed > free) {
    throw new CodedError("disk-too-small", {
      needed: gigabytes(needed),
      free: gigabytes(free),
      folder: workspace.root,
    });
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * A base model is read where it lies, since a copy could be many gigabytes; so it is hashed again when a stage that read
 * it is done. The key promises what went in.
 */
async function refuseChanged(prepared: Prepared, paths: ReadonlyMap<string, string>, job: Job): Promise<void> {
  const read = job.kind === "convert" ? job.source : job.kind === "evaluate" ? job.model : null;
  for (const [reference, file] of paths) {
    if (file !== read) continue;
    const { sha256 } = await findModel(reference, { folder: prepared.loaded.folder });
    if (sha256 !== prepared.models.get(reference)?.sha256) throw new CodedError("input-changed", { file });
  }
}

async function remember(
  { plan, machine, loaded, models }: Prepared,
  paths: ReadonlyMap<string, string>,
  job: Job,
  facts: Record<string, unknown>,
) {
  if (!plan || (job.kind !== "train" && job.kind !== "evaluate")) return;
  // A rival or a judge may be another model; what stages made is as large as the file's own.
  const other = job.kind === "evaluate" ? [...paths].find(([, file]) => file === job.model)?.[0] : undefined;
  const parameters = models.get(other ?? loaded.value?.model ?? "")?.facts?.parameters;
  const number = (name: string) => (typeof facts[name] === "number" ? facts[name] : 0);
  const tokens = job.kind === "train" ? number("tokens") : number("prompt_tokens") + number("answer_tokens");
  const seconds = number("seconds");
  if (!parameters || tokens <= 0 || seconds <= 0) return;
  await rememberRate({ cpu: machine.cpu, threads: machine.threads, kind: job.kind, parameters, tokens, seconds });
}

/** A download is told about this often, milliseconds. */
const FETCHING_EVERY_MS = 1000;

interface Fetching {
  /** Gets the absolute paths. */
  models: Map<string, string>;
  say: (happening: Happening) => void;
  signal: AbortSignal;
}

/** Fetches the base models that are not here yet. */
async function fetchModels(prepared: Prepared, { models, say, signal }: Fetching): Promise<void> {
  let told = Number.NEGATIVE_INFINITY;
  for (const [reference, model] of prepared.models) {
    const { path } = await ensureModel(reference, {
      folder: prepared.loaded.folder,
      signal,
      onProgress: ({ done, total }) => {
        const now = performance.now();
        if (now - told < FETCHING_EVERY_MS) return;
        told = now;
        say({ type: "run.fetching", model: reference, done, total: total ?? model.size_bytes });
      },
    });
    models.set(reference, path);
  }
}
