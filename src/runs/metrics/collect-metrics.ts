import type { MetricTable } from "./columns-file.ts";

/** Fields of an event that are no metric: its envelope, and what says where it belongs. */
const structural = new Set(["v", "seq", "elapsed", "attempt", "step", "steps", "seconds_left"]);

/** A table that grows: rows as they come, columns as they turn up. */
interface Growing {
  stage: string;
  kind: MetricTable["kind"];
  steps: number[];
  columns: Map<string, number[]>;
}

/**
 * Collects every number that training events carry, by stage and column: those that this version knows and those that
 * another engine adds. A step that comes again replaces the earlier one and all after it, as in the fold.
 */
export function collectMetrics(before: readonly MetricTable[] = []) {
  const tables = new Map<string, Growing>();
  for (const { stage, kind, columns, values } of before) {
    const [, ...names] = columns;
    tables.set(`${kind}\0${stage}`, {
      stage,
      kind,
      steps: [...(values[0] ?? [])],
      columns: new Map(names.map((name, index) => [name, [...(values[index + 1] ?? [])]])),
    });
  }

  return {
    /** Takes one line of a log. Lines of other events cost a glance; one that is no JSON is skipped, as in the fold. */
    line(text: string): void {
      const kind = kindOf(text);
      if (kind === null) return;
      const event = objectOf(text);
      if (!event || typeof event.stage !== "string" || typeof event.step !== "number") return;
      if (kind === "train.resumed") {
        const steps = tables.get(`train.step\0${event.stage}`);
        if (steps) cut(steps, event.step + 1);
        return;
      }
      if (event.type === kind) add(kind, event.stage, event.step, event);
    },
    tables(): MetricTable[] {
      return [...tables.values()].map(({ stage, kind, steps, columns }) => ({
        stage,
        kind,
        columns: ["step", ...columns.keys()],
        values: [Float64Array.from(steps), ...[...columns.values()].map((values) => Float64Array.from(values))],
      }));
    },
  };

  function add(kind: MetricTable["kind"], stage: string, step: number, event: Record<string, unknown>): void {
    const key = `${kind}\0${stage}`;
    let table = tables.get(key);
    if (!table) {
      table = { stage, kind, steps: [], columns: new Map() };
      tables.set(key, table);
    }
    if (step <= (table.steps.at(-1) ?? Number.NEGATIVE_INFINITY)) cut(table, step);
    const row = table.steps.length;
    table.steps.push(step);
    for (const [name, value] of Object.entries(event)) {
      if (typeof value !== "number" || structural.has(name)) continue;
      let column = table.columns.get(name);
      if (!column) {
        column = new Array<number>(row).fill(Number.NaN);
        table.columns.set(name, column);
      }
      column[row] = value;
    }
    for (const column of table.columns.values()) if (column.length === row) column.push(Number.NaN);
  }
}

/** Forgets the rows from a step on. */
function cut(table: Growing, step: number): void {
  let rows = table.steps.length;
  while (rows > 0 && table.steps[rows - 1]! >= step) rows -= 1;
  table.steps.length = rows;
  for (const column of table.columns.values()) column.length = rows;
}

/** Events of a log are written by one program with `type` as text: a search is enough to pass over most lines. */
function kindOf(text: string): MetricTable["kind"] | "train.resumed" | null {
  if (text.includes('"type":"train.step"')) return "train.step";
  if (text.includes('"type":"train.evaluation"')) return "train.evaluation";
  return text.includes('"type":"train.resumed"') ? "train.resumed" : null;
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // torn: costs itself
  }
}
