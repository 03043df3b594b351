import type { ScoreRow } from "../../protocol/item.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import { isRecord } from "../same-json.ts";
import { type Import, numberRepeats, refused, scoreOf } from "./imported.ts";

type Sample = Record<string, unknown> & { doc_id: number | string };

/** Keys of a sample that hold no score, for the versions that don't list their metrics. */
const described = new Set(["doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics"]);

/** A sample of lm-evaluation-harness 0.4 (`--log_samples`, `samples_<task>_<time>.jsonl`). */
export function isLmEval(value: unknown): value is Sample {
  if (!isRecord(value) || !("resps" in value || "filtered_resps" in value)) return false;
  return typeof value.doc_id === "number" || (typeof value.doc_id === "string" && value.doc_id !== "");
}

/**
 * Ids are the tasks' document numbers. A task with several filters has a line for each: its metrics are then called as
 * lm-eval's own tables call them, `exact_match,strict-match`. What is no number (a perplexity's parts) is left out.
 */
export function lmEvalScores(samples: readonly { sample: unknown; row: number }[], file: string): Import {
  const problems: Problem[] = [];
  const good: Sample[] = [];
  for (const { sample, row } of samples) {
    if (isLmEval(sample)) good.push(sample);
    else problems.push(problem("import-sample-broken", { file, row }, { file, row }));
  }
  const filters = [...new Set(good.map(({ filter }) => filter))];
  const parts = filters.map((filter) => {
    const suffix = filters.length > 1 ? `,${String(filter)}` : "";
    const own = good.filter((sample) => sample.filter === filter);
    return numberRepeats(own.map((sample) => ({ id: String(sample.doc_id), scores: scoresOf(sample, suffix) })));
  });
  const rows = merged(parts.flat());
  if (problems.length === 0 && rows.every(({ scores }) => Object.keys(scores).length === 0)) {
    return refused("scores-empty", { file });
  }
  return { sources: [{ name: null, rows }], problems };
}

function scoresOf(sample: Sample, suffix: string): Record<string, number> {
  const listed = Array.isArray(sample.metrics) ? sample.metrics.map(String) : null;
  const names = listed ?? Object.keys(sample).filter((key) => !described.has(key) && !key.endsWith("_hash"));
  return Object.fromEntries(
    names.flatMap((name) => {
      const score = Object.hasOwn(sample, name) ? scoreOf(sample[name]) : null;
      return score === null ? [] : [[`${name}${suffix}`, score]];
    }),
  );
}

/** Lines of one document under several filters become one row. */
function merged(rows: readonly ScoreRow[]): ScoreRow[] {
  const found = new Map<string, ScoreRow>();
  for (const row of rows) {
    const key = `${row.repeat} ${row.id}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, scores: { ...known.scores, ...row.scores } } : row);
  }
  return [...found.values()];
}
