import { access, constants } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { exists, makeFolder, readTextIfThere, replaceFile } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";

/** Where a workspace keeps its runs. Nothing else in the program builds these paths. */
export interface Workspace {
  /** The folder that people see as theirs. */
  root: string;
  store: string;
  runFolder(run: string): string;
  artifactFolder(key: string): string;
  /** What an unfinished stage left to go on from. */
  workFolder(key: string): string;
  dataFile(sha256: string): string;
  /** A folder that stands for a lock: `takeLock`. */
  lockFolder(name: string): string;
}

export function workspaceAt(root: string): Workspace {
  const store = path.join(root, ".deepextension");
  return {
    root,
    store,
    runFolder: (run) => path.join(store, "runs", run),
    artifactFolder: (key) => path.join(store, "artifacts", key),
    workFolder: (key) => path.join(store, "work", key),
    dataFile: (sha256) => path.join(store, "data", `${sha256}.jsonl`),
    lockFolder: (name) => path.join(store, "locks", name),
  };
}

/** The run file's folder upward to the nearest `.deepextension` or Git root; its own folder where there is neither. */
export async function findWorkspace(file: string): Promise<Workspace> {
  const start = path.dirname(path.resolve(file));
  for (let folder = start; ; folder = path.dirname(folder)) {
    if ((await exists(path.join(folder, ".deepextension"))) || (await exists(path.join(folder, ".git")))) {
      return workspaceAt(folder);
    }
    if (folder === path.dirname(folder)) return workspaceAt(start);
  }
}

/** Raised when a store is laid out so that an older program would damage it. */
const STORE_VERSION = 1;
const storeSchema = z.object({ version: z.int() });

/** Throws `store-newer` where a newer program wrote the store: it may be read, and nothing in it changed. */
async function refuseNewerStore({ store }: Workspace): Promise<void> {
  const text = await readTextIfThere(path.join(store, "store.json"));
  if (text === null) return;
  const { version } = storeSchema.parse(JSON.parse(text));
  if (version > STORE_VERSION) throw new CodedError("store-newer", { folder: store, version, known: STORE_VERSION });
}

/** Makes the store's folders, and keeps them out of Git: releases are the only part that belongs there. Throws `store-newer` and `store-read-only`. */
export async function createStore(workspace: Workspace): Promise<void> {
  await refuseNewerStore(workspace);
  try {
    await makeStore(workspace);
    await refuseReadOnly(workspace);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["EROFS", "EACCES", "EPERM"].includes(code)) throw error;
    throw new CodedError("store-read-only", { folder: workspace.store, reason: code }, { cause: error });
  }
}

/** A store that is there already is only read up to here: better to say it now than when the run has begun. */
function refuseReadOnly({ store }: Workspace): Promise<void> {
  return access(store, constants.W_OK);
}

async function makeStore(workspace: Workspace): Promise<void> {
  for (const folder of ["runs", "artifacts", "work", "data"]) {
    await makeFolder(path.join(workspace.store, folder));
  }
  const ignore = path.join(workspace.store, ".gitignore");
  if (!(await exists(ignore))) await replaceFile(ignore, "*\n!.gitignore\n!releases.jsonl\n");
  const version = path.join(workspace.store, "store.json");
  if (!(await exists(version))) await replaceFile(version, `${JSON.stringify({ version: STORE_VERSION })}\n`);
}
