import path from "node:path";
import { isLive } from "../../protocol/run-state.ts";
import type { Disposable } from "../disposable.ts";
import { createEmitter } from "../emitter.ts";
import { type Kit, loadKit } from "../load-kit.ts";
import { createPulse } from "./pulse.ts";
import { type RunRef, type ShownRun, type TrackedRun, trackRun } from "./tracked-run.ts";

/** Newest runs of a workspace that are read and shown. Reading a log costs milliseconds and a tree of more serves nobody. */
export const SHOWN_RUNS = 200;
/** How long a change may wait when the file system tells nothing (network drives, exhausted watches). */
const LIVE_POLL_MS = 500;
const IDLE_POLL_MS = 4000;

/** All runs of the workspace's folders, kept up to date from their logs alone, whoever writes these. */
export interface RunLibrary extends Disposable {
  setRoots(roots: readonly string[]): void;
  /** Adds a folder for this session: a run file outside of the workspace keeps its runs beside itself. */
  addRoot(root: string): void;
  /** Newest first. */
  runs(): ShownRun[];
  find(ref: RunRef): ShownRun | null;
  /** Older runs that are not shown. */
  hidden(): number;
  /** Looks now. Resolves when all that is there has been read. */
  refresh(): Promise<void>;
  /** A run changed; null: runs came or went. */
  onDidChange(listener: (ref: RunRef | null) => void): Disposable;
}

const keyOf = ({ root, run }: RunRef) => `${root}\0${run}`;

export function openRunLibrary(onError: (error: unknown) => void): RunLibrary {
  const changed = createEmitter<RunRef | null>();
  const tracked = new Map<string, TrackedRun>();
  const extra = new Set<string>();
  let workspace: readonly string[] = [];
  let hidden = 0;

  const roots = () => [...new Set([...workspace, ...extra])];

  async function look(): Promise<void> {
    const kit = await loadKit();
    await list(kit);
    for (const entry of [...tracked.values()]) {
      if (entry.isOver() && entry.shown.damage === null && entry.shown.state.last_seq > 0) continue;
      if (await entry.update()) changed.emit(entry.shown);
    }
    pulse.watch([
      ...roots().map((root) => path.dirname(kit.workspaceAt(root).runFolder("any"))),
      ...live().map((entry) => entry.folder),
    ]);
  }

  /** Notices runs that came and went. */
  async function list(kit: Kit): Promise<void> {
    const there = new Set<string>();
    let older = 0;
    let different = false;
    for (const root of roots()) {
      const ids = await kit.runIds(kit.workspaceAt(root));
      older += Math.max(0, ids.length - SHOWN_RUNS);
      for (const run of ids.slice(0, SHOWN_RUNS)) {
        const ref = { root, run };
        there.add(keyOf(ref));
        if (tracked.has(keyOf(ref))) continue;
        tracked.set(keyOf(ref), trackRun(kit, ref));
        different = true;
      }
    }
    for (const key of tracked.keys()) {
      if (there.has(key)) continue;
      tracked.delete(key);
      different = true;
    }
    hidden = older;
    if (different) changed.emit(null);
  }

  const live = () => [...tracked.values()].filter((entry) => isLive(entry.shown.state));
  const pulse = createPulse({
    look: () => look().catch(onError),
    pollAfter: () => (live().length > 0 ? LIVE_POLL_MS : IDLE_POLL_MS),
  });

  return {
    setRoots(next) {
      workspace = next;
      void pulse.now();
    },
    addRoot(root) {
      extra.add(root);
      void pulse.now();
    },
    runs: () =>
      [...tracked.values()]
        .map((entry) => entry.shown)
        .filter(({ state, damage }) => state.last_seq > 0 || damage !== null)
        .sort((a, b) => (a.run < b.run ? 1 : a.run > b.run ? -1 : 0)), // ids of version 7 sort by time
    find: (ref) => tracked.get(keyOf(ref))?.shown ?? null,
    hidden: () => hidden,
    refresh: () => pulse.now(),
    onDidChange: (listener) => changed.on(listener),
    dispose: () => pulse.dispose(),
  };
}
