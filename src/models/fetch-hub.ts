import { open, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "../protocol/problem.ts";
import type { HubSource } from "./catalogue.ts";
import type { FetchOptions } from "./fetch-options.ts";
import { modelScopeEndpoint } from "./modelscope.ts";

/** In a row that brought nothing. One that brought bytes starts the count anew. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A connection over which nothing comes for so long is given up and taken up again where it stopped. */
const STALL_MS = 30_000;

/** The hub's address: a mirror where the usual variable names one. */
export function hubEndpoint(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return (environment.HF_ENDPOINT || "https://huggingface.co").replace(/\/+$/, "");
}

export interface HubFile {
  path: string;
  /** What the hub says the file's sha256 is; null where it does not say. */
  sha256: string | null;
}

/**
 * Downloads one file of a hub's repository into `options.folder`. A connection that is cut or stalls goes on from the byte
 * where it stopped; 429 and 5xx are waited for. Throws `hub-failed` when that does not help.
 */
export async function fetchFromHub(source: HubSource, options: FetchOptions): Promise<HubFile> {
  const url = fileAddress(source);
  const target = path.join(options.folder, path.posix.basename(source.file));
  let expected: string | null = null;
  let reason = "";
  let have = 0;
  for (let fruitless = 1; fruitless <= TRIES; fruitless += 1) {
    const result = await continueDownload(url, target, options);
    if (result.state === "done") return { path: target, sha256: result.sha256 ?? expected };
    expected = result.sha256 ?? expected;
    reason = result.reason;
    if (result.state === "hopeless") break;
    const { size } = await stat(target);
    if (size > have) fruitless = 1;
    have = size;
    const wait = result.waitMs ?? FIRST_WAIT_MS * 2 ** (fruitless - 1);
    await sleep(Math.min(wait, LONGEST_WAIT_MS), undefined, { signal: options.signal });
  }
  throw new CodedError("hub-failed", { url, reason });
}

function fileAddress({ host, repository, revision, file }: HubSource): string {
  const base = host === "modelscope" ? `${modelScopeEndpoint()}/models` : hubEndpoint();
  return `${base}/${repository}/resolve/${revision}/${encodePath(file)}`;
}

type Outcome = { sha256: string | null } & (
  | { state: "done" }
  | { state: "again"; reason: string; waitMs: number | null }
  | { state: "hopeless"; reason: string }
);

async function continueDownload(url: string, target: string, options: FetchOptions): Promise<Outcome> {
  const file = await open(target, "a");
  try {
    const have = (await file.stat()).size;
    const stall = new AbortController();
    let timer = setTimeout(() => stall.abort(), STALL_MS);
    const signal = AbortSignal.any([options.signal, stall.signal]);
    try {
      const response = await fetch(url, { signal, headers: have > 0 ? { range: `bytes=${have}-` } : {} });
      const sha256 = hashOf(response);
      const total = totalOf(response, have);
      if (response.status === 416 && total === have) return { state: "done", sha256 };
      if (!response.ok || !response.body) return refusal(response, sha256);
      let done = response.status === 206 ? have : 0;
      if (done === 0) await file.truncate(0); // the server starts over
      for await (const chunk of response.body) {
        await file.writeFile(chunk);
        done += chunk.length;
        options.onProgress({ done, total });
        clearTimeout(timer);
        timer = setTimeout(() => stall.abort(), STALL_MS);
      }
      if (total !== null && done < total)
        return { state: "again", reason: `${done} of ${total} bytes`, waitMs: null, sha256 };
      return { state: "done", sha256 };
    } catch (error) {
      options.signal.throwIfAborted();
      return { state: "again", reason: describe(error), waitMs: null, sha256: null };
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await file.close();
  }
}

function refusal(response: Response, sha256: string | null): Outcome {
  const reason = `HTTP ${response.status}`;
  const passing = response.status === 408 || response.status === 429 || response.status >= 500;
  if (!passing) return { state: "hopeless", reason, sha256 };
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return { state: "again", reason, waitMs: Number.isFinite(seconds) ? seconds * 1000 : null, sha256 };
}

/** The hub names large files by their sha256, in an entity tag that survives its redirects. */
function hashOf(response: Response): string | null {
  const tag = response.headers.get("x-linked-etag") ?? response.headers.get("etag") ?? "";
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(tag)?.[1] ?? null;
}

function totalOf(response: Response, have: number): number | null {
  const range = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "");
  if (range) return Number(range[1]);
  const length = response.headers.get("content-length");
  if (length === null || !response.ok) return null;
  return Number(length) + (response.status === 206 ? have : 0);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}

function encodePath(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
