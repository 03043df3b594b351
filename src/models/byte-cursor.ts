import { CodedError } from "../protocol/problem.ts";
import type { ByteSource } from "./byte-source.ts";

/** The window grows from the first to the second: a small header costs one small read, a long one few large ones. */
const FIRST_READ = 64 * 1024;
const LARGEST_READ = 1024 * 1024;
/** Bytes that may be read before a header is refused. The largest vocabularies in use (262,000 tokens) take some 15 MB. */
const MOST_READ = 128 * 1024 * 1024;
/** Text that may be kept of one header: keys, names, values. A chat template takes some 10 KB. */
const MOST_KEPT = 16 * 1024 * 1024;

/** Reads little-endian values one after the other, through a window, never past the end. */
export interface ByteCursor {
  readonly source: ByteSource;
  position(): number;
  remaining(): number;
  /** Makes the next `count` bytes available to the readers below. Throws `gguf-header-truncated` past the end. */
  need(count: number): Promise<void> | undefined;
  u8(): number;
  i8(): number;
  u16(): number;
  i16(): number;
  u32(): number;
  i32(): number;
  f32(): number;
  f64(): number;
  u64(): bigint;
  i64(): bigint;
  /** An unsigned 64-bit length or count as a number. Inexact above 2^53, which is larger than any file can be. */
  length(): number;
  /** The next `length` bytes as UTF-8. They must be available. Counts towards what may be kept. */
  text(length: number): string;
  /** Moves on without reading. */
  skip(count: number): void;
}

export function cursorOver(source: ByteSource): ByteCursor {
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  let at = 0; // within the window; may lie behind its end after a skip
  let readSize = FIRST_READ;
  let read = 0;
  let kept = 0;

  async function load(count: number): Promise<void> {
    const position = start + at;
    if (position + count > source.size) throw truncated(position, count);
    const length = Math.max(count, readSize);
    readSize = Math.min(readSize * 2, LARGEST_READ);
    read += Math.min(length, source.size - position);
    if (read > MOST_READ) throw tooLarge("bytes", MOST_READ);
    const bytes = await source.read(position, length);
    window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    start = position;
    at = 0;
    if (window.length < count) throw truncated(position, count);
  }

  function truncated(position: number, count: number): CodedError {
    return new CodedError("gguf-header-truncated", { file: source.name, offset: position, count, size: source.size });
  }

  function tooLarge(what: string, limit: number): CodedError {
    return new CodedError("gguf-header-too-large", { file: source.name, what, limit });
  }

  function take(count: number): number {
    const here = at;
    at += count;
    return here;
  }

  return {
    source,
    position: () => start + at,
    remaining: () => source.size - start - at,
    need: (count) => (at + count <= window.length ? undefined : load(count)),
    u8: () => window.readUInt8(take(1)),
    i8: () => window.readInt8(take(1)),
    u16: () => window.readUInt16LE(take(2)),
    i16: () => window.readInt16LE(take(2)),
    u32: () => window.readUInt32LE(take(4)),
    i32: () => window.readInt32LE(take(4)),
    f32: () => window.readFloatLE(take(4)),
    f64: () => window.readDoubleLE(take(8)),
    u64: () => window.readBigUInt64LE(take(8)),
    i64: () => window.readBigInt64LE(take(8)),
    length: () => window.readUInt32LE(take(4)) + window.readUInt32LE(take(4)) * 2 ** 32,
    text(length) {
      kept += length;
      if (kept > MOST_KEPT) throw tooLarge("text", MOST_KEPT);
      const from = take(length);
      return window.toString("utf8", from, from + length);
    },
    skip(count) {
      if (count > source.size - start - at) throw truncated(start + at, count);
      at += count;
    },
  };
}
