import { exitCode } from "./command.ts";

/**
 * The signal that ends a command: Ctrl-C, SIGTERM, or the end of the channel to the program that started us (an editor's
 * window that closes). The second Ctrl-C ends the process at once. `detached`: the end of a terminal or of that program
 * means nothing to this one.
 */
export function cancellation(onFirst: () => void, { detached = false } = {}): AbortSignal {
  const abort = new AbortController();
  const cancel = () => {
    if (abort.signal.aborted) return;
    onFirst();
    abort.abort(new DOMException("cancelled", "AbortError"));
  };
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(exitCode.cancelled);
    cancel();
  };
  process.on("SIGINT", interrupt);
  // These come twice without anybody's insisting: `timeout` and process managers signal the process and then its group.
  process.on("SIGTERM", cancel);
  // A run that belongs to no window outlives the one it was started from.
  process.on("SIGHUP", detached ? () => undefined : cancel);
  if (process.channel && !detached) {
    process.once("disconnect", cancel);
    process.channel.unref(); // listening must not keep the process alive
  }
  return abort.signal;
}
