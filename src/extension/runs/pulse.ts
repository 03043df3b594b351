import { type FSWatcher, watch } from "node:fs";
import type { Disposable } from "../disposable.ts";

/** Ten looks a second at most, however fast a log grows. */
const GAP_MS = 100;

export interface Pulse extends Disposable {
  /** Looks at once, or right after the look that is under way. Resolves when that look is done. */
  now(): Promise<void>;
  /** Folders whose changes make it look. Those that can't be watched (not there yet, no watches left) are left to polling. */
  watch(folders: readonly string[]): void;
}

export interface PulseOptions {
  /** Never rejects. */
  look: () => Promise<void>;
  /** Milliseconds until the next look when nothing is noticed. */
  pollAfter: () => number;
}

/** Decides when to look at the disk: soon after the file system tells of a change, and every now and then since it may not. */
export function createPulse({ look, pollAfter }: PulseOptions): Pulse {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  /** When the timer fires. A log that grows all the time must not put the look off for ever. */
  let due = Number.POSITIVE_INFINITY;
  let noticed = false;
  let looking: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let disposed = false;

  function schedule(delay: number): void {
    const at = performance.now() + delay;
    if (disposed || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => void run(), delay);
    timer.unref();
  }

  function run(): Promise<void> {
    if (disposed) return Promise.resolve();
    if (looking) {
      next ??= looking.then(() => {
        next = null;
        return run();
      });
      return next;
    }
    clearTimeout(timer);
    due = Number.POSITIVE_INFINITY;
    noticed = false;
    looking = look().finally(() => {
      looking = null;
      schedule(noticed ? GAP_MS : pollAfter());
    });
    return looking;
  }

  function forget(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  return {
    now: run,
    watch(folders) {
      for (const folder of watchers.keys()) if (!folders.includes(folder)) forget(folder);
      if (disposed) return;
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        try {
          const watcher = watch(folder, { persistent: false }, () => {
            noticed = true;
            if (!looking) schedule(GAP_MS);
          });
          watcher.on("error", () => forget(folder));
          watchers.set(folder, watcher);
        } catch {
          // Polling sees what happens there.
        }
      }
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) forget(folder);
    },
  };
}
