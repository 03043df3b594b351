import type { Annotations, Cell, RunHead, VariantRow } from "../../protocol/run-row.ts";
import type { RunState, StageStatus } from "../../protocol/run-state.ts";

/** What lists and trees show of a run. */
export function headOf(state: RunState, annotations: Annotations, damage: string | null): RunHead {
  const { run, name: spec_name, file, started_at, finished_at, seconds, verdict } = state;
  return {
    ...annotations,
    run,
    spec_name,
    file,
    state: state.state,
    started_at,
    finished_at,
    seconds,
    variants: state.variants.map(({ name }) => name),
    sentence: verdict?.sentence ?? null,
    conclusion: verdict?.conclusion ?? null,
    bytes: state.stages.reduce((sum, stage) => sum + (stage.state === "finished" ? (stage.bytes ?? 0) : 0), 0),
    alarms: [
      ...new Set((state.alarms ?? []).filter(({ cleared_at }) => cleared_at === null).map(({ alarm }) => alarm)),
    ],
    damage,
  };
}

/**
 * What was measured of each variant, by column: `metric:<name>`, `loss:train`, `loss:validation`, `size:bytes`,
 * `size:memory` (bytes, the largest of its stages), `time:seconds` (of its own stages), `time:tokens_per_second`.
 */
export function variantRows(state: RunState): VariantRow[] {
  return state.variants.map(({ name, values, candidates }) => {
    const stages = state.stages.filter(({ variant }) => variant === null || variant === name);
    const shown = shownCandidate(state, candidates);
    return {
      variant: name,
      candidate: shown?.name ?? null,
      cells: { ...valueCells(values), ...stageCells(stages), ...candidateCells(state, shown) },
    };
  });
}

type Candidate = NonNullable<RunState["verdict"]>["candidates"][number];

/** The chosen one says what the variant is good for; without one, the reference says what its training gave. */
function shownCandidate({ verdict }: RunState, names: readonly string[]): Candidate | null {
  if (!verdict) return null;
  const own = verdict.candidates.filter(({ name, role }) => names.includes(name) && role !== "rival");
  return (
    own.find(({ name }) => name === verdict.chosen) ??
    own.find(({ role }) => role === "reference") ??
    own[0] ??
    verdict.candidates.find(({ name }) => names.includes(name)) ??
    null
  );
}

/** The matrix's own values, over what the run file says for all cells. */
function valueCells(values: Readonly<Record<string, unknown>>): Record<string, Cell> {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [`param:${path}`, cellOf(value)]));
}

function stageCells(stages: readonly StageStatus[]): Record<string, Cell> {
  const train = stages.find(({ kind }) => kind === "train");
  const memory = largest(stages.map(({ peak_memory_bytes }) => peak_memory_bytes));
  const seconds = stages.reduce((sum, stage) => sum + (stage.seconds ?? 0), 0);
  return defined({
    "loss:train": train?.steps.at(-1)?.loss,
    "loss:validation": train?.evaluations.at(-1)?.loss,
    "size:memory": memory,
    "time:seconds": seconds > 0 ? Math.round(seconds * 1000) / 1000 : undefined,
  });
}

function candidateCells({ verdict }: RunState, shown: Candidate | null): Record<string, Cell> {
  if (!verdict || !shown) return {};
  const metrics = verdict.comparisons.flatMap(({ metric, variants }) => {
    const found = variants.find(({ name }) => name === shown.name);
    return found ? [[`metric:${metric}`, found.mean] as const] : [];
  });
  return defined({
    ...Object.fromEntries(metrics),
    "size:bytes": shown.size_bytes,
    "time:tokens_per_second": shown.tokens_per_second,
    "result:good_enough": shown.good_enough,
  });
}

function largest(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : undefined;
}

function defined(cells: Record<string, Cell | undefined>): Record<string, Cell> {
  const entries = Object.entries(cells).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as Record<string, Cell>;
}

/** A value as a cell: lists and blocks as JSON, so that equal ones compare equal. */
export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}
