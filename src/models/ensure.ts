import { rm } from "node:fs/promises";
import path from "node:path";
import type { Params } from "../protocol/messages.ts";
import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { type ModelCache, modelCache } from "./cache.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { fetchEntry, quarantine } from "./fetch.ts";
import type { Progress } from "./fetch-options.ts";
import { fetchReference } from "./fetch-reference.ts";
import { findModel } from "./find.ts";
import { modelHash } from "./hash-notes.ts";
import { readModelFacts } from "./inspect.ts";

export interface EnsureOptions {
  /** What relative paths are relative to: the run file's folder. */
  folder: string;
  signal: AbortSignal;
  cache?: ModelCache;
  onProgress?: (progress: Progress & { source: string }) => void;
  /** What a person may want to know though it went on: a source that failed, a damaged file put aside. */
  onNotice?: (code: string, params: Params) => void;
}

export interface EnsuredModel {
  /** Absolute. */
  path: string;
  sha256: string;
  facts: ModelFacts;
}

/** A model that is on this machine when this returns: fetched where it has to be, and with the content it should have. */
export async function ensureModel(reference: string, options: EnsureOptions): Promise<EnsuredModel> {
  const cache = options.cache ?? modelCache();
  const { signal } = options;
  const found = await findModel(reference, { folder: options.folder, cache, signal }).catch(async (error) => {
    const unfetched = error instanceof CodedError && error.code === "model-not-fetched";
    if (!unfetched) throw error;
    await fetchReference(reference, { ...options, cache });
    return findModel(reference, { folder: options.folder, cache, signal });
  });
  if (found.entry) return ensureEntry(found.entry, found.path, { ...options, cache });
  const file = found.path ?? path.resolve(options.folder, reference);
  return { path: file, sha256: found.sha256, facts: found.facts ?? (await readModelFacts(file)) };
}

async function ensureEntry(
  entry: CatalogueEntry,
  here: string | null,
  options: EnsureOptions & { cache: ModelCache },
): Promise<EnsuredModel> {
  const { cache, signal, onNotice } = options;
  if (here) {
    const sha256 = await modelHash(here, { cache, signal });
    if (sha256 === entry.sha256) return { path: here, sha256, facts: await readModelFacts(here) };
    const aside = await quarantine(cache, here, sha256);
    await rm(path.dirname(here), { recursive: true, force: true });
    onNotice?.("model-quarantined", { source: here, id: entry.id, found: sha256, expected: entry.sha256, file: aside });
  }
  const file = await fetchEntry(entry, options);
  const sha256 = await modelHash(file, { cache, signal });
  return { path: file, sha256, facts: await readModelFacts(file) };
}
