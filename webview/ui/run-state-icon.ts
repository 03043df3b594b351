import type { RunState } from "../../src/protocol/run-state.ts";
import type { IconName } from "./icon-shapes.ts";

/** The shape of each state of a run: the same wherever a run is shown. */
export const runStateIcon: Record<RunState["state"], IconName> = {
  queued: "circle",
  running: "arc",
  succeeded: "check",
  failed: "cross",
  cancelled: "dash",
  interrupted: "warning",
};
