import path from "node:path";
import { exists, makeFolder, replaceFile } from "../disk/files.ts";

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

/** Makes the store's folders, and keeps them out of Git: releases are the only part that belongs there. */
export async function createStore(workspace: Workspace): Promise<void> {
  for (const folder of ["runs", "artifacts", "work", "data"]) {
    await makeFolder(path.join(workspace.store, folder));
  }
  const ignore = path.join(workspace.store, ".gitignore");
  if (!(await exists(ignore))) await replaceFile(ignore, "*\n!.gitignore\n!releases.jsonl\n");
}
