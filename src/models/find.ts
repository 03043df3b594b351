import { stat } from "node:fs/promises";
import path from "node:path";
import { isMissing } from "../disk/files.ts";
import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { nearest } from "../spec/near.ts";
import { type ModelCache, modelCache } from "./cache.ts";
import { type CatalogueEntry, catalogue, downloadBytes } from "./catalogue.ts";
import { modelHash } from "./hash-notes.ts";
import { readModelFacts } from "./inspect.ts";
import { type ModelRecord, readRecords } from "./records.ts";

export interface FindOptions {
  /** What relative paths are relative to: the run file's folder. */
  folder: string;
  cache?: ModelCache;
  signal?: AbortSignal;
}

/** A model as a plan needs it. Nothing is downloaded to find it. */
export interface FoundModel {
  id: string;
  /** Absolute; null while it would have to be fetched. */
  path: string | null;
  sha256: string;
  size_bytes: number;
  facts: ModelFacts | null;
  download_bytes: number;
  entry: CatalogueEntry | null;
}

/**
 * Looks up what a run file writes as `model:`, a catalogue id, the id of an added model, a path or `hf:…`.
 * Throws `model-not-found` with near names, `model-not-fetched`, or what is wrong with the file.
 */
export async function findModel(reference: string, options: FindOptions): Promise<FoundModel> {
  const cache = options.cache ?? modelCache();
  const entry = catalogue.find(({ id }) => id === reference);
  if (entry) return ofEntry(entry, cache);
  const records = await readRecords(cache);
  const record = records.find((known) => known.id === reference || known.reference === reference);
  if (record) return ofFile(record.id, record.path, cache, options.signal);
  if (reference.startsWith("hf:")) throw new CodedError("model-not-fetched", { ref: reference });
  const file = path.resolve(options.folder, reference);
  if (await isThere(file)) return ofFile(reference, file, cache, options.signal);
  throw notFound(reference, records);
}

export function notFound(reference: string, records: readonly ModelRecord[]): CodedError {
  const ids = [...catalogue, ...records].map(({ id }) => id);
  const near = nearest(reference, ids);
  return new CodedError("model-not-found", { ref: reference, ...(near.length > 0 && { near: near.join(", ") }) });
}

/** Whether an entry's file is in the cache, whole by its size. Its hash is checked by whoever uses it. */
export async function isFetched(entry: CatalogueEntry, cache: ModelCache): Promise<boolean> {
  const file = cache.fetchedFile(entry.sha256, entry.file);
  return (await sizeOf(file)) === entry.size_bytes;
}

async function ofEntry(entry: CatalogueEntry, cache: ModelCache): Promise<FoundModel> {
  const file = cache.fetchedFile(entry.sha256, entry.file);
  const here = await isFetched(entry, cache);
  return {
    id: entry.id,
    path: here ? file : null,
    sha256: entry.sha256,
    size_bytes: entry.size_bytes,
    facts: { ...entry.facts, path: file },
    download_bytes: here ? 0 : downloadBytes(entry),
    entry,
  };
}

async function ofFile(id: string, file: string, cache: ModelCache, signal?: AbortSignal): Promise<FoundModel> {
  const facts = await readModelFacts(file);
  const sha256 = await modelHash(file, { cache, ...(signal && { signal }) });
  return { id, path: file, sha256, size_bytes: facts.size_bytes, facts, download_bytes: 0, entry: null };
}

async function isThere(file: string): Promise<boolean> {
  return (await sizeOf(file)) !== null;
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
