import type { Item } from "../protocol/item.ts";
import { type Problem, problem, type Severity } from "../protocol/problem.ts";
import { listRows, rowsIn } from "./rows.ts";

/** Makes the one problem for all rows that share a fault; none if there are no rows. */
export type Summary = (
  code: string,
  items: readonly Item[],
  params?: Record<string, string | number>,
  severity?: Severity,
) => Problem[];

export function summary(split: string, all: readonly Item[], shown: (file: string) => string): Summary {
  return (code, items, params = {}, severity = "error") => {
    const first = items[0];
    if (!first) return [];
    const file = shown(first.source.file);
    const rows = listRows(items.map(({ source }) => source.row));
    const place = { file, row: first.source.row };
    const where = { ...place, rows: rowsIn(first.source.file, items), severity };
    return [problem(code, { split, count: items.length, of: all.length, rows, ...place, ...params }, where)];
  };
}
