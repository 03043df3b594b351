import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

const TAIL_CHARACTERS = 16_384;

/**
 * Appends a child's stdout and stderr to a file and keeps the end of stderr.
 * A log that can't be written (disk full) is reported once and never stops the reading: a full pipe would block the child.
 */
export function drainToLog(child: ChildProcess, file: string, onFailure: (reason: string) => void) {
  const log = createWriteStream(file, { flags: "a" });
  let failed = false;
  log.on("error", (error) => {
    if (!failed) onFailure(error.message);
    failed = true;
  });
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      if (stream === child.stderr) tail = (tail + text).slice(-TAIL_CHARACTERS);
      if (!failed) log.write(text);
    });
  }
  return {
    /** Resolves when all that was read is in the file, or the file has failed. */
    async written(): Promise<void> {
      if (failed) return;
      log.end();
      await finished(log).catch(() => undefined); // reported by the "error" listener above
    },
    meaningfulLine: () => meaningfulLine(tail),
  };
}

/** The line of a dead process's stderr that says why: an assertion or an uncaught exception, else the last one. */
export function meaningfulLine(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const telling =
    /GGML_ASSERT|GGML_ABORT|\.(c|cpp|h|cu):\d+: |terminate called|what\(\):|FATAL ERROR|^(Uncaught )?[A-Za-z]*Error( \[\w+\])?: /;
  return (lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? "").slice(0, 500);
}
