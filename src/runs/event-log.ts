import { type FileHandle, open, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isDiskFull, writeAll } from "../disk/files.ts";
import { announce } from "../disk/operation.ts";
import { type Happening, parseEvent, type RunEvent } from "../protocol/event.ts";
import { endOfLog, type LogEnd } from "./log-end.ts";

/** Events are written at once and reach the disk in groups: an fsync for each optimizer step would cost more than the step's own log. */
const SYNC_AFTER_MS = 250;
/** A full disk is looked at again after so long. What could not be written waits in memory, some hundred bytes a step. */
const FULL_RETRY_MS = 1000;

export const LOG_FILE = "events.jsonl";

export interface EventLog {
  /** Numbers and appends an event, in order of the calls. Throws (through `close`) what the disk refused. */
  append(happening: Happening): RunEvent;
  /** Waits until all that was appended so far is on the disk: what is acknowledged after this survives a killed process. */
  synced(): Promise<void>;
  /** Waits until all is on the disk. Rejects with the first failure to write; a full disk is tried once more. */
  close(): Promise<void>;
}

export interface EventLogOptions {
  folder: string;
  run: string;
  /** A resumed run counts its attempts on. Default: goes on with the log's last one. */
  newAttempt?: boolean;
  onEvent?: (event: RunEvent) => void;
  /** Called once when the disk refuses; the run must stop, since a run without its log is lost. */
  onFailure?: (error: unknown) => void;
  /** The disk is full (true): nothing is lost, it is tried again until there is room (false). */
  onFull?: (full: boolean) => void;
}

/** Opens `events.jsonl` of a run for appending. There is one writer for each log: the process that owns the run. */
export async function openEventLog(options: EventLogOptions): Promise<EventLog> {
  const { folder, run, newAttempt = false } = options;
  const file = path.join(folder, LOG_FILE);
  const end = await endOfLog(file);
  const handle = await open(file, "a");
  const attempt = newAttempt ? end.attempt + 1 : Math.max(1, end.attempt);
  const envelopes = envelopesAfter({ ...end, attempt }, run);
  // The log only grows: half a line that a crash left is ended, and costs itself alone.
  const writer = writerOf(handle, file, options, end.torn ? "\n" : "");
  return {
    append(happening) {
      const event: RunEvent = { ...envelopes(), ...happening };
      writer.write(`${JSON.stringify(event)}\n`);
      options.onEvent?.(event);
      return event;
    },
    synced: () => writer.synced(),
    async close() {
      try {
        await writer.end();
      } finally {
        await closeQuietly(handle);
      }
    },
  };
}

/** The first event of a log that is written as a whole, together with its folder. */
export function firstEvent(run: string, happening: Happening): RunEvent {
  return { ...envelopesAfter({ seq: 0, elapsed: 0, attempt: 1, torn: false }, run)(), ...happening };
}

function envelopesAfter({ seq, elapsed, attempt }: LogEnd, run: string) {
  const started = performance.now();
  let last = seq;
  return () => {
    last += 1;
    // Time in which nobody worked on the run is not the run's.
    const now = elapsed + (performance.now() - started) / 1000;
    const at = new Date().toISOString();
    return { v: 1 as const, run, seq: last, at, elapsed: Math.round(now * 1000) / 1000, attempt };
  };
}

function writerOf(handle: FileHandle, file: string, options: EventLogOptions, first: string) {
  let pending: string[] = first === "" ? [] : [first];
  let failure: unknown;
  let working: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const ending = new AbortController();

  async function work(): Promise<void> {
    try {
      while (pending.length > 0) {
        const content = Buffer.from(pending.join(""));
        pending = [];
        await writeWhole(content);
        timer ??= setTimeout(sync, SYNC_AFTER_MS);
      }
    } catch (error) {
      fail(error);
    } finally {
      working = null;
    }
  }

  async function writeWhole(content: Buffer): Promise<void> {
    let written = 0;
    let full = false;
    for (;;) {
      try {
        const onWritten = (bytes: number) => {
          written = bytes;
        };
        await writeAll(handle, file, content, { from: written, onWritten });
        if (full) options.onFull?.(false);
        return;
      } catch (error) {
        if (!isDiskFull(error) || ending.signal.aborted) throw error;
        if (!full) options.onFull?.(true);
        full = true;
        await sleep(FULL_RETRY_MS, undefined, { signal: ending.signal }).catch(() => undefined); // the end: once more
      }
    }
  }

  function fail(error: unknown): void {
    if (failure === undefined) options.onFailure?.(error);
    failure ??= error;
  }

  function sync(): void {
    timer = undefined;
    announce("sync", file);
    handle.datasync().catch(fail);
  }

  return {
    write(line: string) {
      if (failure !== undefined) return;
      pending.push(line);
      working ??= work();
    },
    async synced() {
      while (working) await working;
      if (failure === undefined) {
        announce("sync", file);
        await handle.datasync().catch(fail);
      }
      if (failure !== undefined) throw failure;
    },
    async end() {
      ending.abort();
      while (working) await working;
      clearTimeout(timer);
      if (failure === undefined) await handle.datasync().catch(fail);
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
  return parseEvents(await readFile(path.join(folder, LOG_FILE), "utf8"));
}
