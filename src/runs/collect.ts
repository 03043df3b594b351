import { stat } from "node:fs/promises";
import path from "node:path";
import { namesIn, remove } from "../disk/files.ts";
import { needsOf } from "./needs.ts";
import { bytesUnder, emptyTrash } from "./trash.ts";
import type { Workspace } from "./workspace.ts";

/** What is younger may belong to a run that has no plan on the disk yet, or is being written. */
const SETTLED_SECONDS = 24 * 3600;

export type GarbageKind = "artifact" | "unfinished" | "damaged" | "data" | "trash" | "metrics";

export interface Garbage {
  kind: GarbageKind;
  /** Relative to the store, `/` between its parts. */
  path: string;
  bytes: number;
}

/**
 * What no run and no release needs: artifacts, what unfinished stages left, damaged artifacts that were moved aside, data
 * that no plan names, deleted runs. Nothing is changed. `now` in milliseconds.
 */
export async function findGarbage(workspace: Workspace, now: number = Date.now()): Promise<Garbage[]> {
  const { runs, released } = await needsOf(workspace);
  const needed = (name: string) => runs.has(name) || released.has(name);
  const found: Garbage[] = [];
  const look = async (folder: string, kindOf: (name: string) => GarbageKind | null, wait: number) => {
    for (const name of await namesIn(path.join(workspace.store, folder))) {
      const kind = kindOf(name);
      if (kind === null) continue;
      const full = path.join(workspace.store, folder, name);
      const facts = await stat(full).catch(() => null); // gone meanwhile: nothing to collect
      if (!facts || now - facts.mtimeMs < wait * 1000) continue;
      const bytes = facts.isDirectory() ? ((await bytesUnder(full)) ?? 0) : facts.size;
      found.push({ kind, path: `${folder}/${name}`, bytes });
    }
  };
  await look("artifacts", (name) => artifactKind(name, needed), 0);
  await look("artifacts", (name) => (name.startsWith(".tmp-") ? "unfinished" : null), SETTLED_SECONDS);
  await look("work", (name) => (needed(name) ? null : "unfinished"), SETTLED_SECONDS);
  await look("data", (name) => (needed(name.replace(/\.\w+$/, "")) ? null : "data"), SETTLED_SECONDS);
  await look("trash", () => "trash", 0);
  const there = new Set(await namesIn(path.join(workspace.store, "runs")));
  await look("metrics", (name) => (there.has(name.replace(/\.columns$/, "")) ? null : "metrics"), 0);
  return found;
}

function artifactKind(name: string, needed: (name: string) => boolean): GarbageKind | null {
  if (name.startsWith(".tmp-")) return null;
  if (name.includes(".damaged-")) return "damaged";
  return /^[0-9a-f]{64}$/.test(name) && !needed(name) ? "artifact" : null;
}

/** Removes what was found, and returns the bytes that are free again. */
export async function removeGarbage(workspace: Workspace, garbage: readonly Garbage[]): Promise<number> {
  let freed = 0;
  for (const { kind, path: name, bytes } of garbage) {
    if (kind === "trash") freed += await emptyTrash(workspace, [path.basename(name)]);
    else {
      await remove(path.join(workspace.store, ...name.split("/")));
      freed += bytes;
    }
  }
  return freed;
}
