import { open } from "node:fs/promises";
import { isMissing } from "../disk/files.ts";
import { envelopeSchema } from "../protocol/event.ts";

/** Where a log ends, so that an event can follow. All zero for a log that is empty or not there. */
export interface LogEnd {
  seq: number;
  /** Seconds of the run so far. */
  elapsed: number;
  attempt: number;
  /** Half a line is at the end: the process was killed while it wrote. */
  torn: boolean;
}

/** A line with a verdict in it may be some hundred kilobytes; twice that is read at a time, from the end backwards. */
const CHUNK_BYTES = 1024 * 1024;

/** Reads a log's end without reading the log: those of long trainings have hundreds of megabytes. */
export async function endOfLog(file: string, chunkBytes = CHUNK_BYTES): Promise<LogEnd> {
  const nothing: LogEnd = { seq: 0, elapsed: 0, attempt: 0, torn: false };
  const handle = await open(file, "r").catch((error) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!handle) return nothing;
  try {
    const { size } = await handle.stat();
    let tail: Buffer = Buffer.alloc(0);
    for (let start = size; start > 0; ) {
      const from = Math.max(0, start - chunkBytes);
      const chunk = Buffer.alloc(start - from);
      await handle.read(chunk, 0, chunk.length, from);
      tail = Buffer.concat([chunk, tail]);
      start = from;
      const torn = tail.at(-1) !== 0x0a;
      const last = lastEnvelope(tail, start === 0);
      if (last) return { ...last, torn };
      if (start === 0) return { ...nothing, torn };
    }
    return nothing;
  } finally {
    await handle.close();
  }
}

/** The last whole line that has an envelope, of whatever event: one of a newer version counts too. */
function lastEnvelope(tail: Buffer, isWhole: boolean): Omit<LogEnd, "torn"> | null {
  const lines = tail.toString("utf8").split("\n");
  // The first may have its beginning elsewhere, the last its end.
  for (const line of lines.slice(isWhole ? 0 : 1, -1).reverse()) {
    const envelope = envelopeOf(line);
    if (envelope) return envelope;
  }
  return null;
}

function envelopeOf(line: string): Omit<LogEnd, "torn"> | null {
  try {
    const parsed = envelopeSchema.safeParse(JSON.parse(line));
    if (!parsed.success) return null;
    const { seq, elapsed, attempt } = parsed.data;
    return { seq, elapsed, attempt };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
