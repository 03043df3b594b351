import path from "node:path";
import type { VariantRow } from "../../protocol/run-row.ts";
import { isLive } from "../../protocol/run-state.ts";
import type { Disposable } from "../disposable.ts";
import { createEmitter } from "../emitter.ts";
import { type Kit, loadKit } from "../load-kit.ts";
import { createPulse } from "./pulse.ts";
import { type ListedRun, openRunHistory } from "./run-history.ts";
import { keyOf, type RunRef, type ShownRun, type TrackedRun, trackRun } from "./tracked-run.ts";

/** Newest runs of a workspace whose logs are read in full; others are when somebody opens them. */
export const SHOWN_RUNS = 50;
/** How long a change may wait when the file system tells nothing (network drives, exhausted watches). */
const LIVE_POLL_MS = 500;
const IDLE_POLL_MS = 4000;

/** All runs of the workspace's folders, kept up to date from their logs alone, whoever writes these. */
export interface RunLibrary extends Disposable {
  setRoots(roots: readonly string[]): void;
  /** Adds a folder for this session: a run file outside of the workspace keeps its runs beside itself. */
  addRoot(root: string): void;
  roots(): readonly string[];
  /** Those that are followed in full, newest first: the newest, the live, and what was opened. */
  runs(): ShownRun[];
  /** All of them by the index, newest first: what a run comes to, without its curves. */
  history(): readonly ListedRun[];
  /** The rows of the experiments table, by run. */
  rows(root: string, runs: readonly string[]): Map<string, VariantRow[]>;
  /** A run that is followed. */
  find(ref: RunRef): ShownRun | null;
  /** Follows a run from now on. Null: there is no such run. */
  load(ref: RunRef): Promise<ShownRun | null>;
  /** Resolves when the index is open: `history` then holds the newest part of what it knows. */
  opened(): Promise<void>;
  /**
   * Looks now. Resolves when all that is there has been read. What is old and over is looked at only where it is among
   * `runs`, or with `thorough`.
   */
  refresh(options?: { thorough?: boolean; runs?: readonly RunRef[] }): Promise<void>;
  /** A run changed; null: runs came or went. */
  onDidChange(listener: (ref: RunRef | null) => void): Disposable;
}

export function openRunLibrary(onError: (error: unknown) => void): RunLibrary {
  const changed = createEmitter<RunRef | null>();
  const history = openRunHistory();
  const tracked = new Map<string, TrackedRun>();
  /** Opened by somebody, so followed however old. */
  const wanted = new Set<string>();
  const extra = new Set<string>();
  let workspace: readonly string[] = [];
  let thorough = false;
  let asked: RunRef[] = [];
  let soon: NodeJS.Immediate | undefined;
  let tellOpened: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    tellOpened = resolve;
  });

  const roots = () => [...new Set([...workspace, ...extra])];

  async function look(): Promise<void> {
    const kit = await loadKit();
    await history.open(kit, roots());
    tellOpened();
    const options = { thorough, runs: asked, onProgress: () => changed.emit(null) };
    thorough = false;
    asked = [];
    const moved = await history.refresh(kit, roots(), options);
    follow(kit, moved.length > 0);
    const resumed = new Set(moved.map(keyOf));
    for (const entry of [...tracked.values()]) {
      const settled = entry.isOver() && entry.shown.damage === null && entry.shown.state.last_seq > 0;
      if (settled && !resumed.has(keyOf(entry.shown))) continue;
      if (await entry.update()) changed.emit(entry.shown);
    }
    for (const ref of moved) if (!tracked.has(keyOf(ref))) changed.emit(ref);
    pulse.watch([
      ...roots().map((root) => path.dirname(kit.workspaceAt(root).runFolder("any"))),
      ...live().map((entry) => entry.folder),
    ]);
  }

  /** The newest of each folder, those that are live, and those that were opened. */
  function follow(kit: Kit, moved: boolean): void {
    const there = new Set<string>();
    const count = new Map<string, number>();
    let different = false;
    for (const { root, run, head } of history.runs()) {
      const key = keyOf({ root, run });
      const before = count.get(root) ?? 0;
      count.set(root, before + 1);
      if (before >= SHOWN_RUNS && !wanted.has(key) && !isLive(head)) continue;
      there.add(key);
      if (tracked.has(key)) continue;
      tracked.set(key, trackRun(kit, { root, run }));
      different = true;
    }
    for (const key of tracked.keys()) {
      if (there.has(key)) continue;
      tracked.delete(key);
      wanted.delete(key);
      different = true;
    }
    if (different || moved) changed.emit(null);
  }

  const live = () => [...tracked.values()].filter(({ shown }) => shown.state.last_seq > 0 && isLive(shown.state));
  const pulse = createPulse({
    look: () => look().catch(onError),
    pollAfter: () => (live().length > 0 || history.isWaiting() ? LIVE_POLL_MS : IDLE_POLL_MS),
  });

  const library: RunLibrary = {
    setRoots(next) {
      workspace = next;
      // The roots are known at once, to a command that is what activated us; looking at the disk is left to afterwards.
      soon ??= setImmediate(() => {
        soon = undefined;
        void pulse.now();
      });
    },
    addRoot(root) {
      extra.add(root);
      void pulse.now();
    },
    roots,
    runs: () =>
      [...tracked.values()]
        .map((entry) => entry.shown)
        .filter(({ state, damage }) => state.last_seq > 0 || damage !== null)
        .sort((a, b) => (a.run < b.run ? 1 : a.run > b.run ? -1 : 0)), // ids of version 7 sort by time
    history: () => history.runs(),
    rows: (root, runs) => history.rows(root, runs),
    find: (ref) => tracked.get(keyOf(ref))?.shown ?? null,
    async load(ref) {
      const key = keyOf(ref);
      wanted.add(key);
      let entry = tracked.get(key);
      if (!entry) {
        const known = history.runs().some((listed) => listed.root === ref.root && listed.run === ref.run);
        if (!known) await pulse.now();
        if (!known && !history.runs().some((listed) => keyOf(listed) === key)) return null;
        entry = tracked.get(key) ?? trackRun(await loadKit(), ref);
        tracked.set(key, entry);
      }
      if (entry.shown.state.last_seq === 0 && entry.shown.damage === null) await entry.update();
      return entry.shown;
    },
    opened() {
      void pulse.now();
      return opened;
    },
    refresh(options) {
      thorough ||= options?.thorough ?? false;
      asked.push(...(options?.runs ?? []));
      return pulse.now();
    },
    onDidChange: (listener) => changed.on(listener),
    dispose() {
      clearImmediate(soon);
      pulse.dispose();
      history.close();
    },
  };
  return library;
}
