import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { isMissing, sizeOf } from "../../disk/files.ts";
import type { RunHead, VariantRow } from "../../protocol/run-row.ts";
import { isLive } from "../../protocol/run-state.ts";
import { ANNOTATIONS_FILE } from "../annotations.ts";
import { runIdPattern } from "../run-id.ts";
import type { Workspace } from "../workspace.ts";
import { advance } from "./advance.ts";
import { loadSqlite, NewerIndex, openSqlite } from "./sqlite.ts";
import { type IndexEntry, type IndexStorage, memoryStorage } from "./storage.ts";

/** Rows of one piece of work: some milliseconds, after which others have their turn. */
const SLICE = 200;
/** Finished runs whose files are looked at in every refresh all the same: what people annotate and resume is recent. */
const RECENT = 200;
/** How often those are looked at. */
const RECENT_MS = 1000;
/** A folder changed so recently may have changed again within the clock's tick, so its names are read once more after it. */
const TICK_MS = 2000;

export interface RunIndex {
  /** Newest first. Until `refresh` has resolved for the first time, the newest part of them. */
  heads(): readonly RunHead[];
  find(run: string): RunHead | null;
  /** The rows of the experiments table, by run. */
  rows(runs: readonly string[]): Map<string, VariantRow[]>;
  /**
   * Reads what changed on the disk: new runs, runs that were not over, the newest ones, and what other programs put into
   * the index. Calls that come while one is under way share it. Returns the runs that changed, came or went.
   */
  refresh(options?: RefreshOptions): Promise<ReadonlySet<string>>;
  /** A run has a folder and no log yet: look again soon. */
  isWaiting(): boolean;
  /** Why the index is kept in memory only, where it is: a code with text. */
  readonly fallback: "index-in-memory" | "index-newer" | "index-not-writable" | null;
  close(): void;
}

export interface RefreshOptions {
  /** Looks at every run's files, however old. */
  thorough?: boolean;
  /** Looks at these runs' files, however old. */
  runs?: readonly string[];
  /** A part of a long history is there. */
  onProgress?: () => void;
}

interface Known {
  head: RunHead;
  log_size: number;
  annotation_bytes: number;
}

/**
 * Opens the index of a workspace's runs, derived from their logs and kept in `index.sqlite` so that a large history is
 * shown at once. Deleting it loses nothing. Makes no store where there is none.
 */
export async function openRunIndex(workspace: Workspace): Promise<RunIndex> {
  const { storage, fallback } = await openStorage(workspace);
  const folder = path.join(workspace.store, "runs");
  const known = new Map<string, Known>();
  /** Folders that have no log yet: just begun, or left by a crash. */
  const begun = new Set<string>();
  let sorted: RunHead[] | null = null;
  let complete = false;
  const listed = { changed: -1, at: Number.NEGATIVE_INFINITY };
  let recentAt = Number.NEGATIVE_INFINITY;
  let mark = 0;
  let running: Promise<ReadonlySet<string>> | null = null;
  let closed = false;

  const keep = (list: readonly Known[]) => {
    const [only, ...more] = list;
    if (!only) return;
    const there = known.has(only.head.run);
    for (const { head, log_size, annotation_bytes } of list) known.set(head.run, { head, log_size, annotation_bytes });
    // A change of one of many is put in its place: sorting them all at each event would be felt.
    sorted = sorted && more.length === 0 ? placed(sorted, only.head, there) : null;
  };
  keep(storage.heads(0, SLICE));

  /** The rest of what an earlier program left, in slices. */
  async function loadAll(onProgress: (() => void) | undefined): Promise<void> {
    for (let from = known.size; !closed; from += SLICE * 10) {
      const slice = storage.heads(from, SLICE * 10);
      keep(slice);
      if (slice.length === 0) break;
      onProgress?.();
      await breathe();
    }
    mark = storage.putSince(0).mark;
    storage.changedByOthers();
    complete = true;
  }

  async function look({ thorough = false, runs = [], onProgress }: RefreshOptions): Promise<Set<string>> {
    const changed = new Set<string>();
    if (!complete) await loadAll(onProgress);
    else if (storage.changedByOthers()) takeFromOthers(changed);
    const fresh = await list(changed);
    const suspects = thorough ? [...known.keys()] : [...known.values()].filter(goesOn).map(({ head }) => head.run);
    const recent = recentRuns();
    // Newest first, so that what people look at is there before the rest of a long history.
    const todo = [...new Set([...fresh, ...begun, ...suspects, ...recent, ...runs])].sort().reverse();
    for (let from = 0; from < todo.length && !closed; from += SLICE) {
      const entries = await readSlice(todo.slice(from, from + SLICE));
      if (entries.length === 0) continue;
      storage.put(entries);
      keep(entries);
      for (const { head } of entries) changed.add(head.run);
      onProgress?.();
      await breathe();
    }
    return changed;
  }

  function recentRuns(): string[] {
    const now = performance.now();
    if (now - recentAt < RECENT_MS) return [];
    recentAt = now;
    return heads()
      .slice(0, RECENT)
      .map(({ run }) => run);
  }

  function takeFromOthers(changed: Set<string>): void {
    const { runs, mark: next } = storage.putSince(mark);
    mark = next;
    for (const run of runs) {
      const entry = storage.entry(run);
      if (!entry || JSON.stringify(known.get(run)?.head) === JSON.stringify(entry.head)) continue;
      keep([entry]);
      changed.add(run);
    }
  }

  /** Notices runs that came and went; returns those that are not known. */
  async function list(changed: Set<string>): Promise<string[]> {
    const at = await changeTime(folder);
    const now = performance.now();
    if (at === listed.changed && now < listed.at) return [];
    listed.changed = at ?? -1;
    // Only a list that nothing can have changed since stands until the folder changes.
    listed.at = at !== null && Date.now() - at > TICK_MS ? Number.POSITIVE_INFINITY : now + TICK_MS;
    const there = new Set(at === null ? [] : (await readdir(folder)).filter((name) => runIdPattern.test(name)));
    const gone = [...known.keys()].filter((run) => !there.has(run));
    for (const run of begun) if (!there.has(run)) begun.delete(run);
    if (gone.length > 0) storage.remove(gone);
    for (const run of gone) {
      known.delete(run);
      changed.add(run);
      sorted = null;
    }
    return [...there].filter((run) => !known.has(run));
  }

  async function readSlice(runs: readonly string[]): Promise<IndexEntry[]> {
    const entries: IndexEntry[] = [];
    // Looked at side by side: most have not changed, and waiting for each look in turn is what would take long.
    const looks = runs.map(async (run) => {
      const before = known.get(run);
      return !before || goesOn(before) || (await hasChanged(workspace, run, before));
    });
    const worth = await Promise.all(looks);
    for (const run of runs.filter((_, index) => worth[index])) {
      const before = known.get(run);
      const entry = await advance(workspace, run, before ? storage.entry(run) : null);
      if (entry) begun.delete(run);
      else if (!before) begun.add(run);
      if (entry && !isSame(before, entry)) entries.push(entry);
    }
    return entries;
  }

  function heads(): readonly RunHead[] {
    sorted ??= [...known.values()].map(({ head }) => head).sort((a, b) => (a.run < b.run ? 1 : -1));
    return sorted;
  }

  return {
    heads,
    fallback,
    find: (run) => known.get(run)?.head ?? null,
    rows: (runs) => storage.rows(runs),
    isWaiting: () => begun.size > 0,
    refresh(options = {}) {
      running ??= look(options).finally(() => {
        running = null;
      });
      return running;
    },
    close() {
      closed = true;
      storage.close();
    },
  };
}

async function openStorage(workspace: Workspace): Promise<{ storage: IndexStorage; fallback: RunIndex["fallback"] }> {
  const sqlite = loadSqlite();
  if (!sqlite) return { storage: memoryStorage(), fallback: "index-in-memory" };
  if ((await changeTime(workspace.store)) === null) return { storage: memoryStorage(), fallback: null };
  try {
    return { storage: openSqlite(sqlite, path.join(workspace.store, "index.sqlite")), fallback: null };
  } catch (error) {
    // The index saves time and nothing else: a read-only folder or a full disk must not keep runs from being shown.
    return { storage: memoryStorage(), fallback: error instanceof NewerIndex ? "index-newer" : "index-not-writable" };
  }
}

/** `heads`, newest first, with one of them changed or added: a new list, since others may hold the old one. */
function placed(heads: readonly RunHead[], head: RunHead, there: boolean): RunHead[] {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heads[middle]!.run > head.run) low = middle + 1;
    else high = middle;
  }
  return heads.toSpliced(low, there ? 1 : 0, head);
}

const goesOn = ({ head }: Known) => isLive(head);

async function hasChanged(workspace: Workspace, run: string, known: Known): Promise<boolean> {
  const folder = workspace.runFolder(run);
  const log = (await sizeOf(path.join(folder, "events.jsonl"))) ?? 0;
  const annotations = (await sizeOf(path.join(folder, ANNOTATIONS_FILE))) ?? 0;
  return annotations !== known.annotation_bytes || (log !== known.log_size && known.head.damage === null);
}

function isSame(before: Known | undefined, after: IndexEntry): boolean {
  if (before?.log_size !== after.log_size || before.annotation_bytes !== after.annotation_bytes) return false;
  return before.head.state === after.head.state && before.head.damage === after.head.damage;
}

/** When a folder's list of names last changed, in milliseconds; null where there is no such folder. */
async function changeTime(folder: string): Promise<number | null> {
  try {
    return (await stat(folder)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
