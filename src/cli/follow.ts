import { open } from "node:fs/promises";

const CHUNK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** Gives the complete lines of a growing file, each once: those that are new since the last call. */
export function lineReader(file: string): () => Promise<string[]> {
  let offset = 0;
  return async () => {
    const handle = await open(file, "r");
    try {
      const lines: string[] = [];
      let rest = Buffer.alloc(0);
      for (;;) {
        const chunk = Buffer.alloc(CHUNK_BYTES);
        const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, offset + rest.length);
        if (bytesRead === 0) return lines; // what is left is a line that is still being written
        const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
        const end = bytes.lastIndexOf(NEWLINE) + 1;
        if (end > 0) lines.push(...bytes.toString("utf8", 0, end - 1).split("\n"));
        offset += end;
        rest = bytes.subarray(end);
      }
    } finally {
      await handle.close();
    }
  };
}
