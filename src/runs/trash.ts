import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  exists,
  filesUnder,
  isMissing,
  makeFolder,
  moveFile,
  namesIn,
  remove,
  replaceFile,
  syncFolder,
} from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { isLive } from "../protocol/run-state.ts";
import { readRun } from "./list.ts";
import { hashesOf, needsOf } from "./needs.ts";
import type { Workspace } from "./workspace.ts";

/** What deleting a run means, before it is done. */
export interface Deletion {
  run: string;
  /** Artifacts that go with it: no other run and no release needs them. */
  artifacts: { key: string; bytes: number }[];
  /** Artifacts of its plan that stay, since others need them. */
  kept: { key: string; runs: number; released: boolean }[];
  /** Runs whose plans name an artifact of this one: they keep it, and lose where it came from. */
  dependents: string[];
  /** Of the run's own folder and of the artifacts that go. */
  bytes: number;
}

const NOTE = "deleted.json";
const noteSchema = z.object({ v: z.literal(1), run: z.string(), name: z.string(), at: z.string(), bytes: z.number() });
export type TrashEntry = z.infer<typeof noteSchema>;

const trashFolder = (workspace: Workspace, run = "") => path.join(workspace.store, "trash", run);

/** Looks what would go and what would stay. Reads every run's plan. */
export async function deletionOf(workspace: Workspace, run: string): Promise<Deletion> {
  const own = await hashesOf(workspace, run).catch((error) => {
    if (error instanceof CodedError) return []; // a damaged run takes nothing with it; `gc` finds what is left
    throw error;
  });
  const { runs, released } = await needsOf(workspace, new Set([run]));
  const artifacts: Deletion["artifacts"] = [];
  const kept: Deletion["kept"] = [];
  const dependents = new Set<string>();
  for (const key of own) {
    const bytes = await bytesUnder(workspace.artifactFolder(key));
    if (bytes === null) continue;
    const users = runs.get(key) ?? [];
    if (users.length === 0 && !released.has(key)) artifacts.push({ key, bytes });
    else kept.push({ key, runs: users.length, released: released.has(key) });
    for (const user of users) dependents.add(user);
  }
  const folder = (await bytesUnder(workspace.runFolder(run))) ?? 0;
  const bytes = artifacts.reduce((sum, artifact) => sum + artifact.bytes, folder);
  return { run, artifacts, kept, dependents: [...dependents].sort().reverse(), bytes };
}

/**
 * Moves a run into the store's trash, with the artifacts that nobody else needs. The run's own folder goes first, by one
 * rename, so that it is there or not; an artifact that a crash left behind is what `gc` collects.
 * Throws `run-still-running`, `run-not-found`.
 */
export async function deleteRun(workspace: Workspace, run: string): Promise<Deletion> {
  const name = await refuseLive(workspace, run);
  const deletion = await deletionOf(workspace, run);
  const trash = trashFolder(workspace, run);
  await makeFolder(path.join(trash, "artifacts"));
  const note: TrashEntry = { v: 1, run, name, at: new Date().toISOString(), bytes: deletion.bytes };
  await replaceFile(path.join(trash, NOTE), `${JSON.stringify(note)}\n`);
  await moveFile(workspace.runFolder(run), path.join(trash, "run"));
  await syncFolder(path.join(workspace.store, "runs"));
  for (const { key } of deletion.artifacts) {
    await moveFile(workspace.artifactFolder(key), path.join(trash, "artifacts", key)).catch((error) => {
      if (!isMissing(error)) throw error; // another delete was first
    });
  }
  return deletion;
}

/** A damaged run has no state to look at and may always go. */
async function refuseLive(workspace: Workspace, run: string): Promise<string> {
  try {
    const state = await readRun(workspace, run);
    if (isLive(state)) throw new CodedError("run-still-running", { run });
    return state.name;
  } catch (error) {
    const unreadable = !(error instanceof CodedError) || error.code === "run-not-found";
    if (unreadable && (await exists(workspace.runFolder(run)))) return "";
    throw error;
  }
}

/** Brings a deleted run back, with its artifacts. Throws `run-not-in-trash`, or `run-there-again`. */
export async function restoreRun(workspace: Workspace, run: string): Promise<void> {
  const trash = trashFolder(workspace, run);
  if (!(await exists(path.join(trash, "run")))) throw new CodedError("run-not-in-trash", { run });
  if (await exists(workspace.runFolder(run))) throw new CodedError("run-there-again", { run });
  for (const key of await namesIn(path.join(trash, "artifacts"))) {
    // One that was made again meanwhile is the same by its key, and may be in use.
    if (await exists(workspace.artifactFolder(key))) continue;
    await moveFile(path.join(trash, "artifacts", key), workspace.artifactFolder(key));
  }
  await moveFile(path.join(trash, "run"), workspace.runFolder(run));
  await syncFolder(path.join(workspace.store, "runs"));
  await remove(trash);
}

/** What is in the trash, the last deleted first. */
export async function trashEntries(workspace: Workspace): Promise<TrashEntry[]> {
  const entries: TrashEntry[] = [];
  for (const run of await namesIn(trashFolder(workspace))) {
    const folder = trashFolder(workspace, run);
    // Without a run in it there is nothing to restore: a restore was cut short, and `gc` removes the rest.
    if (!(await exists(path.join(folder, "run")))) continue;
    entries.push(await readNote(folder, run));
  }
  return entries.sort((a, b) => (a.at < b.at ? 1 : -1));
}

async function readNote(folder: string, run: string): Promise<TrashEntry> {
  const unknown: TrashEntry = { v: 1, run, name: "", at: "", bytes: 0 };
  try {
    return noteSchema.safeParse(JSON.parse(await readFile(path.join(folder, NOTE), "utf8"))).data ?? unknown;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return unknown;
    throw error;
  }
}

/** Deletes for good: all that is in the trash, or these runs. Returns the bytes that are free again. */
export async function emptyTrash(workspace: Workspace, runs?: readonly string[]): Promise<number> {
  let freed = 0;
  for (const run of runs ?? (await namesIn(trashFolder(workspace)))) {
    const folder = trashFolder(workspace, run);
    freed += (await bytesUnder(folder)) ?? 0;
    await remove(folder);
  }
  return freed;
}

/** Bytes of all files under a folder; null where there is none. */
export async function bytesUnder(folder: string): Promise<number | null> {
  if (!(await exists(folder))) return null;
  let sum = 0;
  for (const name of await filesUnder(folder)) {
    const facts = await stat(path.join(folder, name)).catch(() => null); // gone meanwhile
    sum += facts?.size ?? 0;
  }
  return sum;
}
