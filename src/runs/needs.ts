import { open } from "node:fs/promises";
import path from "node:path";
import { isMissing, readTextIfThere } from "../disk/files.ts";
import { CodedError } from "../protocol/problem.ts";
import { runIds } from "./list.ts";
import type { Workspace } from "./workspace.ts";

/** Keys of artifacts and names of data are both sha256 in hex, and nothing else in these files is. */
const hash = /\b[0-9a-f]{64}\b/g;

/** Who needs what: runs by the hash of an artifact or of data. */
export interface Needs {
  /** By hash: the runs whose plan names it. */
  runs: ReadonlyMap<string, readonly string[]>;
  /** Hashes that a release names. */
  released: ReadonlySet<string>;
}

/**
 * Hashes that a run's plan names: those of its stages, of what they read, and of its data. More than it strictly needs,
 * never less: what is deleted by mistake is gone. A run without a plan is judged by the start in its log.
 * Throws `needs-unknown` where neither can be read.
 */
export async function hashesOf(workspace: Workspace, run: string): Promise<Set<string>> {
  const folder = workspace.runFolder(run);
  try {
    const text =
      (await readTextIfThere(path.join(folder, "plan.json"))) ?? (await startOf(path.join(folder, "events.jsonl")));
    return new Set(text.match(hash));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CodedError("needs-unknown", { run, reason }, { cause: error });
  }
}

/** What all runs need, but for those that are left out, and what releases name. */
export async function needsOf(workspace: Workspace, except: ReadonlySet<string> = new Set()): Promise<Needs> {
  const runs = new Map<string, string[]>();
  for (const run of await runIds(workspace)) {
    if (except.has(run)) continue;
    for (const name of await hashesOf(workspace, run)) {
      const users = runs.get(name);
      if (users) users.push(run);
      else runs.set(name, [run]);
    }
  }
  const released = (await readTextIfThere(path.join(workspace.store, "releases.jsonl"))) ?? "";
  return { runs, released: new Set(released.match(hash)) };
}

/** `run.started` names every stage's key; what follows it may be long. */
async function startOf(file: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if (isMissing(error)) return "";
    throw error;
  }
  try {
    for await (const line of handle.readLines({ autoClose: false })) if (line.includes('"run.started"')) return line;
    return "";
  } finally {
    await handle.close();
  }
}
