import vm from "node:vm";
import { maxSecondsPerAnswer } from "./limits.ts";

/**
 * Calls `work(0)` … `work(count - 1)`, and `onTimeout(i)` for each that takes longer than the limit: the engine's watchdog
 * ends it wherever it is, a regular expression included. `work` may be called twice for the same index.
 *
 * The watchdog costs about half a millisecond, so one guards many calls; a call that meets its end gets one of its own
 * before it is given up.
 */
export function runLimited(
  count: number,
  work: (index: number) => void,
  onTimeout: (index: number) => void,
  seconds = maxSecondsPerAnswer,
): void {
  let next = 0;
  const rest = () => {
    for (; next < count; next++) work(next);
  };
  const guarded = guard(rest, seconds);
  while (next < count) {
    const first = next;
    if (guarded() || next > first) continue;
    onTimeout(next);
    next += 1;
  }
}

/** A call of `body` that answers whether it came to its end in time. */
function guard(body: () => void, seconds: number): () => boolean {
  const context = vm.createContext({ body });
  const script = new vm.Script("body()");
  return () => {
    try {
      script.runInContext(context, { timeout: seconds * 1000 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
      throw error;
    }
  };
}
