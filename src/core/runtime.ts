import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { physicalCores } from "../engines/embedded/cores.ts";
import type { Machine } from "../protocol/event.ts";

/**
 * node-llama-cpp's version as pinned in package.json: it fixes the llama.cpp build, and with it every number that the
 * embedded engine yields. `npm run check` compares the two.
 */
export const LLAMA_BUILD = "node-llama-cpp 3.22.1";
export const VERSION = "0.1.0";

/** Answers generated side by side in an evaluation. */
export const DEFAULT_SLOTS = 4;

/** Where the child's program is: beside the bundle, or, run from source, the source itself. */
export function nativeEntry(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith(".ts")) return path.join(path.dirname(here), "..", "engines", "embedded", "native", "child.ts");
  return path.join(path.dirname(here), "native.mjs");
}

export function machine(threads?: number): Machine {
  const cores = physicalCores();
  return {
    platform: process.platform,
    arch: process.arch,
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    physical_cores: cores,
    memory_bytes: memoryLimit(),
    threads: Math.max(1, Math.min(threads ?? cores, cores)),
  };
}

export function versions(): Record<string, string> {
  return { deepextension: VERSION, engine: LLAMA_BUILD, node: process.version };
}

/** Bytes that this process may use: the machine's memory, or less in a container. */
function memoryLimit(): number {
  const total = os.totalmem();
  for (const file of ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]) {
    if (!existsSync(file)) continue;
    const limit = Number(readFileSync(file, "utf8"));
    if (Number.isFinite(limit) && limit > 0) return Math.min(total, limit);
  }
  return total;
}
