import type { ChildProcess } from "node:child_process";
import { createWriteStream, renameSync, statSync, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { lineCleaner } from "./log-lines.ts";

const TAIL_CHARACTERS = 16_384;
/** A log that has grown to this is put aside as `….1`, in place of the one before: twice this is all that it ever takes. */
const LARGEST_LOG_BYTES = 32 * 1024 * 1024;

/**
 * Appends a child's stdout and stderr to a file and keeps the end of stderr: progress bars and colours left out, bounded
 * in memory and on disk whatever the child prints.
 * A log that can't be written (disk full) is reported once and never stops the reading: a full pipe would block the child.
 */
export function drainToLog(
  child: ChildProcess,
  file: string,
  onFailure: (reason: string) => void,
  largest: number = LARGEST_LOG_BYTES,
) {
  let failed = false;
  // Earlier stages of the run wrote into the same file.
  let written = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let log = open();
  let tail = "";
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const cleaners = new Map(streams.map((stream) => [stream, lineCleaner(write)]));

  function open(): WriteStream {
    const stream = createWriteStream(file, { flags: "a" });
    stream.on("error", (error) => {
      if (!failed) onFailure(error.message);
      failed = true;
      resume();
    });
    stream.on("drain", resume);
    return stream;
  }

  function resume(): void {
    for (const stream of streams) stream.resume();
  }

  function write(text: string): void {
    if (failed) return;
    if (written > largest) rotate();
    written += text.length;
    // A disk that is slower than the child slows the child; what is not written yet must not pile up here.
    if (!log.write(text)) for (const stream of streams) stream.pause();
  }

  function rotate(): void {
    log.end();
    try {
      renameSync(file, `${file}.1`);
    } catch (error) {
      failed = true;
      onFailure(error instanceof Error ? error.message : String(error));
      return;
    }
    written = 0;
    log = open();
  }

  for (const stream of streams) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      if (stream === child.stderr) tail = (tail + text).slice(-TAIL_CHARACTERS);
      cleaners.get(stream)?.add(text);
    });
  }
  return {
    /** Resolves when all that was read is in the file, or the file has failed. */
    async written(): Promise<void> {
      for (const cleaner of cleaners.values()) cleaner.end();
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
