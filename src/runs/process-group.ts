import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Owner } from "./owner.ts";
import { groupOf, isAlive, isCertain, isEnded } from "./process-identity.ts";

/** After SIGTERM a training still writes its checkpoint; after SIGKILL the kernel needs a moment. Milliseconds. */
const TERM_MS = 10_000;
const KILL_MS = 5_000;
const POLL_MS = 50;

/**
 * Processes of the group that a run's owner leads, the owner included; those of other groups never. Linux only: elsewhere
 * the owner alone can be seen.
 *
 * A group's number is not given to another process while a member lives. So if the leader is gone and its pid belongs to
 * somebody else by now, the group is theirs and ours is empty.
 */
export function groupMembers(owner: Owner): number[] {
  const alive = isAlive(owner);
  if (!owner.leads_group) return alive ? [owner.pid] : [];
  if (process.platform !== "linux") return alive ? [owner.pid] : [];
  if (!alive && isTaken(owner.pid)) return [];
  return processes().filter((pid) => groupOf(pid) === owner.pid && !isEnded(pid));
}

/** SIGTERM, then SIGKILL, to the whole group; true when it is gone. False: it can't be recognised for certain. */
export async function endGroup(owner: Owner): Promise<boolean> {
  for (const [signal, patience] of [
    ["SIGTERM", TERM_MS],
    ["SIGKILL", KILL_MS],
  ] as const) {
    const members = groupMembers(owner);
    if (members.length === 0) return true;
    // Either the leader is the one we know, or it is gone and the rest still bears its number.
    const sure = isCertain(owner) || (owner.leads_group === true && !members.includes(owner.pid));
    if (!sure) return false;
    send(owner.leads_group ? -owner.pid : owner.pid, signal);
    const until = performance.now() + patience;
    while (groupMembers(owner).length > 0 && performance.now() < until) await sleep(POLL_MS);
  }
  return groupMembers(owner).length === 0;
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // gone in this very moment
  }
}

function processes(): number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function isTaken(pid: number): boolean {
  return groupOf(pid) !== null && !isEnded(pid);
}
