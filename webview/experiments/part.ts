import type { ExperimentRow, ExperimentsIntent, ExperimentsMessage } from "../../src/protocol/panels/experiments.ts";
import type { SayTable } from "./text.ts";

export type Send = (intent: ExperimentsIntent) => void;

/** Rows that are selected, by id: they may have been scrolled out of the window. */
export type Selection = ReadonlyMap<string, Pick<ExperimentRow, "root" | "run">>;

/** What every part of the panel gets. */
export interface Part {
  state: ExperimentsMessage;
  say: SayTable;
  send: Send;
  selection: Selection;
  setSelection: (next: Selection) => void;
}
