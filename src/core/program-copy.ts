import { copyFile, link, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { exists, hashFile, isMissing, makeFolder, makeTemporaryFolder, moveFile, remove } from "../disk/files.ts";
import { listQueue } from "../runs/queue.ts";
import { deviceQueue } from "./device-queue.ts";
import { VERSION } from "./runtime.ts";

export interface Program {
  /** The command line's entry. */
  script: string;
  execPath: string;
  /** The folder that it was copied to; null: it runs where it lies. */
  copy: string | null;
}

/**
 * The program that a detached run is to execute. An update or uninstalling removes an extension's folder, and a run may
 * take longer than that is away: so an editor passes a folder of its storage, and the program is linked (else copied)
 * there, once for each build. Links cost no room and outlive the folder they were made from.
 */
export async function programAt(copies: string | undefined): Promise<Program> {
  const script = entry();
  if (copies === undefined || script.endsWith(".ts")) return { script, execPath: process.execPath, copy: null };
  const build = (await hashFile(script)).slice(0, 12);
  const copy = path.join(copies, `${VERSION}-${build}`);
  if (path.dirname(path.dirname(script)) !== copy && !(await exists(path.join(copy, "package.json")))) {
    await makeCopy(path.dirname(path.dirname(script)), copy);
  }
  await removeUnused(copies, copy);
  return { script: path.join(copy, "dist", path.basename(script)), execPath: await runtimeIn(copy), copy };
}

/** Of this very program: its bundle, or, run from source, the source. */
function entry(): string {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith(".ts") ? path.join(path.dirname(here), "..", "cli", "main.ts") : here;
}

/** Whole or not at all, by a rename; if somebody else was first, theirs is as good. */
async function makeCopy(from: string, to: string): Promise<void> {
  const temporary = await makeTemporaryFolder(`${to}.tmp-`);
  try {
    for (const name of ["cli.mjs", "native.mjs"]) {
      await linkOrCopy(path.join(from, "dist", name), path.join(temporary, "dist", name));
    }
    await linkTree(path.join(from, "node_modules"), path.join(temporary, "node_modules"));
    // A plain Node is one file; an Electron needs the folder around it, and stays where it is.
    if (!process.versions.electron) await linkOrCopy(process.execPath, path.join(temporary, runtimeName));
    await linkOrCopy(path.join(from, "package.json"), path.join(temporary, "package.json"));
    await moveFile(temporary, to).catch(async (error) => {
      if (!(await exists(path.join(to, "package.json")))) throw error;
    });
  } finally {
    await remove(temporary);
  }
}

const runtimeName = process.platform === "win32" ? "node.exe" : "node";

async function runtimeIn(copy: string): Promise<string> {
  const own = path.join(copy, runtimeName);
  return !process.versions.electron && (await exists(own)) ? own : process.execPath;
}

async function linkTree(from: string, to: string): Promise<void> {
  let entries: Awaited<ReturnType<typeof entriesOf>>;
  try {
    entries = await entriesOf(from);
  } catch (error) {
    if (isMissing(error)) return; // the extension for all systems comes without native packages
    throw error;
  }
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    await linkOrCopy(file, path.join(to, path.relative(from, file)));
  }
}

const entriesOf = (folder: string) => readdir(folder, { recursive: true, withFileTypes: true });

/** Another file system, or one without links, gets a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await makeFolder(path.dirname(to));
  try {
    await link(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["EXDEV", "EPERM", "EMLINK", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(code)) throw error;
    await copyFile(from, to);
  }
}

/** Copies of other builds that no live run executes. */
async function removeUnused(copies: string, current: string): Promise<void> {
  const used = new Set((await listQueue(deviceQueue())).map(({ runtime }) => runtime));
  for (const name of await readdir(copies)) {
    const copy = path.join(copies, name);
    if (copy !== current && !used.has(copy) && !name.includes(".tmp-")) await remove(copy);
  }
}
