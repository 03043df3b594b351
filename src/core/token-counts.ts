import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isMissing, replaceFile } from "../disk/files.ts";
import { countTokens, type TokenCounts } from "../engines/embedded/count-tokens.ts";
import { modelCache } from "../models/cache.ts";
import type { Item } from "../protocol/item.ts";
import { nativeEntry } from "./runtime.ts";

/** Raised when the same row may come to another number: another rendering of templates, another tokenizer. */
const COUNTS_VERSION = 1;
/** Eight bytes of the row's hash, then both counts: sixteen bytes a row. */
const RECORD_BYTES = 16;
/** Rows remembered of one model, 16 MB. The oldest go first. */
const MOST_ROWS = 1_000_000;

export interface CountRequest {
  /** The model's file and its content's hash, which names the cache. */
  model: { path: string; sha256: string };
  items: readonly Item[];
  signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

export interface ItemLengths extends Pick<TokenCounts, "totals" | "answers" | "fallback"> {
  /** Rows that had to be counted; the others were known. */
  counted: number;
}

/**
 * Token counts of items with the model's own tokenizer. Each row is counted once on this machine, whatever file or split
 * it stands in: counts are kept by the row's content in the user's cache, and deleting them loses only time.
 * No process is started where all are known. Throws what `countTokens` throws.
 */
export async function itemLengths({ model, items, signal, onProgress }: CountRequest): Promise<ItemLengths> {
  const file = path.join(modelCache().root, "tokens", `${model.sha256}.v${COUNTS_VERSION}.bin`);
  const known = await readCounts(file);
  const keys = items.map(keyOf);
  const unknown = items.flatMap((item, index) => (known.has(keys[index]!) ? [] : [{ item, key: keys[index]! }]));
  const fresh = [...new Map(unknown.map((entry) => [entry.key, entry.item]))];
  let fallback: TokenCounts["fallback"] = null;
  if (fresh.length > 0) {
    const counts = await countTokens(
      fresh.map(([, item]) => item),
      {
        model: model.path,
        child: nativeEntry(),
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
      },
    );
    fallback = counts.fallback;
    for (const [index, [key]] of fresh.entries()) known.set(key, [counts.totals[index]!, counts.answers[index]!]);
    await writeCounts(file, known);
  }
  const pairs = keys.map((key) => known.get(key)!);
  return {
    totals: Int32Array.from(pairs, ([total]) => total),
    answers: Int32Array.from(pairs, ([, answer]) => answer),
    fallback,
    counted: fresh.length,
  };
}

/** What the tokenizer sees of an item: a row moved to another file keeps its key. */
function keyOf({ messages, answer }: Item): string {
  const hash = createHash("sha1");
  for (const { role, content } of messages) hash.update(`${role.length}:${role}${content.length}:${content}`);
  return hash.update(`=${answer}`).digest().toString("latin1", 0, 8);
}

type Known = Map<string, readonly [total: number, answer: number]>;

async function readCounts(file: string): Promise<Known> {
  const known: Known = new Map();
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isMissing(error)) return known;
    throw error;
  }
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    known.set(bytes.toString("latin1", at, at + 8), [bytes.readInt32LE(at + 8), bytes.readInt32LE(at + 12)]);
  }
  return known;
}

/** Two processes that write at once lose some of one's counts, which are then counted again. */
async function writeCounts(file: string, known: Known): Promise<void> {
  const kept = [...known].slice(-MOST_ROWS);
  const bytes = Buffer.alloc(kept.length * RECORD_BYTES);
  for (const [index, [key, [total, answer]]] of kept.entries()) {
    const at = index * RECORD_BYTES;
    bytes.write(key, at, "latin1");
    bytes.writeInt32LE(total, at + 8);
    bytes.writeInt32LE(answer, at + 12);
  }
  await replaceFile(file, bytes);
}
