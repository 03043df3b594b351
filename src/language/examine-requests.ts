import { stat } from "node:fs/promises";
import path from "node:path";
import { type Examination, examine } from "../core/examine.ts";
import { forecastOf } from "../core/forecast.ts";
import type { KnownLengths } from "../core/lengths.ts";
import { type LoadedRunFile, runFileOf } from "../core/load.ts";
import { type Gathered, gatherFacts, type Prepared, relativeTo } from "../core/prepare.ts";
import { linesOfRows } from "../data/row-lines.ts";
import { dataFiles } from "../plan/references.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import type { ExaminedProblem, ExaminerReply, ExaminerRequest, LastRun } from "../protocol/examiner.ts";
import { CodedError, type Problem } from "../protocol/problem.ts";
import { runHeads } from "../runs/history.ts";
import type { RunSpec } from "../spec/schema.ts";

type Examine = Extract<ExaminerRequest, { type: "examine" }>;
type Tell = (reply: ExaminerReply) => void;

/** Progress is told so often at most, milliseconds: a client redraws for each. */
const progressEvery = 200;
const mostRuns = 3;

/**
 * Answers questions about run files and remembers what it read: data is read again where a file or what the run file
 * says of it changed, and rows are counted in tokens once. One question is answered at a time for each file; a newer one
 * cancels the older.
 */
export function examineRequests(tell: Tell): (request: ExaminerRequest) => void {
  const running = new Map<string, AbortController>();
  const lengths: KnownLengths = new Map();
  // One data set at most: a second one would double the memory for the sake of switching between two files.
  let remembered: { key: string; gathered: Gathered } | null = null;

  async function gather(loaded: LoadedRunFile, spec: RunSpec, signal: AbortSignal): Promise<Gathered> {
    const key = await readKey(loaded, spec);
    if (remembered?.key === key) return remembered.gathered;
    remembered = null;
    const gathered = await gatherFacts(loaded, spec, signal);
    remembered = { key, gathered };
    return gathered;
  }

  async function answer({ id, file, text, severities }: Examine, signal: AbortSignal): Promise<void> {
    const loaded = runFileOf(file, text);
    let told = 0;
    let runs: Promise<LastRun[]> | undefined;
    const say = async (problems: Problem[], prepared: Prepared, complete: boolean) => {
      const examined = await withLines(problems, loaded);
      const forecast = forecastOf(prepared, lengths);
      runs ??= lastRuns(prepared);
      const last = await runs;
      if (!signal.aborted) tell({ type: "examined", id, complete, problems: examined, forecast, runs: last });
    };
    let first: Promise<void> = Promise.resolve();
    const examination: Examination = await examine(loaded, {
      signal,
      severities,
      lengths,
      gather: (file, spec) => gather(file, spec, signal),
      onFirst: (problems, prepared) => {
        first = say(problems, prepared, false);
      },
      onProgress: (done, total) => {
        const now = performance.now();
        if (done < total && now - told < progressEvery) return;
        told = now;
        tell({ type: "progress", id, done, total });
      },
    });
    await first;
    await say(examination.problems, examination.prepared, true);
  }

  return (request) => {
    running.get(request.file)?.abort();
    running.delete(request.file);
    if (request.type === "forget") return;
    const stop = new AbortController();
    running.set(request.file, stop);
    answer(request, stop.signal).catch((error: unknown) => {
      if (stop.signal.aborted || (error instanceof CodedError && error.code === "cancelled")) return;
      tell({
        type: "failed",
        id: request.id,
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    });
  };
}

/** Runs of this very file. A store that can't be read is the business of those who list runs. */
async function lastRuns({ workspace, loaded }: Prepared): Promise<LastRun[]> {
  const own = relativeTo(workspace, loaded.file);
  const heads = await runHeads(workspace).catch(() => []);
  return heads
    .filter(({ file, damage }) => file === own && damage === null)
    .sort((a, b) => (a.started_at < b.started_at ? 1 : -1))
    .slice(0, mostRuns)
    .map(({ run, state, started_at, conclusion }) => ({ run, root: workspace.root, state, started_at, conclusion }));
}

/** Names what reading depends on: the parts of the file that say what is read and how, and the files' times and sizes. */
async function readKey({ folder, file }: LoadedRunFile, spec: RunSpec): Promise<string> {
  const { data, matrix, model, evaluate, train } = spec;
  const inFolder = (name: string) => path.resolve(folder, name);
  const files = [...dataFiles(spec).map((entry) => entry.file), ...(data.schema === undefined ? [] : [data.schema])];
  const models = [model, ...(evaluate?.rivals.flatMap((rival) => rival.model ?? []) ?? []), ...(matrix.model ?? [])];
  const facts = await Promise.all([...files, ...models.map(String)].map((name) => stamp(inFolder(name))));
  const varied = Object.fromEntries(Object.entries(matrix).filter(([path]) => !path.startsWith("train.")));
  return canonicalJson({ file, data, varied, models, evaluate: evaluate ?? null, trains: train !== undefined, facts });
}

async function stamp(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "absent"; // a catalogue's id is no file either
  }
}

/** Where in data files problems can be seen: their own rows and those that they are compared with. A file is read once. */
async function withLines(problems: readonly Problem[], loaded: LoadedRunFile): Promise<ExaminedProblem[]> {
  const placed = problems.map((problem) => ({ problem, places: placesOf(problem, loaded) }));
  const byFile = Map.groupBy(
    placed.flatMap(({ places }) => places),
    (place) => place.file,
  );
  for (const [file, places] of byFile) {
    const rows = [...new Set(places.map(({ row }) => row))];
    const lines = await linesOfRows(file, rows);
    for (const place of places) place.line = lines[rows.indexOf(place.row)] ?? 0;
  }
  return placed.map(({ problem, places }) => ({ ...problem, params: { ...problem.params }, related: places }));
}

function placesOf(problem: Problem, { folder, file }: LoadedRunFile): ExaminedProblem["related"] {
  const { other_file, other_row } = problem.params;
  const places: ExaminedProblem["related"] = [];
  if (problem.file !== undefined && problem.row !== undefined && path.resolve(problem.file) !== file) {
    places.push({ file: path.resolve(folder, problem.file), row: problem.row, line: 0 });
  }
  if (typeof other_file === "string" && typeof other_row === "number") {
    places.push({ file: path.resolve(folder, other_file), row: other_row, line: 0 });
  }
  return places;
}
