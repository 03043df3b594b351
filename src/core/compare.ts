import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import { compareScores } from "../evaluation/compare-scores.ts";
import { readScores } from "../evaluation/import/read-scores.ts";
import { itemChanges } from "../evaluation/item-changes.ts";
import type { Comparison } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import type { ItemChange, ItemChanges } from "../protocol/item-changes.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { resolveRun } from "../runs/history.ts";
import { readRun } from "../runs/list.ts";
import type { Workspace } from "../runs/workspace.ts";
import { scoreFileEnding } from "../spec/schema-evaluate.ts";
import { type TextsOf, withTexts } from "./compare-items.ts";
import { readResults } from "./results.ts";

export interface CompareRequest {
  workspace: Workspace;
  /** Score files (`*.jsonl`, `*.json`), of ours or of other tools, and runs, in any mixture. */
  sources: readonly string[];
  metric?: string;
  baseline?: string;
  /** Tolerable loss, a share. */
  margin?: number;
  confidence?: number;
  /** Only items that every source has; otherwise a missing one counts as a failure. */
  intersect?: boolean;
  /** Columns by whose values the scores are compared as well. */
  slices?: readonly string[];
  /** One candidate against the baseline, item by item. */
  items?: {
    /** Left out: the only other candidate. */
    of?: string;
    /** Changes to list; empty: all. */
    changes: readonly ItemChange[];
    limit: number;
  };
}

/** A source of scores, and where it has its texts: in the store for a run's candidate, nowhere for a score file. */
interface Source {
  name: string;
  rows: ScoreRow[];
  texts: TextsOf | null;
}

/** Compares what runs and score files measured, on the same items. Damaged score files are problems, with their rows. */
export async function compareSources(
  request: CompareRequest,
): Promise<{ comparison: Comparison | null; problems: Problem[] }> {
  const named: Source[] = [];
  const problems: Problem[] = [];
  let metric = request.metric;
  for (const source of request.sources) {
    if (scoreFileEnding.test(source)) {
      const parsed = readScores(await readSource(source), source);
      problems.push(...parsed.problems);
      const file = path.basename(source).replace(scoreFileEnding, "");
      named.push(
        ...parsed.sources.map(({ name, rows }) => {
          return { name: name === null ? file : `${file}/${name}`, rows, texts: null };
        }),
      );
      continue;
    }
    const run = await resolveRun(request.workspace, source);
    const state = await readRun(request.workspace, run);
    const { scores, verdict } = await readResults(request.workspace, state);
    metric ??= verdict.primary;
    const prefix = request.sources.length > 1 ? `${run.slice(0, 8)}/` : "";
    const items = state.data.test?.sha256 ?? null;
    for (const { name, answers } of verdict.candidates) {
      named.push({ name: `${prefix}${name}`, rows: scores[name] ?? [], texts: { answers, items } });
    }
  }
  if (problems.some(({ severity }) => severity === "error")) return { comparison: null, problems };
  const { baseline, margin, confidence, intersect, slices } = request;
  const options = { metric, baseline, margin, confidence, intersect, slices };
  const sources = distinct(named);
  const comparison = compareScores(sources, given(options));
  if (!request.items) return { comparison, problems };
  const item_changes = await changesOf(request.workspace, sources, { ...request.items, comparison });
  return { comparison: { ...comparison, item_changes }, problems };
}

/** Throws `compare-items-of` where it is not clear which of several candidates is meant. */
async function changesOf(
  workspace: Workspace,
  sources: readonly Source[],
  { of, changes, limit, comparison }: NonNullable<CompareRequest["items"]> & { comparison: Comparison },
): Promise<ItemChanges> {
  const { baseline: a, metric } = comparison;
  const others = sources.map(({ name }) => name).filter((name) => name !== a);
  // A candidate's own name will do where only one run has it.
  const meant = of === undefined ? others : others.filter((name) => name === of || name.endsWith(`/${of}`));
  const [b, second] = meant;
  if (b === undefined || second !== undefined) throw new CodedError("compare-items-of", { known: others.join(", ") });
  const found = itemChanges(sources, { metric, a, b, changes, limit });
  const textsOf = (name: string) => sources.find((source) => source.name === name)?.texts ?? null;
  return withTexts(workspace, found, { a: textsOf(a), b: textsOf(b) });
}

async function readSource(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) throw new CodedError("file-not-found", { file });
    throw error;
  }
}

/** Two files of one name in two folders are two candidates. */
function distinct<T extends { name: string }>(sources: T[]): T[] {
  const seen = new Map<string, number>();
  return sources.map((source) => {
    const count = (seen.get(source.name) ?? 0) + 1;
    seen.set(source.name, count);
    return count === 1 ? source : { ...source, name: `${source.name}#${count}` };
  });
}

/** Options without those that were not given: `exactOptionalPropertyTypes` tells absent from undefined. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
