import { isAbsolute, join, resolve } from "node:path";
import type { Item } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import type { RunSpec } from "../spec/schema.ts";
import { columnProblems } from "./exchanges.ts";
import { type Entry, groupName, makeEntries } from "./items.ts";
import { parseJson } from "./parse-json.ts";
import { readRows } from "./read-rows.ts";
import { readText } from "./read-text.ts";
import { divide, planSplits, type SplitName, splitNames } from "./splits.ts";
import { columnValue } from "./template.ts";

export interface ResolvedData {
  splits: Record<SplitName, Item[]>;
  /** Each data file once, by its name in the run file. */
  files: { path: string; sha256: string; bytes: number }[];
  /** The answers' JSON schema. `value` is undefined where the file is not JSON. */
  schema: { path: string; text: string; value: unknown } | null;
  problems: Problem[];
}

export interface ResolveOptions {
  /** The run file's folder: names in the run file are relative to it. */
  folder: string;
  /** Splits that must be there. What is defined is resolved in any case. */
  needs: { train: boolean; test: boolean };
  /** Columns by whose values the test rows are told apart; see `Item.slices`. */
  slices?: readonly string[];
  signal?: AbortSignal;
}

/**
 * Reads, shapes and divides the data of a run file. Never throws for what is in files.
 *
 * A problem of a row carries `file` (the folder joined with the name), `row` and `column`.
 * A problem of the run file itself carries `params.path`, such as `data.prompt`, and no `file`: the caller knows the range.
 * With errors among the problems the splits are what could be read, for display only.
 */
export async function resolveData(data: RunSpec["data"], options: ResolveOptions): Promise<ResolvedData> {
  const { folder, signal } = options;
  const pathOf = (file: string) => resolve(folder, file);
  const shown = (file: string) => shownPath(folder, file);
  const { plans, problems } = planSplits(data, (a, b) => pathOf(a) === pathOf(b));
  problems.push(...missingSplits(data, options.needs));

  const files: ResolvedData["files"] = [];
  const entries = new Map<string, Entry[]>();
  for (const { source } of plans) {
    if (!("file" in source) || entries.has(pathOf(source.file))) continue;
    const file = shown(source.file);
    const read = await readRows(pathOf(source.file), { file, ...(signal ? { signal } : {}) });
    const made = makeEntries(read.rows, data, { file, source: source.file });
    problems.push(...read.problems);
    // Without a row nothing can be said about columns, and the reader has said why there is none.
    if (read.rows.length > 0) problems.push(...made.problems);
    entries.set(pathOf(source.file), made.entries);
    if (read.sha256 !== "") files.push({ path: source.file, sha256: read.sha256, bytes: read.bytes });
  }
  const schema = data.schema === undefined ? null : await readSchema(data.schema, options, problems);
  if (problems.some(({ params, severity }) => severity === "error" && String(params.path).startsWith("data."))) {
    return { splits: { train: [], validation: [], test: [] }, files, schema, problems };
  }
  const divided = divide(plans, (file) => entries.get(pathOf(file)) ?? [], shown);
  problems.push(...divided.problems);
  if (options.slices && options.slices.length > 0) {
    problems.push(...nameSlices(divided.splits.test, options.slices, shown));
  }
  const items = (name: SplitName) => divided.splits[name].map(({ item }) => item);
  const splits = { train: items("train"), validation: items("validation"), test: items("test") };
  if (problems.every(({ severity }) => severity !== "error")) problems.push(...emptySplits(data, splits));
  return { splits, files, schema, problems };
}

/** Gives the test items their slices. A column that no row has is a problem of the run file. */
function nameSlices(entries: readonly Entry[], columns: readonly string[], shown: (file: string) => string): Problem[] {
  for (const entry of entries) {
    const named = columns.map((column) => [column, groupName(columnValue(entry.row, column))] as const);
    entry.item.slices = Object.fromEntries(named.filter((pair): pair is readonly [string, string] => pair[1] !== null));
  }
  const rows = entries.map(({ item, row }) => ({ row: item.source.row, value: row }));
  const file = shown(entries[0]?.item.source.file ?? "");
  return columns.flatMap((column) => columnProblems("evaluate.slices", column, rows, file));
}

/** A file of the run file as problems name it: relative to where the caller stands, if its folder is. */
export function shownPath(folder: string, file: string): string {
  return isAbsolute(file) ? file : join(folder, file);
}

function missingSplits(data: RunSpec["data"], needs: ResolveOptions["needs"]): Problem[] {
  const needed = (["train", "test"] as const).filter((name) => needs[name] && data[name] === undefined);
  return needed.map((name) => problem("split-missing", { path: "data", split: name }));
}

function emptySplits(data: RunSpec["data"], splits: Record<SplitName, Item[]>): Problem[] {
  const empty = splitNames.filter((name) => data[name] !== undefined && splits[name].length === 0);
  return empty.map((name) => problem("split-empty", { path: `data.${name}`, split: name }));
}

async function readSchema(path: string, options: ResolveOptions, problems: Problem[]): Promise<ResolvedData["schema"]> {
  const file = shownPath(options.folder, path);
  const pieces: string[] = [];
  const onText = (text: string) => pieces.push(text) > 0;
  const read = await readText(resolve(options.folder, path), file, onText, options.signal);
  if (read.problem) {
    problems.push(read.problem);
    return null;
  }
  const text = pieces.join("");
  const parsed = parseJson(text, { file });
  problems.push(...parsed.problems);
  return { path, text, value: parsed.value };
}
