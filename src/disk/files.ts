import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, mkdtemp, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { announce, isWatched } from "./operation.ts";

/** A file's sha256. `onProgress` gets the bytes so far. */
export async function hashFile(
  file: string,
  options: { signal?: AbortSignal; onProgress?: (bytes: number) => void } = {},
): Promise<string> {
  const hash = createHash("sha256");
  const stream = createReadStream(file, { highWaterMark: 1 << 20, ...(options.signal && { signal: options.signal }) });
  let done = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    done += chunk.length;
    options.onProgress?.(done);
  }
  return hash.digest("hex");
}

export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Replaces a small file so that every reader, and a crash, sees the old content or the new one and nothing between. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await makeFolder(path.dirname(file));
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2, 8)}.tmp`;
  try {
    announce("create", temporary);
    const handle = await open(temporary, "w");
    try {
      await writeAll(handle, temporary, Buffer.from(content));
      announce("sync", temporary);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await moveFile(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes at the end of an open file. `from`: bytes of `content` that an earlier call wrote before the disk refused.
 * Returns nothing; `onWritten` is told how far it came, so that the rest can follow when there is room again.
 */
export async function writeAll(
  handle: FileHandle,
  file: string,
  content: Uint8Array,
  { from = 0, onWritten }: { from?: number; onWritten?: (bytes: number) => void } = {},
): Promise<void> {
  for (let done = from; done < content.length; ) {
    announce("write", file);
    const rest = content.length - done;
    const piece = isWatched() && rest > 1 && done === 0 ? rest >> 1 : rest;
    const { bytesWritten } = await handle.write(content, done, piece);
    done += bytesWritten;
    onWritten?.(done);
  }
}

export async function makeFolder(folder: string): Promise<void> {
  announce("folder", folder);
  await mkdir(folder, { recursive: true });
}

/** A new empty folder whose name begins with `prefix`. */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  await makeFolder(path.dirname(prefix));
  announce("folder", prefix);
  return mkdtemp(prefix);
}

/** Removes a file or a folder with all that is in it. What is not there is removed already. */
export async function remove(file: string): Promise<void> {
  announce("remove", file);
  await rm(file, { recursive: true, force: true });
}

/** Removes a folder if nothing is in it any more. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  announce("remove", folder);
  try {
    await rmdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM", "EBUSY"].includes(code)) throw error;
  }
}

/** Somebody else holds the file for a moment: virus scanners and indexers on Windows, file servers anywhere. */
const HELD = new Set(process.platform === "win32" ? ["EPERM", "EBUSY", "EACCES", "ENOTEMPTY"] : ["EPERM", "EBUSY"]);
const TRIES = 12;

/** Renames, retrying for about two seconds where another program holds the file; then throws, with both files as they were. */
export async function moveFile(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      announce("rename", to);
      return await rename(from, to);
    } catch (error) {
      const held = HELD.has((error as NodeJS.ErrnoException).code ?? "");
      if (!held || attempt === TRIES) throw error;
      await sleep(attempt * 25);
    }
  }
}

/** ENOENT, or a parent that is no folder: there is nothing of that name. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** No room on the disk, or no more of it for this person. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ENOSPC" || code === "EDQUOT";
}

export async function exists(file: string): Promise<boolean> {
  return (await sizeOf(file)) !== null;
}

/** Bytes of a file, null where there is none. Other failures are thrown. */
export async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A file's text, null where there is none. Other failures are thrown. */
export async function readTextIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Names of what is in a folder, sorted; empty where there is no such folder. Other failures are thrown. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Relative paths of all files under a folder, `/` between their parts, sorted. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/** Makes a rename durable: on POSIX the folder's own entry list has to reach the disk too. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  announce("sync", folder);
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function syncFile(file: string): Promise<void> {
  announce("sync", file);
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
