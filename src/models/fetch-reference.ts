import { rm, stat } from "node:fs/promises";
import { z } from "zod";
import { hashFile, isMissing } from "../disk/files.ts";
import type { KnownModel } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { type ModelCache, temporaryFolder } from "./cache.ts";
import { type HubSource, sourceName } from "./catalogue.ts";
import { type FetchEntryOptions, quarantine, settle } from "./fetch.ts";
import { fetchFromHub, hubEndpoint } from "./fetch-hub.ts";
import { addModel } from "./known.ts";

/** No part of it may begin with a dot: it becomes part of an address. */
const pattern = /^hf:(\w[\w.-]*\/\w[\w.-]*)(?:@(\w[\w.-]*))?(?:\/(\w[^/]*(?:\/\w[^/]*)*))?$/;
const DEFAULT_REVISION = "main";
/** The hub lists a repository's files in one answer; this is far more than any has. */
const LONGEST_LIST = 16 * 1024 * 1024;

const listSchema = z.object({ sha: z.string(), siblings: z.array(z.object({ rfilename: z.string() })) });

/**
 * Fetches what `hf:org/name@revision[/file.gguf]` means and makes it known, under an id of its own and under the reference.
 * Without a file the repository must hold exactly one GGUF file. Throws a `CodedError` that says what else to write.
 */
export async function fetchReference(reference: string, options: FetchEntryOptions): Promise<KnownModel> {
  const { cache, signal } = options;
  const source = await resolveReference(reference, signal);
  const name = sourceName(source);
  const folder = await temporaryFolder(cache);
  try {
    const onProgress: FetchEntryOptions["onProgress"] = options.onProgress;
    const fetched = await fetchFromHub(source, {
      folder,
      signal,
      onProgress: (progress) => onProgress?.({ ...progress, source: name }),
    });
    const found = await hashFile(fetched.path, { signal });
    if (fetched.sha256 !== null && fetched.sha256 !== found) {
      const file = await quarantine(cache, fetched.path, found);
      throw new CodedError("model-quarantined", { source: name, id: reference, found, expected: fetched.sha256, file });
    }
    const target = await place(fetched.path, found, source, cache);
    return await addModel(target, { cache, signal, reference });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function place(file: string, sha256: string, source: HubSource, cache: ModelCache): Promise<string> {
  const target = cache.fetchedFile(sha256, source.file.split("/").at(-1) ?? "model.gguf");
  return settle(file, target, async () => {
    const there = await stat(target).catch((error) => {
      if (isMissing(error)) return null;
      throw error;
    });
    return there !== null && there.size === (await stat(file)).size;
  });
}

async function resolveReference(reference: string, signal: AbortSignal): Promise<HubSource> {
  const [, repository, revision = DEFAULT_REVISION, file] = pattern.exec(reference) ?? [];
  if (!repository) throw new CodedError("model-reference-invalid", { ref: reference });
  if (file) return { kind: "hub", repository, revision, file };
  const list = await listFiles(repository, revision, signal);
  const files = list.siblings.map(({ rfilename }) => rfilename).filter((name) => name.toLowerCase().endsWith(".gguf"));
  const [only, ...others] = files;
  if (!only) throw new CodedError("hub-no-gguf", { ref: reference });
  if (others.length > 0) throw new CodedError("hub-choose", { ref: reference, files: files.slice(0, 20).join(", ") });
  return { kind: "hub", repository, revision: list.sha, file: only };
}

async function listFiles(repository: string, revision: string, signal: AbortSignal) {
  const url = `${hubEndpoint()}/api/models/${repository}/revision/${revision}`;
  const failed = (reason: string, cause?: unknown) => new CodedError("hub-failed", { url, reason }, { cause });
  const response = await fetch(url, { signal }).catch((error) => {
    signal.throwIfAborted();
    throw failed(error instanceof Error ? error.message : String(error), error);
  });
  if (!response.ok) throw failed(`HTTP ${response.status}`);
  if (Number(response.headers.get("content-length") ?? 0) > LONGEST_LIST) throw failed("a list without end");
  const parsed = listSchema.safeParse(
    await response.json().catch((error) => {
      throw failed("no JSON", error);
    }),
  );
  if (!parsed.success) throw failed("an answer of another shape");
  return parsed.data;
}
