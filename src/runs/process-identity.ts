import { readFileSync } from "node:fs";

/** A process as it can be recognised later: pids are used again, a start time with the same pid is not. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks since boot on Linux; null where the system does not tell. */
  started: number | null;
}

export function identify(pid: number = process.pid): ProcessIdentity {
  return { pid, started: startTime(pid) };
}

/** True while that very process lives. Where start times are unknown, a living pid has to do. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = startTime(pid);
  return started === null || now === null || now === started;
}

function startTime(pid: number): number | null {
  if (process.platform !== "linux") return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may hold spaces and parentheses itself; field 22 counts from after the last one.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[19]);
    return Number.isFinite(ticks) && fields[0] !== "Z" ? ticks : null;
  } catch {
    return null; // the process ended meanwhile: there is nothing to tell
  }
}
