import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

/** There is nothing, or nothing that we may read: other programs' folders owe us nothing. */
export function isUnreadable(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP"].includes(code ?? "");
}

/** What a folder holds, by name; nothing where there is none or it may not be read. */
export async function listing(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isUnreadable(error)) return [];
    throw error;
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A file's true place and size, through links; null for a link to nothing, as caches have them that were tidied by hand. */
export async function placeOf(file: string): Promise<{ path: string; size_bytes: number } | null> {
  try {
    const [place, facts] = await Promise.all([realpath(file), stat(file)]);
    return { path: place, size_bytes: facts.isDirectory() ? await folderBytes(place) : facts.size };
  } catch (error) {
    if (isUnreadable(error)) return null;
    throw error;
  }
}

async function folderBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const { name } of await listing(folder)) {
    if (!name.endsWith(".safetensors")) continue;
    const file = await placeOf(path.join(folder, name));
    sum += file?.size_bytes ?? 0;
  }
  return sum;
}
