import type { ScoreRow } from "../../protocol/item.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { isRecord } from "../same-json.ts";
import { type Import, refused, scoreOf } from "./imported.ts";

type Log = Record<string, unknown> & { eval: Record<string, unknown> };

/** A log of inspect_ai as JSON (`inspect eval --log-format json`, or `inspect log dump`). */
export function isInspect(value: unknown): value is Log {
  return isRecord(value) && isRecord(value.eval) && "task" in value.eval && "status" in value;
}

/** inspect_ai's grades as its own metrics count them: correct, partial, incorrect, no answer. */
const grades: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

/**
 * Metrics are the scorers' names; a scorer that gives several values has `<scorer>.<key>`. Epochs are repeats of an item.
 * A sample that failed has no scores and counts as missing.
 */
export function inspectScores(log: Log, file: string): Import {
  if (!Array.isArray(log.samples) || log.samples.length === 0) return refused("import-no-samples", { file });
  const problems: Problem[] = [];
  const rows: ScoreRow[] = [];
  for (const [index, sample] of log.samples.entries()) {
    const row = isRecord(sample) ? readSample(sample) : null;
    if (row) rows.push(row);
    else problems.push(problem("import-sample-broken", { file, row: index + 1 }, { file }));
  }
  if (log.status !== "success") {
    const params = { file, status: String(log.status) };
    problems.push(problem("import-not-finished", params, { file, severity: "warning" }));
  }
  if (problems.length === 0 && rows.every(({ scores }) => Object.keys(scores).length === 0)) {
    return refused("scores-empty", { file });
  }
  return { sources: [{ name: null, rows }], problems };
}

function readSample(sample: Record<string, unknown>): ScoreRow | null {
  const { id, epoch, scores } = sample;
  if (typeof id !== "number" && (typeof id !== "string" || id === "")) return null;
  const found = new Map<string, number>();
  for (const [name, score] of Object.entries(isRecord(scores) ? scores : {})) {
    const value = isRecord(score) ? score.value : undefined;
    const parts: [string, unknown][] = isRecord(value)
      ? Object.entries(value).map(([key, part]) => [`${name}.${key}`, part])
      : [[name, value]];
    for (const [metric, part] of parts) {
      const number = gradeOf(part);
      if (number !== null) found.set(metric, number);
    }
  }
  const repeat = typeof epoch === "number" && epoch >= 1 ? Math.trunc(epoch) - 1 : 0;
  return { id: String(id), scores: Object.fromEntries(found), repeat };
}

function gradeOf(value: unknown): number | null {
  if (typeof value !== "string") return scoreOf(value);
  if (Object.hasOwn(grades, value)) return grades[value]!;
  const word = value.toLowerCase();
  if (word === "yes" || word === "true") return 1;
  if (word === "no" || word === "false") return 0;
  return value.trim() === "" ? null : scoreOf(Number(value));
}
