import { CodedError } from "../protocol/problem.ts";
import { type ByteCursor, cursorOver } from "./byte-cursor.ts";
import { type ByteSource, withFile } from "./byte-source.ts";
import { refuseForeignFile } from "./file-kind.ts";
import { type GgufTensor, readTensors } from "./gguf-tensors.ts";
import { type GgufValue, maximum, readText, readValue } from "./gguf-value.ts";
import { isName, shown } from "./shown.ts";

/** What stands before the weights of a GGUF file. */
export interface GgufHeader {
  version: 2 | 3;
  /** In the file's order. */
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: readonly GgufTensor[];
  /** Weights begin at a multiple of this. */
  alignment: number;
  /** Where the weights begin in the file. */
  dataOffset: number;
  fileSize: number;
}

/** The specification allows keys of 65,535 bytes; no key in use has more than 100. */
const LONGEST_KEY = 1024;
/** Files in use have some 30 keys and up to a thousand or two of tensors. */
const MOST_KEYS = 16_384;
const MOST_TENSORS = 16_384;
/** Key (8 + 1), type (4), value (1). */
const SMALLEST_ENTRY = 14;
/** Name (8 + 1), number of dimensions (4), one dimension (8), type (4), offset (8). */
const SMALLEST_TENSOR = 33;
const DEFAULT_ALIGNMENT = 32;
const LARGEST_ALIGNMENT = 1024 * 1024;

/**
 * Reads and checks the header of a GGUF file, never its weights. Whatever the bytes, it ends soon and in little memory:
 * everything the file claims is compared with its size and with a named limit before anything is allocated.
 * Throws `CodedError` with the reason for which llama.cpp should not be given the file.
 */
export function readGguf(path: string): Promise<GgufHeader> {
  return withFile(path, parseGguf);
}

export async function parseGguf(source: ByteSource): Promise<GgufHeader> {
  await refuseForeignFile(source);
  const cursor = cursorOver(source);
  await cursor.need(24);
  cursor.skip(4); // the magic: refuseForeignFile has seen it
  const version = readVersion(cursor);
  const tensorCount = readCount(cursor, "tensors", SMALLEST_TENSOR, MOST_TENSORS);
  const keyCount = readCount(cursor, "keys", SMALLEST_ENTRY, MOST_KEYS);
  const metadata = await readMetadata(cursor, keyCount);
  const alignment = alignmentOf(metadata, source.name);
  const { tensors, dataOffset } = await readTensors(cursor, tensorCount, alignment);
  return { version, metadata, tensors, alignment, dataOffset, fileSize: source.size };
}

function readVersion(cursor: ByteCursor): 2 | 3 {
  const version = cursor.u32();
  const file = cursor.source.name;
  if (version === 2 || version === 3) return version;
  // A small number with its bytes reversed.
  if (version !== 0 && (version & 0xffff) === 0) throw new CodedError("gguf-big-endian", { file });
  throw new CodedError("gguf-version", { file, version });
}

function readCount(cursor: ByteCursor, what: string, smallest: number, limit: number): number {
  const count = cursor.length();
  const most = Math.min(limit, maximum(cursor, smallest));
  if (count > most) throw new CodedError("gguf-impossible-count", { file: cursor.source.name, what, count, most });
  return count;
}

async function readMetadata(cursor: ByteCursor, count: number): Promise<Map<string, GgufValue>> {
  const metadata = new Map<string, GgufValue>();
  const file = cursor.source.name;
  for (let index = 0; index < count; index += 1) {
    const key = await readText(cursor, LONGEST_KEY, `key ${index + 1}`);
    if (!isName(key)) throw new CodedError("gguf-bad-name", { file, name: shown(key) });
    if (metadata.has(key)) throw new CodedError("gguf-duplicate", { file, name: shown(key) });
    metadata.set(key, await readValue(cursor, shown(key)));
  }
  return metadata;
}

function alignmentOf(metadata: ReadonlyMap<string, GgufValue>, file: string): number {
  const value = metadata.get("general.alignment");
  if (value === undefined) return DEFAULT_ALIGNMENT;
  const powerOfTwo = typeof value === "number" && Number.isInteger(Math.log2(value));
  if (powerOfTwo && value >= 8 && value <= LARGEST_ALIGNMENT) return value;
  throw new CodedError("gguf-alignment", { file, value: shown(value) });
}
