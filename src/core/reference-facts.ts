import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { columnsOf } from "../data/columns.ts";
import { dataExtensions } from "../data/read-rows.ts";
import { listModels } from "../models/known.ts";
import type { ReferenceFacts } from "../plan/references.ts";

/** Enough to find a file that was misnamed; a folder with more is not searched for typing mistakes. */
const mostFiles = 2000;
const deepest = 3;

/** What a run file's references can be held against: the files around it and the models of this machine. Reads, never runs. */
export function referenceFacts(folder: string): ReferenceFacts {
  const inFolder = (name: string) => path.resolve(folder, name);
  return {
    exists: async (name) => {
      if (isRemote(name)) return null;
      return await existsAt(inFolder(name));
    },
    columns: async (name) => {
      if (isRemote(name)) return null;
      const file = inFolder(name);
      // Opening a pipe would wait for somebody to write into it.
      const isFile = await stat(file).then(
        (facts) => facts.isFile(),
        () => false,
      );
      return isFile ? columnsOf(file) : null;
    },
    files: async (kind) => {
      const found = await filesUnder(folder);
      return found.filter((name) => isOf(kind, path.extname(name).toLowerCase()));
    },
    models: async () => (await listModels()).map(({ id }) => id),
  };
}

/** A share of another machine: merely looking for it would send it the user's name. */
function isRemote(name: string): boolean {
  return /^[\\/]{2}/.test(name);
}

async function existsAt(file: string): Promise<boolean | null> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What may not be looked at is not known to be missing.
    return code === "ENOENT" || code === "ENOTDIR" ? false : null;
  }
}

function isOf(kind: "data" | "schema" | "model", extension: string): boolean {
  if (kind === "schema") return extension === ".json";
  if (kind === "model") return extension === ".gguf";
  return dataExtensions.includes(extension);
}

/** Names relative to the folder, with `/` on every system, the nearest folders first. */
async function filesUnder(folder: string): Promise<string[]> {
  const found: string[] = [];
  let level = [""];
  for (let depth = 0; depth < deepest && level.length > 0 && found.length < mostFiles; depth++) {
    const deeper: string[] = [];
    for (const inside of level) {
      for (const entry of await entriesOf(path.join(folder, inside))) {
        const name = inside === "" ? entry.name : `${inside}/${entry.name}`;
        if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) deeper.push(name);
        else if (entry.isFile()) found.push(name);
      }
    }
    level = deeper.slice(0, 200);
  }
  return found.slice(0, mostFiles);
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that can't be listed offers nothing; that a file in it is missing is said by `exists`.
    return [];
  }
}
