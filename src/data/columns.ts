import { isUtf8 } from "node:buffer";
import { open, stat } from "node:fs/promises";
import { extname } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import {
  binaryKind,
  decoderLabel,
  eightBitEncoding,
  readsLikeChinese,
  unfinishedTail,
  wideEncoding,
} from "./encoding.ts";
import { delimiterOf } from "./read-csv.ts";
import { readRows } from "./read-rows.ts";
import { isRecord, type RowValue } from "./rows.ts";

export interface Column {
  name: string;
  /** The first value that is not null. */
  example: unknown;
}

/** Enough for the columns of any sane file, and read in a moment. */
const headBytes = 256 * 1024;
const headRows = 50;

/**
 * The columns of a data file by its first rows, reading no more than its head: for completion and hover.
 * Null: not there, not readable, or no row is complete within the head.
 */
export async function columnsOf(path: string): Promise<Column[] | null> {
  const extension = extname(path).toLowerCase();
  const rows =
    extension === ".parquet" || extension === ".xlsx" ? await tableHead(path) : await textHead(path, extension);
  if (rows.length === 0) return null;
  const columns = new Map<string, unknown>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if ((columns.get(name) ?? null) === null) columns.set(name, value);
    }
  }
  return [...columns].map(([name, example]) => ({ name, example }));
}

async function textHead(path: string, extension: string): Promise<RowValue[]> {
  const head = await readHead(path);
  return head === null ? [] : headRowsOf(head.text, extension, head.isWhole);
}

/** Tables that can't be read from their beginning alone; large ones take longer than anybody waits for a completion. */
const largestTable = 20e6;

async function tableHead(path: string): Promise<RowValue[]> {
  const size = await stat(path).then(
    (facts) => facts.size,
    () => Number.POSITIVE_INFINITY, // not there: no columns to offer
  );
  if (size > largestTable) return [];
  const { rows } = await readRows(path);
  return rows.slice(0, headRows).map(({ value }) => value);
}

async function readHead(path: string): Promise<{ text: string; isWhole: boolean } | null> {
  try {
    const file = await open(path, "r");
    try {
      if (!(await file.stat()).isFile()) return null;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const read = buffer.subarray(0, bytesRead);
      if (binaryKind(read)) return null;
      const text = decodeHead(read);
      if (text === null) return null;
      return { text: text.replace(/^\uFEFF/, ""), isWhole: bytesRead < headBytes };
    } finally {
      await file.close();
    }
  } catch {
    // Whatever the reason, there are no columns to offer; `resolveData` is who says why.
    return null;
  }
}

/** As rows are decoded; a character that the head cuts is left out. Null: an encoding that rows are not read by. */
function decodeHead(read: Buffer): string | null {
  const wide = wideEncoding(read);
  const whole = read.subarray(0, read.length - unfinishedTail(read));
  if (!wide && isUtf8(whole)) return whole.toString("utf8");
  const label = decoderLabel(wide ?? eightBitEncoding(whole));
  if (label === null) return null;
  const text = new TextDecoder(label).decode(read, { stream: true });
  return wide || readsLikeChinese(text) ? text : null;
}

function headRowsOf(text: string, extension: string, isWhole: boolean): RowValue[] {
  switch (extension) {
    case ".csv":
    case ".tsv":
    case ".tab":
      return csvHead(text, extension === ".csv" ? delimiterOf(text) : "\t", isWhole);
    case ".json":
      return jsonHead(text);
    default:
      return jsonlHead(text);
  }
}

function jsonlHead(text: string): RowValue[] {
  return text.split("\n", headRows).flatMap((line) => asRow(line));
}

function csvHead(text: string, delimiter: string, isWhole: boolean): RowValue[] {
  // A record that the head cuts would be taken for a short one.
  const whole = isWhole ? text : text.slice(0, text.lastIndexOf("\n") + 1);
  const records: string[][] = [];
  const keep = (record: string[]) => {
    records.push(record);
    return null;
  };
  const lenient = {
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: headRows,
  };
  try {
    parse(whole, { ...lenient, on_record: keep });
  } catch (error) {
    // A cell that goes on beyond the head; the records before it are good.
    if (!(error instanceof CsvError)) throw error;
  }
  const header = records.shift();
  if (!header) return [];
  const row = (cells: string[]) => Object.fromEntries(header.map((name, index) => [name.trim(), cells[index] ?? null]));
  return records.length === 0 ? [row([])] : records.map(row);
}

/** Complete objects inside the first array of a JSON text that may be cut anywhere. */
function jsonHead(text: string): RowValue[] {
  const rows: RowValue[] = [];
  const array = text.indexOf("[");
  if (array < 0) return rows;
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = array + 1; at < text.length && rows.length < headRows; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      if (depth++ === 0) start = at;
    } else if (character === "}" || character === "]") {
      if (--depth < 0) break;
      if (depth === 0) rows.push(...asRow(text.slice(start, at + 1)));
    }
  }
  return rows;
}

function asRow(text: string): RowValue[] {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? [value] : [];
  } catch {
    // A line that is cut or broken has no columns to show.
    return [];
  }
}
