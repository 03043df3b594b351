import { CodedError } from "../protocol/problem.ts";
import type { ByteCursor } from "./byte-cursor.ts";

export type GgufScalar = string | number | boolean | bigint;

/** An array of the header. Long ones (vocabularies) are counted and stepped over; `offset` says where they lie. */
export interface GgufArray {
  element: ElementType;
  length: number;
  /** Of the first element, in the file. */
  offset: number;
  /** Null where there are more than `MOST_ELEMENTS`. */
  values: readonly GgufScalar[] | null;
}

/** An integer of 64 bits is a bigint where a number could not hold it exactly. */
export type GgufValue = GgufScalar | GgufArray;

const elementTypes = {
  0: ["u8", 1],
  1: ["i8", 1],
  2: ["u16", 2],
  3: ["i16", 2],
  4: ["u32", 4],
  5: ["i32", 4],
  6: ["f32", 4],
  7: ["bool", 1],
  8: ["string", 0],
  10: ["u64", 8],
  11: ["i64", 8],
  12: ["f64", 8],
} as const;
type Row = (typeof elementTypes)[keyof typeof elementTypes];
export type ElementType = Row[0];

const ARRAY = 9;

/** Arrays up to this length are kept: values for each layer, languages, tags. */
const MOST_ELEMENTS = 1024;
/** A longer text is not kept; it is listed as an array of its bytes. `tokenizer.huggingface.json` is such a one. */
const LONGEST_TEXT = 1024 * 1024;

/** Reads one value of the header. `key` is for messages. */
export async function readValue(cursor: ByteCursor, key: string): Promise<GgufValue> {
  await cursor.need(4);
  const type = cursor.u32();
  if (type === ARRAY) return readArray(cursor, key);
  const row = rowOf(type);
  if (!row) throw new CodedError("gguf-unknown-value-type", { file: cursor.source.name, key, type });
  return row[0] === "string" ? readLongText(cursor) : readFixed(cursor, row);
}

async function readArray(cursor: ByteCursor, key: string): Promise<GgufArray> {
  await cursor.need(12);
  const type = cursor.u32();
  const length = cursor.length();
  const file = cursor.source.name;
  // llama.cpp can't read arrays of arrays either; refusing them keeps this reader free of recursion.
  if (type === ARRAY) throw new CodedError("gguf-nested-array", { file, key });
  const row = rowOf(type);
  if (!row) throw new CodedError("gguf-unknown-value-type", { file, key, type });
  const [element, bytes] = row;
  const smallest = element === "string" ? 8 : bytes;
  if (length * smallest > cursor.remaining()) {
    throw new CodedError("gguf-impossible-count", { file, what: key, count: length, most: maximum(cursor, smallest) });
  }
  const offset = cursor.position();
  if (length > MOST_ELEMENTS) {
    if (element === "string") await skipTexts(cursor, length);
    else cursor.skip(length * bytes);
    return { element, length, offset, values: null };
  }
  const values: GgufScalar[] = [];
  for (let index = 0; index < length; index += 1) {
    values.push(element === "string" ? await readText(cursor, LONGEST_TEXT, key) : await readFixed(cursor, row));
  }
  return { element, length, offset, values };
}

/** How many things of at least so many bytes the rest of the file could hold. */
export function maximum(cursor: ByteCursor, smallest: number): number {
  return Math.floor(cursor.remaining() / smallest);
}

async function skipTexts(cursor: ByteCursor, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    const loading = cursor.need(8);
    if (loading) await loading; // awaiting each of some 100,000 strings would cost more than reading them
    cursor.skip(cursor.length());
  }
}

async function readLongText(cursor: ByteCursor): Promise<GgufValue> {
  await cursor.need(8);
  const length = cursor.length();
  if (length > LONGEST_TEXT) {
    const offset = cursor.position();
    cursor.skip(length);
    return { element: "u8", length, offset, values: null };
  }
  await cursor.need(length);
  return cursor.text(length);
}

/** A text that has to be kept, such as a key: longer ones than `longest` bytes are refused. `what` is for messages. */
export async function readText(cursor: ByteCursor, longest: number, what: string): Promise<string> {
  await cursor.need(8);
  const length = cursor.length();
  if (length > longest) {
    throw new CodedError("gguf-text-too-long", { file: cursor.source.name, what, length, limit: longest });
  }
  await cursor.need(length);
  return cursor.text(length);
}

async function readFixed(cursor: ByteCursor, [type, bytes]: Row): Promise<GgufScalar> {
  await cursor.need(bytes);
  switch (type) {
    case "bool":
      return cursor.u8() !== 0;
    case "u64":
    case "i64": {
      const value = cursor[type]();
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
    }
    case "string":
      throw new TypeError("a string has no fixed size");
    default:
      return cursor[type]();
  }
}

function rowOf(type: number): Row | undefined {
  return Object.hasOwn(elementTypes, type) ? elementTypes[type as keyof typeof elementTypes] : undefined;
}
