import { readFile } from "node:fs/promises";
import { extname } from "node:path";

/**
 * The 0-based line of a file at which a row starts, for an editor to go to: rows as readers number them (the line of a
 * JSONL file, the record of a table with its header as the first, the element of a JSON array).
 * 0 where it can't be told: not text, not readable any more.
 */
export async function linesOfRows(path: string, rows: readonly number[]): Promise<number[]> {
  const extension = extname(path).toLowerCase();
  if (/^\.(jsonl|ndjson|jsonlines)$/.test(extension)) return rows.map((row) => row - 1);
  const starts = /^\.(csv|tsv|tab)$/.test(extension) ? recordStarts : extension === ".json" ? elementStarts : null;
  if (!starts) return rows.map(() => 0);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return rows.map(() => 0); // gone since it was read: its own problem says so
  }
  const lines = starts(bytes, Math.max(0, ...rows));
  return rows.map((row) => lines[row - 1] ?? 0);
}

const [newline, quote, backslash, comma] = [0x0a, 0x22, 0x5c, 0x2c];

/** Lines at which the records of a table begin; a line break between quotes ends none. */
function recordStarts(bytes: Uint8Array, most: number): number[] {
  const starts = [0];
  let line = 0;
  let inQuotes = false;
  for (let at = 0; at < bytes.length && starts.length < most; at++) {
    if (bytes[at] === quote) inQuotes = !inQuotes;
    else if (bytes[at] === newline) {
      line++;
      if (!inQuotes) starts.push(line);
    }
  }
  return starts;
}

/** Lines at which the elements of the outermost array begin. */
function elementStarts(bytes: Uint8Array, most: number): number[] {
  const starts: number[] = [];
  let [line, depth, arrayDepth] = [0, 0, 0];
  let [inString, expects] = [false, false];
  for (let at = 0; at < bytes.length && starts.length <= most; at++) {
    const byte = bytes[at]!;
    if (byte === newline) line++;
    if (inString) {
      if (byte === backslash) at++;
      else if (byte === quote) inString = false;
      continue;
    }
    if (expects && byte > 0x20 && byte !== 0x5d) {
      starts.push(line);
      expects = false;
    }
    if (byte === quote) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      if (byte === 0x5b && arrayDepth === 0) [arrayDepth, expects] = [depth, true];
    } else if (byte === 0x5d || byte === 0x7d) depth--;
    else if (byte === comma && depth === arrayDepth && arrayDepth > 0) expects = true;
  }
  return starts;
}
