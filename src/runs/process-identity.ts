import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

/** A process as it can be recognised later: pids are used again, a start time with the same pid is not. */
export const processIdentitySchema = z.object({
  pid: z.int(),
  /** Linux: clock ticks since boot. macOS: seconds since 1970. Null where the system does not tell. */
  started: z.number().nullable(),
  /** Which boot that was, where the system has a name for it: ticks start again with each. */
  boot: z.string().nullable().optional(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export function identify(pid: number = process.pid): ProcessIdentity {
  return { pid, started: startTime(pid), boot: bootId() };
}

/** True while that very process lives. Where start times are unknown, a living pid has to do. */
export function isAlive({ pid, started, boot }: ProcessIdentity): boolean {
  if (!exists(pid)) return false;
  if (boot && bootId() !== null && boot !== bootId()) return false;
  const now = startTime(pid);
  // A process that has ended and was not collected yet still has its pid.
  if (now === null && isEnded(pid)) return false;
  return started === null || now === null || now === started;
}

/** True only where that very process lives for certain, so that a signal can't hit a stranger. */
export function isCertain(identity: ProcessIdentity): boolean {
  return identity.started !== null && isAlive(identity) && startTime(identity.pid) === identity.started;
}

function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The process group that a process belongs to; null where that can't be known. */
export function groupOf(pid: number): number | null {
  const fields = statOf(pid);
  if (fields) return Number(fields[2]);
  if (process.platform !== "darwin") return null;
  return numberFrom("pgid=", pid);
}

function startTime(pid: number): number | null {
  if (process.platform === "darwin") {
    const text = ask("lstart=", pid);
    const at = text === null ? Number.NaN : Date.parse(text);
    return Number.isFinite(at) ? at / 1000 : null;
  }
  const fields = statOf(pid);
  const ticks = Number(fields?.[19]);
  return fields && Number.isFinite(ticks) && fields[0] !== "Z" ? ticks : null;
}

/** Ended, and not collected by its parent yet: it holds nothing any more. */
export function isEnded(pid: number): boolean {
  return statOf(pid)?.[0] === "Z";
}

/** Fields of `/proc/PID/stat` from the third on, the state; null where there is no such file. */
function statOf(pid: number): string[] | null {
  if (process.platform !== "linux") return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command in parentheses may hold spaces and parentheses itself; the fields go on after the last one.
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null; // the process ended meanwhile: there is nothing to tell
  }
}

let boot: string | null | undefined;

function bootId(): string | null {
  if (boot !== undefined) return boot;
  try {
    boot = process.platform === "linux" ? readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim() : null;
  } catch {
    boot = null; // a sandbox without it: ticks alone have to do
  }
  return boot;
}

function numberFrom(field: string, pid: number): number | null {
  const number = Number(ask(field, pid) ?? Number.NaN);
  return Number.isInteger(number) ? number : null;
}

/** One field of `ps`, in the C locale so that dates can be read. */
function ask(field: string, pid: number): string | null {
  const { status, stdout } = spawnSync("ps", ["-o", field, "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const text = status === 0 ? stdout.trim() : "";
  return text === "" ? null : text;
}
