import { z } from "zod";
import type { Language } from "../messages.ts";
import type { Cell } from "../run-row.ts";

/** How a column's values are written. `text` also where a column holds several kinds. */
export type ColumnKind = "text" | "number" | "share" | "bytes" | "seconds" | "time" | "state" | "boolean";

export interface ExperimentColumn {
  /** `run:name`, `metric:exact`, `param:train.epochs`. */
  id: string;
  kind: ColumnKind;
  /** Whether it is shown: not hidden by the person, and different somewhere where only that was asked for. */
  shown: boolean;
}

export interface ExperimentRow {
  /** Of the row: the run and its variant. */
  id: string;
  root: string;
  run: string;
  pinned: boolean;
  archived: boolean;
  /** In the order of the columns that are shown. */
  cells: Cell[];
}

/** How a person looks at the table; kept with the workspace. */
export const experimentsViewSchema = z.object({
  search: z.string().catch(""),
  sort: z.object({ column: z.string(), descending: z.boolean() }).nullable().catch(null),
  /** Columns that a person took away. */
  hidden: z.array(z.string()).catch([]),
  /** Rows that stay on top, by id. */
  pinned: z.array(z.string()).catch([]),
  only_differences: z.boolean().catch(true),
  archived: z.boolean().catch(false),
});
export type ExperimentsView = z.infer<typeof experimentsViewSchema>;

/** Down: a window of the table as the view sorts and filters it. The host holds the rest, be it fifty thousand rows. */
export interface ExperimentsMessage {
  type: "table";
  language: Language;
  view: ExperimentsView;
  columns: ExperimentColumn[];
  /** Rows that the search leaves, and of all there are. */
  total: number;
  all: number;
  /** A long history is still being read. */
  reading: boolean;
  /** Index of the first of `rows`. */
  from: number;
  rows: ExperimentRow[];
}

const rowRef = z.object({ root: z.string(), run: z.string() });

/** Up: what the person wants. */
export const experimentsIntentSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("view"), view: experimentsViewSchema }),
  z.object({ type: z.literal("window"), from: z.int().nonnegative(), count: z.int().min(1).max(500) }),
  z.object({ type: z.literal("open"), run: rowRef }),
  z.object({ type: z.literal("diff"), runs: z.tuple([rowRef, rowRef]) }),
  z.object({ type: z.literal("compare"), runs: z.array(rowRef).min(1) }),
  z.object({ type: z.literal("copy"), format: z.enum(["csv", "markdown"]) }),
]);
export type ExperimentsIntent = z.infer<typeof experimentsIntentSchema>;
