import type { ScoreRow } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { isRecord } from "./same-json.ts";

/**
 * Reads a score file: JSON lines `{"id": "…", "scores": {"metric": 0.5}, "cluster"?: "…", "repeat"?: 0, "slices"?: {…}}`, from any tool.
 * Bad lines are problems with their row (1-based) and are left out; empty lines are nothing. Never throws.
 */
export function parseScoreFile(text: string, file: string): { rows: ScoreRow[]; problems: Problem[] } {
  const rows: ScoreRow[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const row = index + 1;
    const report = (code: string, params = {}, column?: string) =>
      problems.push(problem(code, { file, row, ...params }, { file, row, ...(column ? { column } : {}) }));
    const found = readRow(line, report);
    if (!found) continue;
    // The repeat is part of what tells rows apart; the space keeps "1" + "2" from meaning "12".
    const key = `${found.repeat ?? ""} ${found.id}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) report("score-duplicate-id", { id: found.id, earlier }, "id");
    else rows.push(found);
    seen.set(key, earlier ?? row);
  }
  if (rows.length === 0 && problems.length === 0) problems.push(problem("scores-empty", { file }, { file }));
  return { rows, problems };
}

type Report = (code: string, params?: Record<string, string>, column?: string) => void;

function readRow(line: string, report: Report): ScoreRow | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    report("score-line-not-json");
    return null;
  }
  if (!isRecord(value)) {
    report("score-line-not-json");
    return null;
  }
  const { id, scores, cluster, repeat, slices } = value;
  if (typeof id !== "string" || id === "") return refuse(report, "id", "score-id-not-text");
  if (!isRecord(scores)) return refuse(report, "scores", "score-scores-not-object");
  if (cluster !== undefined && cluster !== null && typeof cluster !== "string") {
    return refuse(report, "cluster", "score-cluster-not-text");
  }
  if (repeat !== undefined && (!Number.isInteger(repeat) || (repeat as number) < 0)) {
    return refuse(report, "repeat", "score-repeat-not-count");
  }
  if (slices !== undefined && !(isRecord(slices) && Object.values(slices).every((one) => typeof one === "string"))) {
    return refuse(report, "slices", "score-slices-not-texts");
  }
  for (const [metric, score] of Object.entries(scores)) {
    if (typeof score !== "number" || !Number.isFinite(score)) {
      report("score-not-number", { metric, found: shown(score) }, metric);
      return null;
    }
  }
  return {
    id,
    scores: scores as Record<string, number>,
    ...(cluster ? { cluster } : {}),
    ...(repeat === undefined ? {} : { repeat: repeat as number }),
    ...(slices === undefined ? {} : { slices: slices as Record<string, string> }),
  };
}

function refuse(report: Report, column: string, code: string): null {
  report(code, {}, column);
  return null;
}

/** A value as it stands, short enough for a message. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
