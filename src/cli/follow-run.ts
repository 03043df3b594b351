import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readRun, type Workspace } from "../core.ts";
import { isMissing } from "../disk/files.ts";
import { parseEvent, type RunEvent } from "../protocol/event.ts";
import { CodedError } from "../protocol/problem.ts";
import { isLive, type RunState } from "../protocol/run-state.ts";
import { lineReader } from "./follow.ts";
import type { Io } from "./io.ts";

const POLL_MS = 300;

export interface Following {
  workspace: Workspace;
  run: string;
  /** False: what is there now, and no more. */
  follow: boolean;
  /** Each line of the log, once. `event`: null for one that is torn or of a newer version. */
  onLine: (line: string, event: () => RunEvent | null) => void;
}

/** Reads a run's log, and goes on until the run is over, nobody reads any more, or the signal says so. */
export async function followRun({ workspace, run, follow, onLine }: Following, io: Io): Promise<RunState> {
  const read = lineReader(path.join(workspace.runFolder(run), "events.jsonl"));
  for (;;) {
    // Asked before reading: a run that ends in between is read to its end in the next round.
    const state = await readRun(workspace, run);
    const lines = await read().catch((error) => {
      if (isMissing(error)) throw new CodedError("run-not-found", { run });
      throw error;
    });
    for (const line of lines) if (line.trim() !== "") onLine(line, () => parseEvent(jsonOf(line)));
    if (!follow || !isLive(state) || io.out.isClosed()) return state;
    await sleep(POLL_MS, undefined, { signal: io.signal });
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a torn line: shown as it is
    throw error;
  }
}
