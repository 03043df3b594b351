import { createHash } from "node:crypto";
import { canonicalJson } from "../protocol/canonical.ts";
import { type Item, itemSchema } from "../protocol/item.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { type SliceRow, sliceRowSchema } from "../protocol/slices.ts";
import type { RunSpec } from "../spec/schema.ts";
import { exchangeReader } from "./exchanges.ts";
import { kindOf, problemAt, problemList, type Row, type RowValue } from "./rows.ts";
import { columnValue } from "./template.ts";

/** An item and the row it was made from, which division still has to look at. */
export interface Entry {
  item: Item;
  row: RowValue;
}

/**
 * Makes the items of one file. Rows that cannot be items are left out, each with its problem.
 *
 * @param options.file the name that problems use; `options.source` the one that items keep
 */
export function makeEntries(
  rows: readonly Row[],
  data: RunSpec["data"],
  options: { file: string; source: string },
): { entries: Entry[]; problems: Problem[] } {
  const { file, source } = options;
  const reader = exchangeReader(data, rows, file);
  const { read } = reader;
  if (!read) return { entries: [], problems: reader.problems };

  const problems = problemList(file);
  problems.add(...mixedTypes(rows, reader.columns, file));
  const nameOf = data.id === undefined ? hashedIds() : columnIds(data.id, file, problems.add);
  const entries: Entry[] = [];
  for (const { row, value } of rows) {
    const reading = read(value);
    const flaw = "flaw" in reading ? reading.flaw : reading.warning;
    if (flaw) {
      const severity = "flaw" in reading ? "error" : "warning";
      problems.add(problemAt({ file, row, column: flaw.column }, flaw.code, flaw.params, severity));
    }
    const id = nameOf(row, value);
    if ("flaw" in reading || id === null) continue;
    const cluster = data.cluster === undefined ? null : groupName(columnValue(value, data.cluster));
    entries.push({ item: { id, cluster, ...reading.exchange, source: { file: source, row } }, row: value });
  }
  return { entries, problems: problems.all() };
}

/** A value as the name of a group: text, so that `7` and `"7"` are one customer. Null: the row stands alone. */
export function groupName(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  return typeof value === "string" ? value : canonicalJson(value);
}

/** An id for rows that have none: a hash of the content, and which of its equals it is. Stable whatever the rows' order. */
function hashedIds(): (row: number, value: RowValue) => string {
  const seen = new Map<string, number>();
  return (_row, value) => {
    const hash = createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 16);
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return occurrence === 1 ? hash : `${hash}-${occurrence}`;
  };
}

function columnIds(column: string, file: string, add: (found: Problem) => void) {
  const seen = new Map<string, number>();
  return (row: number, value: RowValue): string | null => {
    const id = groupName(columnValue(value, column));
    if (id === null) {
      add(problemAt({ file, row, column }, "id-missing"));
      return null;
    }
    const earlier = seen.get(id);
    if (earlier !== undefined) {
      add(problemAt({ file, row, column }, "duplicate-id", { id, earlier }));
      return null;
    }
    seen.set(id, row);
    return id;
  };
}

/**
 * Columns that hold text in some rows and objects or lists in others: one of the two is a mistake, and a model would
 * learn both. Numbers among texts are only pointed out. The kind that most rows have is taken as the expected one.
 */
function mixedTypes(rows: readonly Row[], columns: readonly string[], file: string): Problem[] {
  return columns.flatMap((column) => {
    const counts = new Map<string, number>();
    for (const { value } of rows) {
      const kind = kindOf(columnValue(value, column));
      if (kind !== "null" && kind !== "missing") counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    if (counts.size < 2) return [];
    const [expected] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
    return rows.flatMap(({ row, value }) => {
      const found = kindOf(columnValue(value, column));
      if (found === expected || found === "null" || found === "missing") return [];
      const severity = isStructure(found) || isStructure(expected) ? "error" : "warning";
      return [problemAt({ file, row, column }, "column-mixed-types", { expected, found }, severity)];
    });
  });
}

function isStructure(kind: string): boolean {
  return kind === "object" || kind === "array";
}

/** Items as JSON lines, for the store. Slices stand in a table of their own: naming one more must not change the items. */
export function serializeItems(items: readonly Item[]): string {
  return items.map(({ slices: _, ...item }) => `${JSON.stringify(item)}\n`).join("");
}

/** The values of slice columns as JSON lines, for the store; null where no item has any. */
export function serializeSlices(items: readonly Item[]): string | null {
  if (items.every(({ slices }) => slices === undefined)) return null;
  return items.map(({ id, slices }) => `${JSON.stringify({ id, values: slices ?? {} } satisfies SliceRow)}\n`).join("");
}

/** The store's table of slices: each item's values by its id. Throws `items-damaged` with the line. */
export function parseSlices(text: string): Map<string, SliceRow["values"]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line, index) => {
      try {
        const { id, values } = sliceRowSchema.parse(JSON.parse(line));
        return [id, values];
      } catch (cause) {
        throw new CodedError("items-damaged", { line: index + 1 }, { cause });
      }
    }),
  );
}

/** Items from the store's JSON lines. Throws `items-damaged` with the line: the store's files are ours. */
export function parseItems(text: string): Item[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => {
    try {
      return itemSchema.parse(JSON.parse(line));
    } catch (cause) {
      throw new CodedError("items-damaged", { line: index + 1 }, { cause });
    }
  });
}

/**
 * Names what a model sees of a split: sha256 over the canonical lines of id, cluster, messages and answer, in their order.
 * Where the rows came from is not in it: a moved file is the same data.
 */
export function splitHash(items: readonly Item[]): string {
  const hash = createHash("sha256");
  for (const { id, cluster, messages, answer } of items) {
    hash.update(`${canonicalJson({ id, cluster, messages, answer })}\n`);
  }
  return hash.digest("hex");
}
