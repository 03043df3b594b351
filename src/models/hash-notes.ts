import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { hashFile, hashText, isMissing, replaceFile } from "../disk/files.ts";
import { fileError } from "./byte-source.ts";
import type { ModelCache } from "./cache.ts";
import { shardFiles } from "./gguf-shards.ts";
import { weightFiles } from "./safetensors.ts";

const noteSchema = z.object({
  path: z.string(),
  size: z.number(),
  mtime: z.number(),
  ctime: z.number(),
  sha256: z.string(),
});

export interface HashOptions {
  cache: ModelCache;
  signal?: AbortSignal;
  /** Bytes so far, while a file is read that no note is about. */
  onProgress?: (bytes: number) => void;
}

/**
 * The sha256 of a file, remembered by path, size and times of change: hashing some gigabytes before every plan would
 * take longer than the plan.
 */
export async function rememberedHash(file: string, options: HashOptions): Promise<string> {
  const before = await stampOf(file);
  const noteFile = options.cache.hashNote(before.path);
  const note = await readNote(noteFile);
  if (note && note.path === before.path && sameStamp(note, before)) return note.sha256;
  const sha256 = await hashFile(before.path, options);
  // A file that changes while it is read has no hash worth remembering.
  if (sameStamp(before, await stampOf(file))) await replaceFile(noteFile, JSON.stringify({ ...before, sha256 }));
  return sha256;
}

/** The identity of a model: the hash of its file, or, where it has several, the hash of the list of their hashes. */
export async function modelHash(model: string, options: HashOptions): Promise<string> {
  const files = await modelFiles(model);
  if (files.length === 1) return rememberedHash(files[0]!, options);
  const lines: string[] = [];
  for (const file of files) lines.push(`${await rememberedHash(file, options)}  ${path.basename(file)}\n`);
  return hashText(lines.join(""));
}

export async function modelFiles(model: string): Promise<string[]> {
  const facts = await stat(model).catch((error) => {
    throw fileError(model, error);
  });
  return facts.isDirectory() ? weightFiles(model) : shardFiles(model);
}

async function stampOf(file: string) {
  const { size, mtimeMs, ctimeMs } = await stat(file).catch((error) => {
    throw fileError(file, error);
  });
  return { path: path.resolve(file), size, mtime: mtimeMs, ctime: ctimeMs };
}

type Stamp = Awaited<ReturnType<typeof stampOf>>;

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.mtime === b.mtime && a.ctime === b.ctime;
}

/** A note that is gone or damaged costs one more reading of the file. */
async function readNote(file: string): Promise<z.infer<typeof noteSchema> | null> {
  try {
    return noteSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data ?? null;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}
