import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { hashText, isMissing } from "../disk/files.ts";

/** The user's cache of models, shared by workspaces and by processes that run at once. Deleting it loses only time. */
export interface ModelCache {
  root: string;
  /** Where a fetched file lies: one folder for each content, so that a name can't mean two things. */
  fetchedFile(sha256: string, name: string): string;
  /** Notes of models that were added, one file each: two processes never write the same list. */
  records: string;
  recordFile(id: string): string;
  /** The remembered hash of a file elsewhere. */
  hashNote(file: string): string;
  /** Files that came with the wrong content. */
  quarantine: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `DEEPEXTENSION_CACHE`, else the system's folder for caches. */
export function modelCache(environment: Environment = process.env): ModelCache {
  const root = path.resolve(environment.DEEPEXTENSION_CACHE || systemCache(environment));
  const records = path.join(root, "known");
  return {
    root,
    fetchedFile: (sha256, name) => path.join(root, "models", sha256, name),
    records,
    recordFile: (id) => path.join(records, `${id}.json`),
    hashNote: (file) => path.join(root, "hashes", `${hashText(file).slice(0, 32)}.json`),
    quarantine: path.join(root, "quarantine"),
  };
}

function systemCache(environment: Environment): string {
  const home = os.homedir();
  if (process.platform === "darwin") return path.join(home, "Library", "Caches", "deepextension");
  if (process.platform === "win32") {
    return path.join(environment.LOCALAPPDATA || path.join(home, "AppData", "Local"), "deepextension", "Cache");
  }
  return path.join(environment.XDG_CACHE_HOME || path.join(home, ".cache"), "deepextension");
}

/** Folders of downloads that died. Younger ones may belong to a download that goes on. */
const OLD_MS = 24 * 3600 * 1000;

/** A new empty folder on the cache's own file system, so that a finished file is moved in by one rename. */
export async function temporaryFolder(cache: ModelCache): Promise<string> {
  const parent = path.join(cache.root, "tmp");
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);
    const age = await stat(folder).then(
      (facts) => Date.now() - facts.mtimeMs,
      (error) => {
        if (isMissing(error)) return 0; // its owner has just finished with it
        throw error;
      },
    );
    if (age > OLD_MS) await rm(folder, { recursive: true, force: true });
  }
  return mkdtemp(path.join(parent, "fetch-"));
}
