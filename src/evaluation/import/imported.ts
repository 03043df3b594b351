import type { ScoreRow } from "../../protocol/item.ts";
import { type Problem, problem } from "../../protocol/problem.ts";

/** One candidate's scores. `name` tells those of one file apart; null: the file is about one. */
export interface Imported {
  name: string | null;
  rows: ScoreRow[];
}

export interface Import {
  sources: Imported[];
  problems: Problem[];
}

/** A file that can't be read at all. */
export function refused(code: string, params: { file: string } & Record<string, string | number>): Import {
  return { sources: [], problems: [problem(code, params, { file: params.file })] };
}

/** Gives runs of the same item of one candidate the numbers 0, 1 …, so that they are averaged and not taken for items. */
export function numberRepeats(rows: readonly ScoreRow[]): ScoreRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const repeat = seen.get(row.id) ?? 0;
    seen.set(row.id, repeat + 1);
    return { ...row, repeat };
  });
}

/** True and false are 1 and 0; a number is itself where it is finite. Null: it is no score. */
export function scoreOf(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
