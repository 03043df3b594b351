import path from "node:path";
import { isEngineInstalled } from "../engines/embedded/installed.ts";
import { detectableDifference } from "../evaluation/detectable.ts";
import type { ModelInPlan } from "../plan/facts.ts";
import { markReused, type Plan, planRun } from "../plan/plan.ts";
import type { Stage } from "../plan/stage.ts";
import type { Machine } from "../protocol/event.ts";
import type { Item } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { findArtifact } from "../runs/artifacts.ts";
import type { Workspace } from "../runs/workspace.ts";
import type { RunSpec } from "../spec/schema.ts";
import { GatheredFacts } from "./gather.ts";
import { hasErrors, type LoadedRunFile, loadRunFile, workspaceOf } from "./load.ts";
import { memoryCorrections } from "./peaks.ts";
import { measuredRates } from "./rates.ts";
import { checkReferences, placeInFile } from "./references.ts";
import { DEFAULT_SLOTS, LLAMA_BUILD, machine } from "./runtime.ts";

export interface PrepareOptions {
  /** Root of the workspace; left out: found upward from the file. */
  workspace?: string;
  threads?: number;
  signal?: AbortSignal;
}

/** A run file with all that planning found out. `plan` is null where errors keep it from being made. */
export interface Prepared {
  loaded: LoadedRunFile;
  workspace: Workspace;
  machine: Machine;
  plan: Plan | null;
  problems: Problem[];
  /** Splits to take into the store, by their hash. */
  splits: Map<string, Item[]>;
  /** Tables beside them, as text, by their hash. */
  tables: Map<string, string>;
  /** The data of the file itself, without the matrix's changes. */
  data: Record<"train" | "validation" | "test", { sha256: string; items: number } | null>;
  models: Map<string, ModelInPlan>;
  /** Null where errors kept the data from being read. */
  facts: GatheredFacts | null;
  detectable: number | null;
}

/** What was read for a run file earlier; good for another text of it that names the same data and models. */
export interface Gathered {
  facts: GatheredFacts;
  problems: Problem[];
}

/** Reads everything a plan depends on and plans. Nothing is written, downloaded or executed. */
export async function prepare(file: string, options: PrepareOptions = {}): Promise<Prepared> {
  const prepared = await prepareLoaded(await loadRunFile(file), options);
  return { ...prepared, problems: prepared.problems.map((entry) => named(entry, prepared.loaded.file, file)) };
}

/** Problems call the run file as the caller does. */
function named(problem: Problem, absolute: string, file: string): Problem {
  return problem.file === absolute ? { ...problem, file } : problem;
}

/** The same for a text that is in memory. `gather` stands in for reading, where somebody remembers what was read. */
export async function prepareLoaded(
  loaded: LoadedRunFile,
  options: PrepareOptions & { gather?: (loaded: LoadedRunFile, spec: RunSpec) => Promise<Gathered> } = {},
): Promise<Prepared> {
  const { file } = loaded;
  const workspace = await workspaceOf(file, options.workspace);
  const here = machine(options.threads);
  const empty: Prepared = {
    loaded,
    workspace,
    machine: here,
    plan: null,
    problems: loaded.problems,
    splits: new Map(),
    tables: new Map(),
    data: { train: null, validation: null, test: null },
    models: new Map(),
    facts: null,
    detectable: null,
  };
  const spec = loaded.value;
  const references = await checkReferences(loaded);
  const found = [...loaded.problems, ...references];
  if (!spec || hasErrors(found)) return { ...empty, problems: found };

  const gather = options.gather ?? ((_, wanted) => gatherFacts(loaded, wanted, options.signal));
  const { facts, problems: gathered } = await gather(loaded, spec);
  // What was doubtful by the first rows is known now that all were read.
  const problems = [...loaded.problems, ...gathered.map((problem) => placeInFile(problem, loaded))];
  const prepared = { ...empty, problems, splits: facts.splits, tables: facts.tables, models: facts.models, facts };
  if (hasErrors(problems)) return prepared;

  const plan = planRun(spec, {
    model: (reference) => facts.modelOf(reference),
    data: (section) => facts.dataOf(section),
    build: LLAMA_BUILD,
    threads: here.threads,
    slots: DEFAULT_SLOTS,
    memory_bytes: here.memory_bytes,
    rates: { ...(await measuredRates(here)), memory: await memoryCorrections(here) },
  });
  const made = new Map<string, string>();
  for (const { key } of plan.stages) {
    const artifact = await findArtifact(workspace, key);
    if (artifact) made.set(key, artifact.manifest.run);
  }
  const stages = markReused(plan.stages, (key) => made.get(key) ?? null);
  const { train, validation, test } = facts.dataOf(spec.data);
  // The plan's problems, not the file's: `check` says nothing of what this machine can't run.
  const planned = { ...plan, stages, problems: [...plan.problems, ...engineMissing(stages)] };
  return {
    ...prepared,
    problems: [...problems, ...planned.problems.map((entry) => ({ file, ...entry }))],
    plan: planned,
    data: { train, validation, test },
    detectable: test && spec.evaluate ? detectableDifference(test.items, spec.evaluate) : null,
  };
}

/** Reads the data and looks up the models that a run file and its matrix name. */
export async function gatherFacts(loaded: LoadedRunFile, spec: RunSpec, signal?: AbortSignal): Promise<Gathered> {
  const facts = new GatheredFacts();
  return { facts, problems: await facts.gather(loaded, spec, signal) };
}

/** Comparing needs no native code, and what is reused needs nothing. */
function engineMissing(stages: readonly Stage[]): Problem[] {
  const needed = stages.some(
    ({ engine, kind, reused_from }) => engine === "embedded" && kind !== "compare" && reused_from === null,
  );
  if (!needed || isEngineInstalled()) return [];
  return [problem("engine-missing", { platform: `${process.platform}-${process.arch}` })];
}

/** A file as people in this workspace call it. */
export function relativeTo(workspace: Workspace, file: string): string {
  return path.relative(workspace.root, file).split(path.sep).join("/");
}
