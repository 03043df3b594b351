import { extname } from "node:path";
import type { Problem } from "../protocol/problem.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";
import { readJsonl, type VisitRow } from "./read-jsonl.ts";
import type { TextRead } from "./read-text.ts";
import { type ProblemList, problemAt, problemList, type Row } from "./rows.ts";

type Reader = (
  path: string,
  file: string,
  visit: VisitRow,
  problems: ProblemList,
  signal?: AbortSignal,
  encoding?: string,
) => Promise<TextRead>;

const readers: Readonly<Record<string, Reader>> = {
  ".jsonl": readJsonl,
  ".ndjson": readJsonl,
  ".jsonlines": readJsonl,
  ".json": readJson,
  ".csv": readCsv,
  ".tsv": readCsv,
  ".tab": readCsv,
  // Loaded when there is such a file: no other data set pays for them.
  ".parquet": async (path, file, visit, problems, signal) =>
    (await import("./read-parquet.ts")).readParquet(path, file, visit, problems, signal),
  ".xlsx": async (path, file, visit, problems, signal) =>
    (await import("./read-xlsx.ts")).readXlsx(path, file, visit, problems, signal),
};

/** Extensions that are read, lower case, with their dot. */
export const dataExtensions: readonly string[] = Object.keys(readers);

export interface RowsRead {
  rows: Row[];
  problems: Problem[];
  /** Of the file's bytes; empty if it could not be read to its end. */
  sha256: string;
  bytes: number;
}

/**
 * Reads a data set. Never throws for what is in the file: rows that can be read are returned beside the problems of the
 * others, at most 100 of them one by one. Aborting throws.
 *
 * @param path where to read
 * @param options.file the name that problems use; left out: `path`
 */
export async function readRows(path: string, options: { file?: string; signal?: AbortSignal } = {}): Promise<RowsRead> {
  const file = options.file ?? path;
  let problems = problemList(file);
  const rows: Row[] = [];
  const extension = extname(path).toLowerCase();
  const reader = readers[extension];
  if (!reader) {
    problems.add(problemAt({ file }, "data-format-unknown", { extension, known: dataExtensions.join(" ") }));
    return { rows, problems: problems.all(), sha256: "", bytes: 0 };
  }
  const visit: VisitRow = (row, value) => rows.push({ row, value });
  let read = await reader(path, file, visit, problems, options.signal);
  const encoding = read.problem?.params.readable;
  if (read.problem?.code === "encoding-not-utf8" && typeof encoding === "string") {
    const named = problemAt({ file }, "encoding-read-as", { encoding: read.problem.params.encoding ?? "" }, "info");
    rows.length = 0;
    problems = problemList(file);
    problems.add(named);
    read = await reader(path, file, visit, problems, options.signal, encoding);
  }
  if (read.problem) return { rows: [], problems: [read.problem], sha256: "", bytes: 0 };
  const found = problems.all();
  if (rows.length === 0 && found.every(({ severity }) => severity === "info"))
    found.push(problemAt({ file }, "data-file-empty"));
  return { rows, problems: found, sha256: read.sha256, bytes: read.bytes };
}
