import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import {
  filesUnder,
  hashFile,
  isMissing,
  makeTemporaryFolder,
  moveFile,
  namesIn,
  remove,
  replaceFile,
  syncFile,
  syncFolder,
} from "../disk/files.ts";
import { type Manifest, manifestSchema } from "../protocol/artifact.ts";
import { identify, isAlive } from "./process-identity.ts";
import type { Workspace } from "./workspace.ts";

const MANIFEST = "manifest.json";

export interface FoundArtifact {
  manifest: Manifest;
  folder: string;
}

/**
 * The finished artifact of a key, or null. What is damaged (a missing file, another size, an unreadable manifest) is
 * moved aside, named by `damaged`, so that the stage is done again and nothing is lost to look at.
 */
export async function findArtifact(
  workspace: Workspace,
  key: string,
  onDamaged: (folder: string, reason: string) => void = () => {},
): Promise<FoundArtifact | null> {
  const folder = workspace.artifactFolder(key);
  let text: string;
  try {
    text = await readFile(path.join(folder, MANIFEST), "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  const reason = await damageOf(folder, key, text);
  if (typeof reason !== "string") return { manifest: reason, folder };
  const aside = `${folder}.damaged-${Date.now()}`;
  await moveFile(folder, aside);
  onDamaged(aside, reason);
  return null;
}

/** The manifest when all is well, else what is wrong. Sizes are compared; hashes are what `verifyArtifact` is for. */
async function damageOf(folder: string, key: string, text: string): Promise<Manifest | string> {
  let parsed: ReturnType<typeof manifestSchema.safeParse>;
  try {
    parsed = manifestSchema.safeParse(JSON.parse(text));
  } catch {
    return "manifest.json is not JSON"; // JSON.parse throws nothing else
  }
  if (!parsed.success) return "manifest.json has another shape";
  if (parsed.data.key !== key) return `manifest.json is of ${parsed.data.key}`;
  for (const file of parsed.data.files) {
    const bytes = await stat(path.join(folder, file.path)).then(
      (facts) => facts.size,
      () => null,
    );
    if (bytes !== file.bytes) return `${file.path} has ${bytes ?? "no"} bytes in place of ${file.bytes}`;
  }
  return parsed.data;
}

/** Files of an artifact whose content is not what the manifest says. Reads every byte. */
export async function verifyArtifact({ manifest, folder }: FoundArtifact): Promise<string[]> {
  const wrong: string[] = [];
  for (const file of manifest.files) {
    const hash = await hashFile(path.join(folder, file.path)).catch(() => null);
    if (hash !== file.sha256) wrong.push(file.path);
  }
  return wrong;
}

/** A new empty folder beside the artifacts, on the same file system, so that the commit is one rename. */
export async function temporaryArtifact(workspace: Workspace): Promise<string> {
  const { pid, started } = identify();
  return makeTemporaryFolder(path.join(workspace.store, "artifacts", `.tmp-${pid}.${started ?? "any"}-`));
}

export type Recipe = Pick<Manifest, "key" | "kind" | "run" | "stage" | "recipe" | "facts">;

/**
 * Hashes the files of `folder`, writes the manifest into it and renames it to its key: the only commit there is.
 * If the name is taken, another run was first; ours is discarded and theirs returned.
 */
export async function commitArtifact(workspace: Workspace, folder: string, recipe: Recipe): Promise<FoundArtifact> {
  const files: Manifest["files"] = [];
  for (const name of await filesUnder(folder)) {
    const file = path.join(folder, name);
    await syncFile(file);
    files.push({ path: name, bytes: (await stat(file)).size, sha256: await hashFile(file) });
  }
  const manifest: Manifest = { version: 1, created_at: new Date().toISOString(), ...recipe, files };
  await replaceFile(path.join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await syncFolder(folder);
  const target = workspace.artifactFolder(recipe.key);
  try {
    await moveFile(folder, target);
  } catch (error) {
    const theirs = await findArtifact(workspace, recipe.key);
    if (!theirs) throw error;
    await remove(folder);
    return theirs;
  }
  await syncFolder(path.dirname(target));
  return { manifest, folder: target };
}

const LEFTOVER = /^\.tmp-(\d+)\.(\d+|any)-/;

/**
 * Temporary folders of processes that died. Where a name does not say whose it is, those younger than `maximumAge`
 * seconds may belong to a live run.
 */
export async function removeLeftovers(workspace: Workspace, maximumAge = 24 * 3600): Promise<void> {
  const artifacts = path.join(workspace.store, "artifacts");
  for (const name of (await namesIn(artifacts)).filter((entry) => entry.startsWith(".tmp-"))) {
    const folder = path.join(artifacts, name);
    const [, pid, started] = LEFTOVER.exec(name) ?? [];
    const maker = { pid: Number(pid), started: started === "any" ? null : Number(started) };
    if (pid !== undefined) {
      if (!isAlive(maker)) await remove(folder);
      continue;
    }
    const facts = await stat(folder).catch(() => null); // gone meanwhile: another process was cleaning too
    if (facts && Date.now() - facts.mtimeMs > maximumAge * 1000) await remove(folder);
  }
}
