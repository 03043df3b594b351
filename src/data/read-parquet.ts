import * as zlib from "node:zlib";
import { type Compressors, parquetReadObjects } from "hyparquet";
import type { VisitRow } from "./read-jsonl.ts";
import type { TextRead } from "./read-text.ts";
import { damaged, readWhole } from "./read-whole.ts";
import type { ProblemList } from "./rows.ts";

/** Snappy comes with the library; these with Node. Zstandard only with newer ones, LZ4 and LZO not at all: such a file is a problem. */
const compressors: Compressors = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ...("zstdDecompressSync" in zlib ? { ZSTD: (input: Uint8Array) => zlib.zstdDecompressSync(input) } : {}),
};

/** Reads a Parquet file. Rows are numbered from 1. Values become what JSON has: dates as ISO texts, large integers as numbers where they fit. */
export async function readParquet(
  path: string,
  file: string,
  visit: VisitRow,
  _problems: ProblemList,
  signal?: AbortSignal,
): Promise<TextRead> {
  const read = await readWhole(path, file, "Parquet");
  if ("problem" in read) return { sha256: "", bytes: 0, problem: read.problem };
  const { bytes, sha256 } = read;
  try {
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file: buffer, compressors });
    signal?.throwIfAborted();
    for (const [index, row] of rows.entries()) visit(index + 1, plain(row) as Record<string, unknown>);
    return { sha256, bytes: bytes.length, problem: null };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { sha256: "", bytes: 0, problem: damaged(file, "Parquet", error) };
  }
}

/** A value as JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value === undefined ? null : value;
}
