import type { RunHead, VariantRow } from "../../protocol/run-row.ts";

/** What was read of a run's files, so that only what is new is read the next time. */
export interface IndexEntry {
  head: RunHead;
  rows: VariantRow[];
  /** Bytes of the log that are folded into `state`: whole lines. */
  log_bytes: number;
  /** The log's size when it was read; larger where its last line is torn. */
  log_size: number;
  /** Size of the annotations when they were read: they only grow. */
  annotation_bytes: number;
  /**
   * The state without its curves, for a run that may go on; null once it is over. Text, since a run that is over for good
   * is the rule and its state is of no further use.
   */
  state: string | null;
}

/** Where entries are kept between programs. Everything in it can be made again from the logs. */
export interface IndexStorage {
  /** Newest first. Entries that can't be read are left out: they are made again. */
  heads(from: number, count: number): StoredHead[];
  entry(run: string): IndexEntry | null;
  rows(runs: readonly string[]): Map<string, VariantRow[]>;
  /** All or none of them. */
  put(entries: readonly IndexEntry[]): void;
  remove(runs: readonly string[]): void;
  /** True where another program has written since the last call. */
  changedByOthers(): boolean;
  /** Runs that were put after a moment that `mark` names, and a new mark. */
  putSince(mark: number): { runs: string[]; mark: number };
  close(): void;
}

export interface StoredHead {
  head: RunHead;
  log_size: number;
  annotation_bytes: number;
}

/** For an editor whose Node lacks `node:sqlite`, and for a store that can't be written: the logs are read once a session. */
export function memoryStorage(): IndexStorage {
  const entries = new Map<string, IndexEntry>();
  const newestFirst = () => [...entries.keys()].sort().reverse();
  return {
    heads: (from, count) =>
      newestFirst()
        .slice(from, from + count)
        .map((run) => {
          const { head, log_size, annotation_bytes } = entries.get(run)!;
          return { head, log_size, annotation_bytes };
        }),
    entry: (run) => entries.get(run) ?? null,
    rows: (runs) => new Map(runs.flatMap((run) => (entries.has(run) ? [[run, entries.get(run)!.rows] as const] : []))),
    put: (list) => {
      for (const entry of list) entries.set(entry.head.run, entry);
    },
    remove: (runs) => {
      for (const run of runs) entries.delete(run);
    },
    changedByOthers: () => false,
    putSince: (mark) => ({ runs: [], mark }),
    close: () => {},
  };
}
