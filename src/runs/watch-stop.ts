import { type FSWatcher, watch } from "node:fs";
import { isStopRequested } from "./control.ts";

/** Watching tells at once where it works; not every file system can be watched (network drives, exhausted watches). */
const POLL_MS = 500;

export interface StopWatch {
  /** Aborted when this owner was asked to stop. */
  signal: AbortSignal;
  close(): void;
}

/** Looks out for the file by which a run is asked to stop: `control.ts`. */
export function watchStop(folder: string, nonce: string): StopWatch {
  const abort = new AbortController();
  let watcher: FSWatcher | null = null;

  async function look(): Promise<void> {
    // A folder that can't be read for a moment is looked at again.
    if (abort.signal.aborted || !(await isStopRequested(folder, nonce).catch(() => false))) return;
    close();
    abort.abort(new DOMException("stopped", "AbortError"));
  }

  function close(): void {
    clearInterval(timer);
    watcher?.close();
    watcher = null;
  }

  const timer = setInterval(look, POLL_MS);
  timer.unref();
  try {
    watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === null || name.startsWith("stop")) void look();
    });
    watcher.on("error", () => watcher?.close()); // the timer goes on
  } catch {
    watcher = null; // no more watches: the timer is enough
  }
  return { signal: abort.signal, close };
}
