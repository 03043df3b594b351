import type { ExperimentsView } from "../../protocol/panels/experiments.ts";
import type { RunHead } from "../../protocol/run-row.ts";
import type { Kit } from "../load-kit.ts";
import type { ListedRun } from "../runs/run-history.ts";
import type { RunLibrary } from "../runs/run-library.ts";
import { keyOf } from "../runs/tracked-run.ts";

type TableRow = ReturnType<Kit["tableRows"]>[number];
export type Table = ReturnType<Kit["viewTable"]>;

/** Runs whose rows are fetched at once: some milliseconds. */
const SLICE = 500;

export interface ExperimentsModel {
  /** Takes over what changed in the history. Resolves when the table holds all of it. */
  update(breathe: () => Promise<void>): Promise<void>;
  table(view: ExperimentsView): Table;
  /** Rows there are, whatever the view. */
  count(): number;
}

/** The rows of all runs, kept up to date by what changes alone: a head is a new object when its run changed. */
export function experimentsModel(kit: Kit, library: Pick<RunLibrary, "history" | "rows">): ExperimentsModel {
  const known = new Map<string, { head: RunHead; rows: TableRow[] }>();
  let rows: TableRow[] = [];
  let facts = kit.columnFacts(rows);
  let last: { view: string; table: Table } | null = null;

  function fetch(runs: readonly ListedRun[]): void {
    for (const root of new Set(runs.map((each) => each.root))) {
      const members = runs.filter((each) => each.root === root);
      const found = library.rows(
        root,
        members.map(({ run }) => run),
      );
      for (const { run, head } of members) {
        known.set(keyOf({ root, run }), { head, rows: kit.tableRows(root, head, found.get(run) ?? []) });
      }
    }
  }

  return {
    async update(breathe) {
      const all = library.history();
      const changed = all.filter((listed) => known.get(keyOf(listed))?.head !== listed.head);
      const there = new Set(all.map(keyOf));
      const gone = [...known.keys()].filter((key) => !there.has(key));
      if (changed.length + gone.length === 0) return;
      for (const key of gone) known.delete(key);
      for (let from = 0; from < changed.length; from += SLICE) {
        fetch(changed.slice(from, from + SLICE));
        if (from + SLICE < changed.length) await breathe();
      }
      rows = all.flatMap((listed) => known.get(keyOf(listed))?.rows ?? []);
      facts = kit.columnFacts(rows);
      last = null;
      // Of fifty thousand rows a column takes some ten milliseconds to be examined, and there are dozens.
      for (const id of facts.ids) {
        facts.of(id);
        if (rows.length > SLICE) await breathe();
      }
    },
    table(view) {
      const key = JSON.stringify(view);
      if (last?.view !== key) last = { view: key, table: kit.viewTable(rows, facts, view) };
      return last.table;
    },
    count: () => rows.length,
  };
}
