import type { Item } from "../protocol/item.ts";
import type { Params } from "../protocol/messages.ts";
import { type Problem, problem, type Severity } from "../protocol/problem.ts";

export type RowValue = Record<string, unknown>;

/**
 * One row as it was read. `row` is 1-based and is what an editor or a spreadsheet shows:
 * the line of a JSONL file, the record of a CSV or TSV file (its header is row 1), the element of a JSON array.
 */
export interface Row {
  row: number;
  value: RowValue;
}

/** Enough to see a pattern, few enough to read. What comes after is counted. */
export const problemLimit = 100;

export interface ProblemList {
  add(...found: Problem[]): void;
  /** The first problems, then one that says how many more there are. */
  all(): Problem[];
}

/** Collects the problems of one file, so that a file that is wrong in every row does not drown everything else. */
export function problemList(file: string, limit = problemLimit): ProblemList {
  const kept: Problem[] = [];
  let more = 0;
  let worst: Severity = "info";
  return {
    add(...found) {
      for (const one of found) {
        if (kept.length < limit) kept.push(one);
        else {
          more++;
          if (one.severity === "error" || worst === "info") worst = one.severity;
        }
      }
    },
    all: () =>
      more === 0 ? kept : [...kept, problem("data-more-problems", { file, count: more }, { file, severity: worst })],
  };
}

/** A problem at a place of a data file. The place is in the parameters too, since texts name it. */
export function problemAt(
  place: { file: string; row?: number; column?: string },
  code: string,
  params: Params = {},
  severity: Severity = "error",
): Problem {
  return problem(code, { ...place, ...params }, { ...place, severity });
}

/** What a value is, in the words that a person would use for a column. */
export function kindOf(value: unknown): "missing" | "null" | "array" | "object" | "string" | "number" | "boolean" {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as "object" | "string" | "number" | "boolean";
}

export function isRecord(value: unknown): value is RowValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own properties only: a column may be called `constructor`. */
export function cell(row: RowValue, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : undefined;
}

/** Row numbers for a text: `3, 8, 15 …`. */
export function listRows(rows: readonly number[], limit = 5): string {
  const shown = rows.slice(0, limit).join(", ");
  return rows.length > limit ? `${shown} …` : shown;
}

/** Whoever repairs rows needs all their numbers; of a file that is wrong throughout, the first thousand. */
const mostRows = 1000;

export function rowsIn(file: string, items: readonly Item[]): number[] {
  return items.flatMap(({ source }) => (source.file === file ? [source.row] : [])).slice(0, mostRows);
}
