import { open } from "node:fs/promises";
import type { RunEvent } from "../../protocol/event.ts";

/** One read: some two hundred events, a few milliseconds of parsing, so that the editor stays responsive between. */
const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export interface LogTail {
  /**
   * Reads what was appended since the last call, complete lines only, and hands it on piece by piece.
   * Rejects as the file system does; ENOENT where there is no log yet.
   */
  read(onEvents: (events: RunEvent[], skipped: number) => void): Promise<void>;
}

export interface LogTailOptions {
  file: string;
  parse: (text: string) => { events: RunEvent[]; skipped: number };
  /** The file became shorter: it is another log now, and what was read before no longer holds. */
  onRestart: () => void;
}

/** Follows a growing log by reading only its new bytes. A line that is still being written waits for its end. */
export function tailLog({ file, parse, onRestart }: LogTailOptions): LogTail {
  let offset = 0;
  let rest = Buffer.alloc(0);
  return {
    async read(onEvents) {
      const handle = await open(file, "r");
      try {
        const { size } = await handle.stat();
        if (size < offset) {
          offset = 0;
          rest = Buffer.alloc(0);
          onRestart();
        }
        while (offset < size) {
          const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - offset));
          const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset);
          if (bytesRead === 0) return;
          offset += bytesRead;
          const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
          const end = bytes.lastIndexOf(NEWLINE) + 1;
          rest = bytes.subarray(end);
          if (end === 0) continue;
          const { events, skipped } = parse(bytes.toString("utf8", 0, end));
          onEvents(events, skipped);
        }
      } finally {
        await handle.close();
      }
    },
  };
}
