import { createHash } from "node:crypto";
import path from "node:path";
import { checkData } from "../data/check.ts";
import { splitHash } from "../data/items.ts";
import { type ResolvedData, resolveData } from "../data/resolve.ts";
import { detectableDifference } from "../evaluation/detectable.ts";
import { checkExpected } from "../evaluation/score.ts";
import { findModel } from "../models/find.ts";
import type { DataFacts, MeasuredRates, ModelInPlan, SplitFacts } from "../plan/facts.ts";
import { markReused, type Plan, planRun } from "../plan/plan.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import type { Machine } from "../protocol/event.ts";
import type { Item } from "../protocol/item.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import { findArtifact } from "../runs/artifacts.ts";
import type { Workspace } from "../runs/workspace.ts";
import { expandMatrix } from "../spec/matrix.ts";
import type { RunSpec } from "../spec/schema.ts";
import { hasErrors, type LoadedRunFile, loadRunFile, workspaceOf } from "./load.ts";
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
  /** The data of the file itself, without the matrix's changes. */
  data: Record<"train" | "validation" | "test", { sha256: string; items: number } | null>;
  models: Map<string, ModelInPlan>;
  detectable: number | null;
}

/** Reads everything a plan depends on and plans. Nothing is written, downloaded or executed. */
export async function prepare(file: string, options: PrepareOptions = {}): Promise<Prepared> {
  const loaded = await loadRunFile(file);
  const workspace = await workspaceOf(file, options.workspace);
  const here = machine(options.threads);
  const empty: Prepared = {
    loaded,
    workspace,
    machine: here,
    plan: null,
    problems: loaded.problems,
    splits: new Map(),
    data: { train: null, validation: null, test: null },
    models: new Map(),
    detectable: null,
  };
  const spec = loaded.value;
  const references = await checkReferences(loaded);
  const found = [...loaded.problems, ...references];
  if (!spec || hasErrors(found)) return { ...empty, problems: found };

  const facts = new GatheredFacts();
  const gathered = await facts.gather(loaded, spec, options.signal);
  // What was doubtful by the first rows is known now that all were read.
  const problems = [...loaded.problems, ...gathered.map((problem) => placeInFile(problem, loaded))];
  const prepared = { ...empty, problems, splits: facts.splits, models: facts.models };
  if (hasErrors(problems)) return prepared;

  const plan = planRun(spec, {
    model: (reference) => facts.modelOf(reference),
    data: (section) => facts.dataOf(section),
    build: LLAMA_BUILD,
    threads: here.threads,
    slots: DEFAULT_SLOTS,
    rates: facts.rates,
  });
  const made = new Map<string, string>();
  for (const { key } of plan.stages) {
    const artifact = await findArtifact(workspace, key);
    if (artifact) made.set(key, artifact.manifest.run);
  }
  const stages = markReused(plan.stages, (key) => made.get(key) ?? null);
  const { train, validation, test } = facts.dataOf(spec.data);
  return {
    ...prepared,
    problems: [...problems, ...plan.problems.map((entry) => ({ file, ...entry }))],
    plan: { ...plan, stages },
    data: { train, validation, test },
    detectable: test && spec.evaluate ? detectableDifference(test.items, spec.evaluate) : null,
  };
}

/** Facts about the models and data that a file and its matrix name, each looked up once. */
class GatheredFacts {
  readonly models = new Map<string, ModelInPlan>();
  readonly splits = new Map<string, Item[]>();
  readonly rates: MeasuredRates = { train: null, evaluate: null };
  private readonly data = new Map<string, DataFacts>();

  async gather(loaded: LoadedRunFile, spec: RunSpec, signal?: AbortSignal): Promise<Problem[]> {
    const problems: Problem[] = [];
    for (const { spec: cell } of expandMatrix(spec)) {
      const references = [cell.model, ...(cell.evaluate?.rivals.flatMap(({ model }) => model ?? []) ?? [])];
      for (const reference of references) problems.push(...(await this.lookUpModel(reference, loaded)));
      problems.push(...(await this.readData(cell, loaded, signal)));
    }
    return problems;
  }

  modelOf(reference: string): ModelInPlan {
    const found = this.models.get(reference);
    if (!found) throw new Error(`the plan asked for ${reference}, which was not looked up`);
    return found;
  }

  dataOf(section: RunSpec["data"]): DataFacts {
    const found = this.data.get(canonicalJson(section));
    if (!found) throw new Error("the plan asked for data that was not read");
    return found;
  }

  private async lookUpModel(reference: string, { folder, document, file }: LoadedRunFile): Promise<Problem[]> {
    if (this.models.has(reference)) return [];
    try {
      this.models.set(reference, await findModel(reference, { folder }));
      return [];
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const range = document.rangeOf(["model"], "value");
      return [problem(error.code, error.params, { file, ...(range ? { range } : {}) })];
    }
  }

  private async readData(spec: RunSpec, { folder }: LoadedRunFile, signal?: AbortSignal): Promise<Problem[]> {
    const name = canonicalJson(spec.data);
    if (this.data.has(name)) return [];
    const needs = { train: spec.train !== undefined, test: spec.evaluate !== undefined };
    const resolved = await resolveData(spec.data, { folder, needs, ...(signal ? { signal } : {}) });
    this.data.set(name, this.take(resolved));
    if (hasErrors(resolved.problems)) return resolved.problems;
    return [...resolved.problems, ...checkData(resolved, folder), ...answersOf(resolved, spec)];
  }

  private take({ splits, schema }: ResolvedData): DataFacts {
    const shots = (count: number) => this.takeSplit(firstByHash(splits.train, count));
    const { train, validation, test } = splits;
    return {
      train: this.takeSplit(train),
      validation: this.takeSplit(validation),
      test: this.takeSplit(test),
      schema: schema?.text ?? null,
      shots,
    };
  }

  private takeSplit(items: Item[]): SplitFacts | null {
    if (items.length === 0) return null;
    const sha256 = splitHash(items);
    this.splits.set(sha256, items);
    const lengths = items.map(({ messages, answer }) => ({
      prompt: messages.reduce((sum, { content }) => sum + content.length, 0),
      answer: answer.length,
    }));
    return {
      sha256,
      items: items.length,
      prompt_characters: lengths.reduce((sum, { prompt }) => sum + prompt, 0),
      answer_characters: lengths.reduce((sum, { answer }) => sum + answer, 0),
      longest_characters: lengths.reduce((most, { prompt, answer }) => Math.max(most, prompt + answer), 0),
    };
  }
}

/** Test rows whose own answer breaks the schema or a rule: no model could be right about them. */
function answersOf({ splits, schema }: ResolvedData, { data, evaluate }: RunSpec): Problem[] {
  if (!evaluate || splits.test.length === 0) return [];
  const { scorers } = evaluate;
  return checkExpected({ items: splits.test, schema: schema?.value ?? null, rules: data.rules, scorers });
}

/** Examples for the prompt: drawn by the hash of their ids, so that the same rows give the same examples in any order. */
function firstByHash(items: readonly Item[], count: number): Item[] {
  const hash = (id: string) => createHash("sha256").update(id).digest("hex");
  return items
    .map((item) => ({ item, hash: hash(item.id) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count)
    .map(({ item }) => item);
}

/** A file as people in this workspace call it. */
export function relativeTo(workspace: Workspace, file: string): string {
  return path.relative(workspace.root, file).split(path.sep).join("/");
}
