import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Physical cores that this process may use: never more than the machine has, than its affinity allows and than its
 * cgroup's quota pays for. At least 1.
 *
 * Native threads spin while they wait for each other, so one thread too many costs a hundredfold, not a little.
 */
export function physicalCores(): number {
  switch (process.platform) {
    case "linux":
      return linuxCores("/");
    case "darwin":
      return macCores();
    default:
      // Windows has no cheap way to ask. Where cores have two threads this is exact, elsewhere it is careful.
      return Math.max(1, Math.ceil(os.availableParallelism() / 2));
  }
}

/** Linux, read from `root` (`/`, or a folder of fixtures in tests). */
export function linuxCores(root: string): number {
  const read = (...parts: string[]): string | null => {
    const file = path.join(root, ...parts);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  };
  const allowed = allowedCpus(read("proc/self/status") ?? "");
  const cpus = path.join(root, "sys/devices/system/cpu");
  const siblings = (existsSync(cpus) ? readdirSync(cpus) : [])
    .filter((name) => /^cpu\d+$/.test(name))
    .map((name) => ({
      cpu: Number(name.slice(3)),
      core:
        read("sys/devices/system/cpu", name, "topology/core_cpus_list") ??
        read("sys/devices/system/cpu", name, "topology/thread_siblings_list"),
    }));
  const cores = countCores(siblings, allowed) ?? coresOfCpuinfo(read("proc/cpuinfo") ?? "", allowed);
  const quota = cgroupQuota(read("proc/self/cgroup") ?? "", (file) => read("sys/fs/cgroup", file));
  return Math.max(1, Math.min(cores ?? allowed?.size ?? os.availableParallelism(), Math.floor(quota)));
}

/** `Cpus_allowed_list` of /proc/self/status; null where the text has none. */
export function allowedCpus(status: string): Set<number> | null {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1];
  return list === undefined ? null : parseCpuList(list);
}

/** `0-2,5` → {0, 1, 2, 5}. */
export function parseCpuList(list: string): Set<number> {
  const cpus = new Set<number>();
  for (const part of list.trim().split(",")) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (!range) continue;
    for (let cpu = Number(range[1]); cpu <= Number(range[2] ?? range[1]); cpu += 1) cpus.add(cpu);
  }
  return cpus;
}

/** Different cores among the allowed CPUs; `core` is the list of CPUs that share one. Null where that is not known. */
export function countCores(
  cpus: readonly { cpu: number; core: string | null }[],
  allowed: ReadonlySet<number> | null,
): number | null {
  const usable = cpus.filter(({ cpu, core }) => core !== null && (allowed?.has(cpu) ?? true));
  return usable.length === 0 ? null : new Set(usable.map(({ core }) => core?.trim())).size;
}

/** The same from /proc/cpuinfo, for kernels and containers without /sys. Null where it names no cores (ARM). */
export function coresOfCpuinfo(cpuinfo: string, allowed: ReadonlySet<number> | null): number | null {
  const cores = new Set<string>();
  for (const block of cpuinfo.split(/\n\s*\n/)) {
    const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(\\S+)`, "m").exec(block)?.[1];
    const cpu = field("processor");
    const core = field("core id");
    if (cpu === undefined || core === undefined || !(allowed?.has(Number(cpu)) ?? true)) continue;
    cores.add(`${field("physical id") ?? "0"}/${core}`);
  }
  return cores.size === 0 ? null : cores.size;
}

/**
 * CPUs' worth of time that the cgroup and its ancestors grant; Infinity where nothing limits it.
 * `read` takes a path below the cgroup mount. Both versions are asked, since machines may have both mounted; a
 * container sees its own group at the mount's root, whatever /proc/self/cgroup says, so the root is always asked.
 */
export function cgroupQuota(membership: string, read: (file: string) => string | null): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of membership.split("\n")) {
    const parts = /^\d+:([^:]*):(.*)$/.exec(line);
    if (!parts) continue;
    const [, controllers = "", group = "/"] = parts;
    for (let at = group; ; at = path.posix.dirname(at)) {
      if (controllers === "") least = Math.min(least, quotaOf(read(path.posix.join(at, "cpu.max"))?.split(/\s+/)));
      if (controllers.split(",").includes("cpu")) {
        for (const mount of ["cpu", "cpu,cpuacct"]) {
          const folder = path.posix.join(mount, at);
          const quota = read(path.posix.join(folder, "cpu.cfs_quota_us"))?.trim();
          const period = read(path.posix.join(folder, "cpu.cfs_period_us"))?.trim();
          least = Math.min(least, quotaOf([quota, period]));
        }
      }
      if (at === "/" || at === ".") break;
    }
  }
  return least;
}

function quotaOf(pair: readonly (string | undefined)[] | undefined): number {
  const [quota, period] = (pair ?? []).map(Number);
  const usable = quota !== undefined && period !== undefined && quota > 0 && period > 0;
  return usable ? quota / period : Number.POSITIVE_INFINITY;
}

/** Performance cores where there are two kinds: a slow core in the group slows every other down to its pace. */
function macCores(): number {
  const ask = (name: string) => Number(execFileSync("/usr/sbin/sysctl", ["-n", name], { encoding: "utf8" }));
  try {
    return Math.max(1, ask("hw.perflevel0.physicalcpu"));
  } catch {
    return Math.max(1, ask("hw.physicalcpu")); // Intel machines know no levels
  }
}
