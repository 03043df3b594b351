import type { ScoreRow } from "../protocol/item.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { isRecord } from "./same-json.ts";

/**
 * Reads a score file: JSON lines `{"id": "…", "scores": {"metric": 0.5}, "cluster"?: "…", "repeat"?: 0, "slices"?: {…}}`, from any tool.
 * `source` is the text or its bytes as UTF-8. Bad lines are problems with their row (1-based) and are left out; empty lines are nothing. Never throws.
 */
export function parseScoreFile(source: string | Buffer, file: string): { rows: ScoreRow[]; problems: Problem[] } {
  const rows: ScoreRow[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  const shared = sharedTexts();
  for (const { line, row } of linesOf(source)) {
    if (line.trim() === "") continue;
    const report = (code: string, params = {}, column?: string) =>
      problems.push(problem(code, { file, row, ...params }, { file, row, ...(column ? { column } : {}) }));
    const found = readRow(line, report);
    if (!found) continue;
    // The repeat is part of what tells rows apart. No id begins with a NUL, so an id that looks like "1 a" is none either.
    const key = found.repeat === undefined ? found.id : `\0${found.repeat} ${found.id}`;
    const earlier = seen.get(key);
    if (earlier !== undefined) report("score-duplicate-id", { id: found.id, earlier }, "id");
    else rows.push(shared(found));
    seen.set(key, earlier ?? row);
  }
  if (rows.length === 0 && problems.length === 0) problems.push(problem("scores-empty", { file }, { file }));
  return { rows, problems };
}

/**
 * Lines one by one, 1-based. Of bytes each line is decoded by itself: a file of two hundred thousand rows as one text, and a
 * list of its lines, would be twice what its scores take.
 */
function* linesOf(source: string | Buffer): Generator<{ line: string; row: number }> {
  const isBytes = typeof source !== "string";
  let from = isBytes ? (source.subarray(0, 3).equals(byteOrderMark) ? 3 : 0) : source.startsWith("\ufeff") ? 1 : 0;
  for (let row = 1; from <= source.length; row++) {
    const found = source.indexOf("\n", from);
    const end = found < 0 ? source.length : found;
    const line = isBytes ? source.toString("utf8", from, end) : source.slice(from, end);
    yield { line: line.endsWith("\r") ? line.slice(0, -1) : line, row };
    if (found < 0) return;
    from = end + 1;
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Gives rows of the same cluster and the same slices one text and one object: there are few of them and many rows. */
function sharedTexts(): (row: ScoreRow) => ScoreRow {
  const clusters = new Map<string, string>();
  const slices = new Map<string, Record<string, string>>();
  const kept = <T>(all: Map<string, T>, key: string, value: T) => {
    const known = all.get(key);
    if (known !== undefined) return known;
    all.set(key, value);
    return value;
  };
  return (row) => {
    if (row.cluster) row.cluster = kept(clusters, row.cluster, row.cluster);
    if (row.slices) row.slices = kept(slices, JSON.stringify(row.slices), row.slices);
    return row;
  };
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
