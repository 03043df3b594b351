import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Virus scanners and indexers hold files for a moment on Windows; write-file-atomic and VS Code retry for the same reason. */
const RENAME_TRIES = 12;
const TRANSIENT = new Set(["EPERM", "EBUSY", "EACCES", "ENOTEMPTY"]);

/** Renames, retrying for about two seconds where another program holds the file. */
export async function renameRetrying(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const transient = TRANSIENT.has((error as NodeJS.ErrnoException).code ?? "");
      if (!transient || attempt === RENAME_TRIES || process.platform !== "win32") throw error;
      await sleep(attempt * 25);
    }
  }
}

/** Writes a whole file so that a reader, or a crash, sees the old content or the new one and nothing between. */
export async function writeWhole(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2, 8)}.tmp`;
  const handle = await open(temporary, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await renameRetrying(temporary, file).catch(async (error) => {
    await rm(temporary, { force: true });
    throw error;
  });
}

export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

export function sha256OfText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
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

/** ENOENT, or a parent that is not a folder: there is nothing of that name. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === "ENOENT" || code === "ENOTDIR";
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
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
