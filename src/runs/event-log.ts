import { type FileHandle, open, readFile } from "node:fs/promises";
import path from "node:path";
import { type Happening, parseEvent, type RunEvent } from "../protocol/event.ts";

/** Events are written at once and reach the disk in groups: an fsync for each optimizer step would cost more than the step's own log. */
const SYNC_AFTER_MS = 250;

export interface EventLog {
  /** Numbers and appends an event, in order of the calls. Throws (through `close`) what the disk refused. */
  append(happening: Happening): RunEvent;
  /** Waits until all is on the disk. Rejects with the first failure to write. */
  close(): Promise<void>;
}

export interface EventLogOptions {
  folder: string;
  run: string;
  onEvent?: (event: RunEvent) => void;
  /** Called once when the disk refuses; the run must stop, since a run without its log is lost. */
  onFailure?: (error: unknown) => void;
}

/** Opens `events.jsonl` of a run for appending. There is one writer for each log: the process that owns the run. */
export async function openEventLog(options: EventLogOptions): Promise<EventLog> {
  const handle = await open(path.join(options.folder, "events.jsonl"), "a");
  const started = performance.now();
  let seq = 0;
  let failure: unknown;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const enqueue = (work: () => Promise<unknown>) => {
    writing = writing.then(work).then(
      () => {},
      (error) => {
        if (failure === undefined) options.onFailure?.(error);
        failure ??= error;
      },
    );
  };

  return {
    append(happening) {
      seq += 1;
      const elapsed = Math.round(performance.now() - started) / 1000;
      const envelope = { v: 1 as const, run: options.run, seq, at: new Date().toISOString(), elapsed, attempt: 1 };
      const event: RunEvent = { ...envelope, ...happening };
      const line = `${JSON.stringify(event)}\n`;
      enqueue(() => handle.appendFile(line));
      timer ??= setTimeout(() => {
        timer = undefined;
        enqueue(() => handle.datasync());
      }, SYNC_AFTER_MS);
      options.onEvent?.(event);
      return event;
    },
    async close() {
      clearTimeout(timer);
      enqueue(() => handle.datasync());
      await writing;
      await closeQuietly(handle);
      if (failure !== undefined) throw failure;
    },
  };
}

/** By now every write has been synced or has failed; a failing close can lose nothing more. */
async function closeQuietly(handle: FileHandle): Promise<void> {
  await handle.close().catch((error) => process.emitWarning(`closing an event log failed: ${error}`));
}

export interface ReadEvents {
  events: RunEvent[];
  /** Lines that are torn, damaged or of a newer version. */
  skipped: number;
}

/** Parses complete lines of a log. Damage costs the damaged line and nothing else. */
export function parseEvents(text: string): ReadEvents {
  const events: RunEvent[] = [];
  let skipped = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const event = parseLine(line);
    if (event) events.push(event);
    else skipped += 1;
  }
  return { events, skipped };
}

function parseLine(line: string): RunEvent | null {
  try {
    return parseEvent(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function readEvents(folder: string): Promise<ReadEvents> {
  return parseEvents(await readFile(path.join(folder, "events.jsonl"), "utf8"));
}
