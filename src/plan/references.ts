import { type Problem, problem, type Range, type Suggestion } from "../protocol/problem.ts";
import { placeholdersOf, templateKeys } from "../spec/checks/templates.ts";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import { nearest } from "../spec/near.ts";
import type { RunSpec } from "../spec/schema.ts";
import { judgeOf } from "../spec/schema-scorers.ts";

/** A column of a data file with an example of what it holds. */
export interface ColumnFact {
  name: string;
  example: unknown;
}

/**
 * What can be asked about the things that a run file refers to. Names are as the file writes them, relative to its folder.
 * Null: not known (not readable, not in time), so that nothing can be said against it.
 */
export interface ReferenceFacts {
  exists(file: string): Promise<boolean | null>;
  /** Files near the run file that could have been meant. */
  files(kind: "data" | "schema" | "model"): Promise<readonly string[]>;
  /** By the first rows of the file. */
  columns(file: string): Promise<readonly ColumnFact[] | null>;
  /** Ids of the models that need no path. */
  models(): Promise<readonly string[] | null>;
}

/** What a run file refers to and isn't there: files, models, columns, each with the nearest that is. */
export async function referenceProblems(
  spec: RunSpec,
  document: RunDocument,
  facts: ReferenceFacts,
): Promise<Problem[]> {
  const [data, schema, models, columns] = await Promise.all([
    Promise.all(dataFiles(spec).map(({ file, path }) => fileProblem(document, path, file, "data", facts))),
    spec.data.schema === undefined ? [] : fileProblem(document, ["data", "schema"], spec.data.schema, "schema", facts),
    Promise.all(modelReferences(spec).map(({ path, reference }) => modelProblem(document, path, reference, facts))),
    columnProblems(spec, document, facts),
  ]);
  const beside = await Promise.all(scorerFiles(spec).map((named) => besideProblem(document, named, facts)));
  return [...data.flat(), ...schema, ...models.flat(), ...columns, ...beside.flat()];
}

const splits = ["train", "validation", "test"] as const;

/** The data files that a run file names, each with its place; the same file may stand at several places. */
export function dataFiles({ data, matrix }: Pick<RunSpec, "data" | "matrix">): { file: string; path: SpecPath }[] {
  return splits.flatMap((name) => {
    const split = data[name];
    const own = typeof split === "string" ? [{ file: split, path: ["data", name] }] : [];
    const divided = typeof split === "object" ? [{ file: split.from, path: ["data", name, "from"] }] : [];
    const varied = (matrix[`data.${name}`] ?? []).flatMap((value, index) =>
      typeof value === "string" ? [{ file: value, path: ["matrix", `data.${name}`, index] }] : [],
    );
    return [...own, ...divided, ...varied].filter(({ file }) => !(splits as readonly string[]).includes(file));
  });
}

async function fileProblem(
  document: RunDocument,
  path: SpecPath,
  file: string,
  kind: "data" | "schema",
  facts: ReferenceFacts,
): Promise<Problem[]> {
  if ((await facts.exists(file)) !== false) return [];
  const near = nearFiles(file, await facts.files(kind));
  return [notFound(document, path, "data-file-missing", { file }, near)];
}

/** Files that scorers name: human ratings and programs. */
function scorerFiles({ evaluate }: RunSpec): { file: string; path: SpecPath }[] {
  return (evaluate?.scorers ?? []).flatMap((scorer, index): { file: string; path: SpecPath }[] => {
    if (typeof scorer === "string") return [];
    const at = ["evaluate", "scorers", index];
    if ("custom" in scorer) return [{ file: scorer.custom.file, path: [...at, "custom", "file"] }];
    const ratings = judgeOf(scorer)?.ratings;
    return ratings === undefined ? [] : [{ file: ratings, path: [...at, "judge", "ratings"] }];
  });
}

async function besideProblem(
  document: RunDocument,
  { file, path }: { file: string; path: SpecPath },
  facts: ReferenceFacts,
): Promise<Problem[]> {
  if ((await facts.exists(file)) !== false) return [];
  return [notFound(document, path, "file-not-found", { file }, [])];
}

/** A wrong folder is as common as a wrong letter. */
function nearFiles(file: string, known: readonly string[]): string[] {
  const name = baseName(file);
  const elsewhere = known.filter((other) => baseName(other) === name);
  if (elsewhere.length > 0) return elsewhere.slice(0, 3);
  const alike = new Set(nearest(name, [...new Set(known.map(baseName))]));
  return [...new Set([...nearest(file, known), ...known.filter((other) => alike.has(baseName(other)))])].slice(0, 3);
}

function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1)!;
}

function modelReferences({ model, evaluate, matrix }: RunSpec): { reference: string; path: SpecPath }[] {
  const rivals = (evaluate?.rivals ?? []).flatMap((rival, index) =>
    rival.model === undefined ? [] : [{ reference: rival.model, path: ["evaluate", "rivals", index, "model"] }],
  );
  const varied = (matrix.model ?? []).flatMap((value, index) =>
    typeof value === "string" ? [{ reference: value, path: ["matrix", "model", index] }] : [],
  );
  const judges = (evaluate?.scorers ?? []).flatMap((scorer, index) => {
    const judge = judgeOf(scorer)?.model;
    return judge === undefined ? [] : [{ reference: judge, path: ["evaluate", "scorers", index, "judge", "model"] }];
  });
  return [{ reference: model, path: ["model"] }, ...rivals, ...judges, ...varied];
}

async function modelProblem(
  document: RunDocument,
  path: SpecPath,
  reference: string,
  facts: ReferenceFacts,
): Promise<Problem[]> {
  if (reference.startsWith("hf:")) return [];
  const [ids, exists] = await Promise.all([facts.models(), facts.exists(reference)]);
  if (ids === null || ids.includes(reference) || exists !== false) return [];
  const near = [...nearest(reference, ids), ...nearFiles(reference, await facts.files("model"))];
  return [notFound(document, path, "model-not-found", { ref: reference }, [...new Set(near)].slice(0, 3))];
}

interface NamedColumn {
  column: string;
  key: string;
  range: Range;
  /** A row without it stands alone, which is allowed; a row without a prompt is not. */
  optional: boolean;
  /** Only this split's file has to have it. */
  only?: string;
}

async function columnProblems(spec: RunSpec, document: RunDocument, facts: ReferenceFacts): Promise<Problem[]> {
  const files = [...new Set(dataFiles({ data: spec.data, matrix: {} }).map(({ file }) => file))];
  const known = await Promise.all(files.map(async (file) => ({ file, columns: await facts.columns(file) })));
  return namedColumns(spec, document).flatMap((named) => {
    const lacking = known.find(
      ({ file, columns }) =>
        columns !== null && (named.only === undefined || named.only === file) && !hasColumn(columns, named.column),
    );
    if (!lacking) return [];
    const names = columnNames(lacking.columns!);
    const near = nearest(named.column, names);
    const table = /\.(csv|tsv|tab)$/i.test(lacking.file);
    const params = { path: named.key, column: named.column, file: lacking.file, known: names.join(", ") };
    const code = near.length > 0 ? "column-unknown-near" : "column-unknown";
    const suggestions = near.map((name) => replace(named.range, name));
    return [
      problem(code, near.length > 0 ? { ...params, near: near.join(", ") } : params, {
        range: named.range,
        severity: named.optional && !table ? "warning" : "error",
        suggestions,
      }),
    ];
  });
}

function namedColumns({ data, evaluate }: RunSpec, document: RunDocument): NamedColumn[] {
  const named: NamedColumn[] = [];
  for (const key of templateKeys) {
    if (data[key] === undefined) continue;
    for (const { column, start, end } of placeholdersOf(document, ["data", key])) {
      if (column === "") continue;
      const inside = document.text.slice(start, end);
      const from = start + inside.indexOf(column);
      const range = document.range(from, from + column.length);
      named.push({ column, key: `data.${key}`, range, optional: false });
    }
  }
  const add = (path: SpecPath, column: string | undefined, rest: { optional: boolean; only?: string }) => {
    const range = document.rangeOf(path, "value");
    if (column !== undefined && range) named.push({ column, key: path.join("."), range, ...rest });
  };
  add(["data", "id"], data.id, { optional: false });
  add(["data", "messages"], data.messages, { optional: false });
  add(["data", "cluster"], data.cluster, { optional: true });
  for (const name of splits) {
    const split = data[name];
    if (typeof split === "object") add(["data", name, "by"], split.by, { optional: true, only: split.from });
  }
  const { test } = data;
  const tested = typeof test === "object" ? test.from : test;
  for (const [index, column] of (evaluate?.slices ?? []).entries()) {
    add(["evaluate", "slices", index], column, { optional: true, ...(tested === undefined ? {} : { only: tested }) });
  }
  return named;
}

/** A column, or a field of a column that holds an object: `a.b`. */
function hasColumn(columns: readonly ColumnFact[], wanted: string): boolean {
  if (columns.some(({ name }) => name === wanted)) return true;
  const [first, ...fields] = wanted.split(".");
  let value = columns.find(({ name }) => name === first)?.example;
  if (value === undefined || fields.length === 0) return false;
  for (const field of fields) {
    // What is inside of a column whose examples are all null can't be told.
    if (value === null) return true;
    if (typeof value !== "object" || !Object.hasOwn(value as object, field)) return false;
    value = (value as Record<string, unknown>)[field];
  }
  return true;
}

/** Columns and the fields of those that hold objects, as a template may name them. */
export function columnNames(columns: readonly ColumnFact[]): string[] {
  return columns.flatMap(({ name, example }) => {
    const isMap = typeof example === "object" && example !== null && !Array.isArray(example);
    return [name, ...(isMap ? Object.keys(example).map((field) => `${name}.${field}`) : [])];
  });
}

function notFound(
  document: RunDocument,
  path: SpecPath,
  code: string,
  params: Record<string, string>,
  near: readonly string[],
): Problem {
  const range = document.rangeOf(path, "value") ?? document.range(0, 0);
  const suggestions = near.map((name) => replace(range, name));
  return problem(code, near.length > 0 ? { ...params, near: near.join(", ") } : params, { range, suggestions });
}

function replace(range: Range, name: string): Suggestion {
  // Spaces and signs are allowed in names of files; quotes keep them one text.
  const new_text = /^[\p{L}\p{N}._/-]+$/u.test(name) ? name : JSON.stringify(name);
  return { title: name, edit: { range, new_text } };
}
