import type { RunPanelIntent, RunPanelState } from "../../src/protocol/panels/run.ts";
import type { SayRun } from "./text.ts";

export type Send = (intent: RunPanelIntent) => void;

/** What every part of the panel is given. */
export interface Part {
  state: RunPanelState;
  say: SayRun;
  send: Send;
}
