import { realpath, rm } from "node:fs/promises";
import path from "node:path";
import type { KnownModel } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { fileError } from "./byte-source.ts";
import { type ModelCache, modelCache } from "./cache.ts";
import { catalogue } from "./catalogue.ts";
import { isFetched, notFound } from "./find.ts";
import { modelFiles, modelHash } from "./hash-notes.ts";
import { readModelFacts } from "./inspect.ts";
import { memoryFit } from "./memory-fit.ts";
import { type ModelRecord, readRecords, removeRecord, writeRecord } from "./records.ts";

export interface KnownOptions {
  cache?: ModelCache;
  signal?: AbortSignal;
}

/** Every model that can be named without a path: the catalogue, then what was added, by id. */
export async function listModels(
  options: KnownOptions & { onDamaged?: (error: CodedError) => void; memory_bytes?: number } = {},
): Promise<KnownModel[]> {
  const cache = options.cache ?? modelCache();
  const known: KnownModel[] = [];
  for (const entry of catalogue) {
    known.push({
      id: entry.id,
      title: entry.title,
      origin: "catalogue",
      path: (await isFetched(entry, cache)) ? cache.fetchedFile(entry.sha256, entry.file) : null,
      size_bytes: entry.size_bytes,
      sha256: entry.sha256,
      license: entry.license,
      parameters: entry.facts.parameters,
      quantization: entry.facts.quantization,
      ...memoryFit(entry.facts, options.memory_bytes),
    });
  }
  const records = await readRecords(cache, options.onDamaged);
  const added = records.map((record) => ({ ...knownOf(record), ...memoryFit(record.facts, options.memory_bytes) }));
  return [...known, ...added];
}

function knownOf({ id, title, path: file, sha256, facts }: ModelRecord): KnownModel {
  const { size_bytes, license, parameters, quantization } = facts;
  return { id, title, origin: "added", path: file, size_bytes, sha256, license, parameters, quantization };
}

/**
 * Makes a model file or folder known by an id, where it lies: nothing is copied. Added again, it keeps its id.
 * Throws what is wrong with the file, or `model-already-known` where the id means another one.
 */
export async function addModel(
  file: string,
  options: KnownOptions & { id?: string; reference?: string } = {},
): Promise<KnownModel> {
  const cache = options.cache ?? modelCache();
  // The id becomes a file's name in the cache.
  if (options.id !== undefined && !idPattern.test(options.id))
    throw new CodedError("model-id-invalid", { id: options.id });
  const place = await realpath(file).catch((error) => {
    throw fileError(file, error);
  });
  const facts = await readModelFacts(place);
  const sha256 = await modelHash(place, { cache, ...(options.signal && { signal: options.signal }) });
  const records = await readRecords(cache);
  const before = options.id === undefined ? records.find((record) => record.path === place) : undefined;
  const id = options.id ?? before?.id ?? idOf(place);
  const taken = records.find((record) => record.id === id && record.path !== place)?.path;
  const inCatalogue = catalogue.find((entry) => entry.id === id)?.title;
  if (taken ?? inCatalogue) throw new CodedError("model-already-known", { id, path: taken ?? inCatalogue ?? "" });
  const record: ModelRecord = {
    version: 1,
    id,
    title: facts.name ?? path.basename(place),
    path: place,
    sha256,
    reference: options.reference ?? null,
    added_at: new Date().toISOString(),
    facts,
  };
  await writeRecord(cache, record);
  return knownOf(record);
}

const idPattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

/** `SmolLM2-135M-Instruct.Q4_1.gguf` → `smollm2-135m-instruct.q4_1`. */
function idOf(file: string): string {
  const stem = path.basename(file).replace(/\.(gguf|safetensors)$/i, "");
  const id = stem
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[._-]+|[._-]+$/g, "");
  return idPattern.test(id) ? id : "model";
}

/**
 * Forgets an added model, and deletes a file that the cache itself holds. A person's own file is never deleted.
 * Returns the bytes that this freed.
 */
export async function removeModel(
  id: string,
  options: KnownOptions = {},
): Promise<{ id: string; freed_bytes: number }> {
  const cache = options.cache ?? modelCache();
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry) {
    const here = await isFetched(entry, cache);
    await rm(path.dirname(cache.fetchedFile(entry.sha256, entry.file)), { recursive: true, force: true });
    return { id, freed_bytes: here ? entry.size_bytes : 0 };
  }
  const records = await readRecords(cache);
  const record = records.find((candidate) => candidate.id === id);
  if (!record) throw notFound(id, records);
  await removeRecord(cache, id);
  const own = path.relative(cache.root, record.path);
  const isOurs = record.reference !== null && !own.startsWith("..") && !path.isAbsolute(own);
  if (!isOurs) return { id, freed_bytes: 0 };
  await rm(path.dirname(record.path), { recursive: true, force: true });
  return { id, freed_bytes: record.facts.size_bytes };
}

export interface Verification {
  id: string;
  ok: boolean;
  path: string;
  sha256: string;
  expected: string;
}

/** Reads every byte of a known model again and compares. Throws `model-not-fetched` where there is nothing to read. */
export async function verifyModel(id: string, options: KnownOptions = {}): Promise<Verification> {
  const cache = options.cache ?? modelCache();
  const known = (await listModels({ cache })).find((model) => model.id === id);
  if (!known) throw notFound(id, await readRecords(cache));
  if (known.path === null) throw new CodedError("model-not-fetched", { ref: id });
  for (const file of await modelFiles(known.path)) await rm(cache.hashNote(path.resolve(file)), { force: true });
  const sha256 = await modelHash(known.path, { cache, ...(options.signal && { signal: options.signal }) });
  const expected = known.sha256 ?? sha256;
  return { id, ok: sha256 === expected, path: known.path, sha256, expected };
}
