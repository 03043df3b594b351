import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { isMissing, makeFolder, moveFile, remove, replaceFile, syncFolder } from "../disk/files.ts";
import type { Happening, RunEvent } from "../protocol/event.ts";
import { clearStop } from "./control.ts";
import { firstEvent, LOG_FILE } from "./event-log.ts";
import { type Owner, readOwner, writeOwner } from "./owner.ts";
import { isAlive } from "./process-identity.ts";
import type { Workspace } from "./workspace.ts";

const UNBORN = ".new-";
/** Making a run's folder takes milliseconds; one without an owner is given this long. */
const UNBORN_MS = 60_000;

export interface NewRun {
  run: string;
  /** Text of the run file as it runs. */
  runFile: string;
  plan: unknown;
  owner: Owner;
  first: Happening;
}

/**
 * Makes a run's folder with its first event in it: whoever sees the folder sees a run, and a crash before the rename
 * leaves none. Returns that event.
 */
export async function createRunFolder(workspace: Workspace, options: NewRun): Promise<RunEvent> {
  const { run, runFile, plan, owner } = options;
  const folder = workspace.runFolder(run);
  const unborn = path.join(path.dirname(folder), `${UNBORN}${run}`);
  const event = firstEvent(run, options.first);
  await makeFolder(unborn);
  await writeOwner(unborn, owner);
  await replaceFile(path.join(unborn, "run.yaml"), runFile);
  await replaceFile(path.join(unborn, "plan.json"), `${JSON.stringify(plan, null, 2)}\n`);
  await replaceFile(path.join(unborn, LOG_FILE), `${JSON.stringify(event)}\n`);
  await moveFile(unborn, folder);
  await syncFolder(path.dirname(folder));
  return event;
}

/** Makes this process the owner of a run that is to go on. Requests to its earlier owner are void. */
export async function reopenRunFolder(workspace: Workspace, run: string, owner: Owner): Promise<void> {
  const folder = workspace.runFolder(run);
  await writeOwner(folder, owner);
  await clearStop(folder);
}

/** Folders of runs that never came to be, since their process died while it made them. */
export async function removeUnborn(workspace: Workspace): Promise<void> {
  const runs = path.join(workspace.store, "runs");
  for (const name of await readdir(runs)) {
    if (!name.startsWith(UNBORN)) continue;
    const folder = path.join(runs, name);
    const owner = await readOwner(folder);
    if (owner ? !isAlive(owner) : await isOld(folder)) await remove(folder);
  }
}

async function isOld(folder: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(folder)).mtimeMs > UNBORN_MS;
  } catch (error) {
    if (isMissing(error)) return false; // another process was cleaning too
    throw error;
  }
}
