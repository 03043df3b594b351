import { readFileSync } from "node:fs";

/** Resident bytes of a process now; null where the system does not tell or the process is gone. Linux only. */
export function residentBytes(pid: number): number | null {
  if (process.platform !== "linux") return null;
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null; // it ended meanwhile
  }
}
