import type {
  ColumnKind,
  ExperimentColumn,
  ExperimentRow,
  ExperimentsView,
} from "../../protocol/panels/experiments.ts";
import type { Cell, RunHead, VariantRow } from "../../protocol/run-row.ts";
import { titleOf } from "../../protocol/title.ts";
import { meets, parseConditions } from "./conditions.ts";
import { matches, parseQuery } from "./query.ts";

/** A row of the experiments table: one variant of one run. */
export interface TableRow {
  id: string;
  root: string;
  head: RunHead;
  cells: Readonly<Record<string, Cell>>;
}

/** A run's rows; one where it has no variant yet, so that it is seen from its first second. */
export function tableRows(root: string, head: RunHead, rows: readonly VariantRow[]): TableRow[] {
  const variants: readonly VariantRow[] = rows.length > 0 ? rows : [{ variant: "", candidate: null, cells: {} }];
  return variants.map(({ variant, candidate, cells }) => ({
    id: `${head.run}/${variant}`,
    root,
    head,
    cells: { ...headCells(head), "run:variant": variant || null, "run:candidate": candidate, ...cells },
  }));
}

function headCells(head: RunHead): Record<string, Cell> {
  return {
    "run:name": titleOf(head),
    "run:state": head.state,
    "run:started": head.started_at || null,
    "run:tags": head.tags.map((tag) => `#${tag}`).join(" ") || null,
    "run:note": head.note || null,
    "run:file": head.file || null,
    "run:seconds": head.seconds,
  };
}

/** Columns that say which row it is: shown even where all rows agree. */
const always = new Set(["run:name", "run:state", "run:started"]);
const order = [
  "run:name",
  "run:variant",
  "run:state",
  "run:started",
  "run:tags",
  "run:candidate",
  "result",
  "metric",
  "loss",
  "size",
  "time",
  "run",
  "param",
];

export interface Table {
  columns: ExperimentColumn[];
  /** As the view sorts and filters them, those that are pinned first. */
  rows: readonly TableRow[];
}

/** A column's values as numbers to sort by, and whether its rows differ: made once for each set of rows. */
export interface ColumnFacts {
  kind: ColumnKind;
  /** By row; NaN where there is no value. Texts by their place in the order of all texts. */
  keys: Float64Array;
}

/** Facts about the columns of one set of rows, made when they are first asked for. */
export function columnFacts(rows: readonly TableRow[]): { ids: readonly string[]; of(id: string): ColumnFacts } {
  const ids = new Set<string>();
  for (const { cells } of rows) for (const id in cells) ids.add(id);
  const known = new Map<string, ColumnFacts>();
  return {
    ids: [...ids].sort(byPlace),
    of(id) {
      let facts = known.get(id);
      if (!facts) {
        facts = factsOf(rows, id);
        known.set(id, facts);
      }
      return facts;
    },
  };
}

/** The table as a person looks at it. `facts` belong to exactly these rows. */
export function viewTable(
  rows: readonly TableRow[],
  facts: ReturnType<typeof columnFacts>,
  view: ExperimentsView,
): Table {
  const { words, conditions } = parseConditions(view.search, facts.ids);
  const query = parseQuery(words, view.archived);
  const pinned = new Set(view.pinned);
  const found: number[] = [];
  const top: number[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    if (pinned.has(row.id)) top.push(index);
    else if (matches(row.head, query) && meets(row.cells, conditions)) found.push(index);
  }
  const sorted = view.sort ? sort(found, facts.of(view.sort.column).keys, view.sort.descending) : found;
  const shown = [...top, ...sorted];
  const hidden = new Set(view.hidden);
  const columns = facts.ids.map((id) => {
    const { kind, keys } = facts.of(id);
    const differs = always.has(id) || !view.only_differences || shown.length < 2 || differ(shown, keys);
    return { id, kind, shown: !hidden.has(id) && differs };
  });
  return { columns, rows: shown.map((index) => rows[index]!) };
}

/** Stable; what has no value comes last, whichever way. */
function sort(indices: readonly number[], keys: Float64Array, descending: boolean): Uint32Array {
  const way = descending ? -1 : 1;
  const empty = indices.filter((index) => Number.isNaN(keys[index]));
  const full = Uint32Array.from(indices.filter((index) => !Number.isNaN(keys[index])));
  full.sort((a, b) => way * (keys[a]! - keys[b]!) || a - b);
  const all = new Uint32Array(indices.length);
  all.set(full);
  all.set(empty, full.length);
  return all;
}

function differ(indices: readonly number[], keys: Float64Array): boolean {
  const first = keys[indices[0]!]!;
  return indices.some((index) => !Object.is(keys[index], first));
}

function factsOf(rows: readonly TableRow[], id: string): ColumnFacts {
  const keys = new Float64Array(rows.length).fill(Number.NaN);
  const values = rows.map(({ cells }) => cells[id] ?? null);
  const kind = kindOf(id, values);
  if (values.every((value) => value === null || typeof value === "number")) {
    values.forEach((value, index) => {
      if (typeof value === "number") keys[index] = value;
    });
    return { kind, keys };
  }
  // Comparing texts by a language's rules is slow, so each text is placed once and rows are sorted by places.
  const collator = new Intl.Collator("en", { numeric: true });
  const distinct = [...new Set(values.filter((value) => value !== null).map(String))].sort(collator.compare);
  const places = new Map(distinct.map((text, place) => [text, place]));
  values.forEach((value, index) => {
    if (value !== null) keys[index] = places.get(String(value))!;
  });
  return { kind, keys };
}

function kindOf(id: string, values: readonly Cell[]): ColumnKind {
  if (id === "run:state") return "state";
  if (id === "run:started") return "time";
  if (id === "run:seconds" || id === "time:seconds") return "seconds";
  if (id.startsWith("size:")) return "bytes";
  const known = values.filter((value) => value !== null);
  if (known.every((value) => typeof value === "boolean")) return "boolean";
  if (!known.every((value) => typeof value === "number")) return "text";
  return id.startsWith("metric:") && known.every((value) => value >= 0 && value <= 1) ? "share" : "number";
}

function byPlace(a: string, b: string): number {
  return placeOf(a) - placeOf(b) || (a < b ? -1 : 1);
}

function placeOf(id: string): number {
  const exact = order.indexOf(id);
  return exact >= 0 ? exact : order.indexOf(id.slice(0, id.indexOf(":")));
}

/** Rows of a window as the panel draws them. */
export function rowsOfWindow(table: Table, view: ExperimentsView, from: number, count: number): ExperimentRow[] {
  const shown = table.columns.filter((column) => column.shown).map(({ id }) => id);
  const pinned = new Set(view.pinned);
  return table.rows.slice(from, from + count).map(({ id, root, head, cells }) => ({
    id,
    root,
    run: head.run,
    pinned: pinned.has(id),
    archived: head.archived,
    cells: shown.map((column) => cells[column] ?? null),
  }));
}
