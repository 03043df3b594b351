import type { RunHead } from "../../protocol/run-row.ts";
import type { Kit } from "../load-kit.ts";
import type { RunRef } from "./tracked-run.ts";

/** A run as the tree lists it, whether its log has been read in full or not. */
export interface ListedRun extends RunRef {
  head: RunHead;
}

type RunIndex = Awaited<ReturnType<Kit["openRunIndex"]>>;

export interface RunHistory {
  /** Newest first, of all folders. */
  runs(): readonly ListedRun[];
  rows(root: string, runs: readonly string[]): ReturnType<RunIndex["rows"]>;
  /** A run has begun and has no log yet. */
  isWaiting(): boolean;
  /** Opens the indexes of these folders, and closes those of others. */
  open(kit: Kit, roots: readonly string[]): Promise<void>;
  /** Brings the indexes up to date; tells which runs changed. */
  refresh(kit: Kit, roots: readonly string[], options: RefreshOptions): Promise<RunRef[]>;
  close(): void;
}

export interface RefreshOptions {
  /** Look at every run's files, not at the newest and the live alone. */
  thorough: boolean;
  /** Look at these runs' files, however old. */
  runs: readonly RunRef[];
  /** A part of a long history is there. */
  onProgress: () => void;
}

/** The history of each folder of the workspace, by its index. An index is opened when its folder has a store. */
export function openRunHistory(): RunHistory {
  const indexes = new Map<string, { index: RunIndex; hasStore: boolean }>();
  let listed: readonly ListedRun[] | null = null;

  async function indexOf(kit: Kit, root: string): Promise<RunIndex> {
    const workspace = kit.workspaceAt(root);
    const known = indexes.get(root);
    const hasStore = await kit.exists(workspace.store);
    if (known && known.hasStore === hasStore) return known.index;
    // Begun or deleted since: an index in memory gives way to one on the disk.
    known?.index.close();
    const index = await kit.openRunIndex(workspace);
    indexes.set(root, { index, hasStore });
    listed = null;
    return index;
  }

  return {
    runs() {
      listed ??= [...indexes]
        .flatMap(([root, { index }]) => index.heads().map((head) => ({ root, run: head.run, head })))
        .sort((a, b) => (a.run < b.run ? 1 : a.run > b.run ? -1 : 0));
      return listed;
    },
    rows: (root, runs) => indexes.get(root)?.index.rows(runs) ?? new Map(),
    isWaiting: () => [...indexes.values()].some(({ index }) => index.isWaiting()),
    async open(kit, roots) {
      for (const [root, { index }] of indexes) {
        if (roots.includes(root)) continue;
        index.close();
        indexes.delete(root);
        listed = null;
      }
      for (const root of roots) await indexOf(kit, root);
    },
    async refresh(kit, roots, { thorough, runs, onProgress }) {
      const changed: RunRef[] = [];
      for (const root of roots) {
        const index = await indexOf(kit, root);
        const progress = () => {
          listed = null;
          onProgress();
        };
        const own = runs.filter((ref) => ref.root === root).map(({ run }) => run);
        for (const run of await index.refresh({ thorough, runs: own, onProgress: progress }))
          changed.push({ root, run });
      }
      if (changed.length > 0) listed = null;
      return changed;
    },
    close() {
      for (const { index } of indexes.values()) index.close();
      indexes.clear();
    },
  };
}
