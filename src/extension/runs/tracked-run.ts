import path from "node:path";
import type { RunState } from "../../protocol/run-state.ts";
import type { Kit } from "../load-kit.ts";
import { tailLog } from "./log-tail.ts";

/** A run is named by its workspace's root and its id. */
export interface RunRef {
  root: string;
  run: string;
}

/** A run in one word, for maps: no path has a NUL in it. */
export const keyOf = ({ root, run }: RunRef): string => `${root}\0${run}`;

export interface ShownRun extends RunRef {
  /** `interrupted` included: the process was looked at. */
  state: RunState;
  /** Why the log can't be read, where it can't: the run is shown all the same, and so are the others. */
  damage: string | null;
}

export interface TrackedRun {
  shown: ShownRun;
  folder: string;
  /** Reads on. True when what is shown changed. */
  update(): Promise<boolean>;
  /** The log has its end: nothing more will come. */
  isOver(): boolean;
}

export function trackRun(kit: Kit, { root, run }: RunRef): TrackedRun {
  const folder = kit.workspaceAt(root).runFolder(run);
  let folded = kit.emptyRun(run);
  const tail = tailLog({
    file: path.join(folder, "events.jsonl"),
    parse: kit.parseEvents,
    onRestart: () => {
      folded = kit.emptyRun(run);
    },
  });
  const tracked: TrackedRun = {
    // Not `folded`: half a log, read before its process was looked at, is nothing to show.
    shown: { root, run, state: kit.emptyRun(run), damage: null },
    folder,
    isOver: () => folded.finished_at !== null,
    async update() {
      const before = tracked.shown;
      const seq = folded.last_seq;
      let damage: string | null = null;
      try {
        await tail.read((events, skipped) => {
          for (const event of events) kit.applyEvent(folded, event);
          folded.skipped_events += skipped;
        });
      } catch (error) {
        damage = damageOf(error);
      }
      const state = kit.withLiveness(folded, await kit.readOwner(folder).catch(() => null));
      tracked.shown = { root, run, state, damage };
      return folded.last_seq !== seq || state.state !== before.state.state || damage !== before.damage;
    },
  };
  return tracked;
}

/** A folder whose log is not there yet is a run that is just starting. */
function damageOf(error: unknown): string | null {
  const failure = error as NodeJS.ErrnoException;
  return failure.code === "ENOENT" ? null : failure.message;
}
