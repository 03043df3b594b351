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
import { modelScopeList, modelScopeListSchema, modelScopeRevision, usesModelScope } from "./modelscope.ts";

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
    const expected = source.sha256 ?? fetched.sha256;
    if (expected !== null && expected !== found) {
      const file = await quarantine(cache, fetched.path, found);
      throw new CodedError("model-quarantined", { source: name, id: reference, found, expected, file });
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

/** Where a reference's file is, and its hash where the hub's list has it. */
async function resolveReference(
  reference: string,
  signal: AbortSignal,
): Promise<HubSource & { sha256: string | null }> {
  const [, repository, revision = DEFAULT_REVISION, named] = pattern.exec(reference) ?? [];
  if (!repository) throw new CodedError("model-reference-invalid", { ref: reference });
  const modelscope = usesModelScope();
  if (named && !modelscope) return { kind: "hub", repository, revision, file: named, sha256: null };
  const list = await (modelscope ? listOfModelScope : listFiles)(repository, revision, signal);
  const file = named ?? onlyGguf(reference, [...list.files.keys()]);
  const host = modelscope ? ({ host: "modelscope" } as const) : {};
  return { kind: "hub", ...host, repository, revision: list.revision, file, sha256: list.files.get(file) ?? null };
}

function onlyGguf(reference: string, names: readonly string[]): string {
  const files = names.filter((name) => name.toLowerCase().endsWith(".gguf"));
  const [only, ...others] = files;
  if (!only) throw new CodedError("hub-no-gguf", { ref: reference });
  if (others.length > 0) throw new CodedError("hub-choose", { ref: reference, files: files.slice(0, 20).join(", ") });
  return only;
}

interface FileList {
  /** A commit where the hub tells one. */
  revision: string;
  /** Names with their sha256, null where the list has none. */
  files: Map<string, string | null>;
}

async function listFiles(repository: string, revision: string, signal: AbortSignal): Promise<FileList> {
  const url = `${hubEndpoint()}/api/models/${repository}/revision/${revision}`;
  const { sha, siblings } = await askList(url, listSchema, signal);
  return { revision: sha, files: new Map(siblings.map(({ rfilename }) => [rfilename, null])) };
}

async function listOfModelScope(repository: string, revision: string, signal: AbortSignal): Promise<FileList> {
  const { Data } = await askList(modelScopeList(repository, revision), modelScopeListSchema, signal);
  const files = Data.Files.filter(({ Type }) => Type !== "tree").map(({ Path, Sha256 }) => {
    const hash = Sha256?.toLowerCase() ?? "";
    return [Path, /^[0-9a-f]{64}$/.test(hash) ? hash : null] as const;
  });
  return { revision: modelScopeRevision(revision), files: new Map(files) };
}

async function askList<T>(url: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const failed = (reason: string, cause?: unknown) => new CodedError("hub-failed", { url, reason }, { cause });
  const response = await fetch(url, { signal }).catch((error) => {
    signal.throwIfAborted();
    throw failed(error instanceof Error ? error.message : String(error), error);
  });
  if (!response.ok) throw failed(`HTTP ${response.status}`);
  if (Number(response.headers.get("content-length") ?? 0) > LONGEST_LIST) throw failed("a list without end");
  const parsed = schema.safeParse(
    await response.json().catch((error) => {
      throw failed("no JSON", error);
    }),
  );
  if (!parsed.success) throw failed("an answer of another shape");
  return parsed.data;
}
