import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isMissing, remove, replaceFile } from "../disk/files.ts";
import { type Owner, readOwner } from "./owner.ts";
import { endGroup, groupMembers } from "./process-group.ts";
import { isAlive } from "./process-identity.ts";
import type { Workspace } from "./workspace.ts";

/**
 * How a run is asked to end: by a file in its folder that names the owner it is meant for. A file works between any two
 * processes that see the folder, on every system, needs no port, no length-limited socket path and no signal (Windows has
 * none that a process could act on), and it is still there if the owner was busy, suspended or just starting.
 */
const STOP_FILE = "stop.json";

const stopRequestSchema = z.object({ v: z.literal(1), nonce: z.string(), at: z.string() });

export type StopOutcome =
  /** It is over, and its processes are gone. */
  | "stopped"
  /** It did not answer in time and was ended by force: what it kept last is what there is. */
  | "killed"
  /** Nobody runs it. */
  | "not-running"
  /** It neither answers nor can be recognised for certain, so nothing was signalled. */
  | "unreachable";

export interface StopOptions {
  /** How long the owner may take: a training finishes its step and writes a checkpoint. Milliseconds. */
  graceMs?: number;
  /** Aborted: waiting ends, the request stays. */
  signal?: AbortSignal;
  /** Told once when asking did not help and the process group is signalled. */
  onForce?: () => void;
}

/** A training's own grace is a minute; its end and the log's come after. */
const GRACE_MS = 75_000;
const POLL_MS = 100;

/** Asks the owner of a run to stop it, and returns at once. False: nobody runs it. */
export async function requestStop(workspace: Workspace, run: string): Promise<boolean> {
  const folder = workspace.runFolder(run);
  const owner = await readOwner(folder);
  if (!owner || !isAlive(owner)) return false;
  const request = { v: 1, nonce: owner.nonce ?? "", at: new Date().toISOString() };
  await replaceFile(path.join(folder, STOP_FILE), JSON.stringify(request));
  return true;
}

/**
 * Stops a run and waits until its processes are gone: asks first, so that a checkpoint and the log's end are written, and
 * signals the owner's process group only when that did not help. A pid alone is never signalled.
 */
export async function stopRun(workspace: Workspace, run: string, options: StopOptions = {}): Promise<StopOutcome> {
  const { graceMs = GRACE_MS, signal, onForce } = options;
  const owner = await readOwner(workspace.runFolder(run));
  if (!owner) return "not-running";
  if (!(await requestStop(workspace, run))) {
    // Its owner was killed; what it left behind must not go on.
    const left = groupMembers(owner).length > 0;
    if (left) await endGroup(owner);
    return left ? "killed" : "not-running";
  }
  if (await isGone(owner, graceMs, signal)) return "stopped";
  onForce?.();
  return (await endGroup(owner)) ? "killed" : "unreachable";
}

async function isGone(owner: Owner, withinMs: number, signal?: AbortSignal): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (isAlive(owner) || groupMembers(owner).length > 0) {
    if (performance.now() > until) return false;
    await sleep(POLL_MS, undefined, signal ? { signal } : {});
  }
  return true;
}

/** True where a stop was asked for of the owner with this nonce. */
export async function isStopRequested(folder: string, nonce: string): Promise<boolean> {
  try {
    const parsed = stopRequestSchema.safeParse(JSON.parse(await readFile(path.join(folder, STOP_FILE), "utf8")));
    return parsed.success && parsed.data.nonce === nonce;
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** A request to an earlier owner is of no meaning to the one that begins. */
export async function clearStop(folder: string): Promise<void> {
  await remove(path.join(folder, STOP_FILE));
}
