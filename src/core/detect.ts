import { execFile } from "node:child_process";
import os from "node:os";
import { promisify } from "node:util";
import { physicalCores } from "../engines/embedded/cores.ts";
import { cpuDevice, findDevice } from "../sizing/device.ts";
import type { Device } from "../sizing/device-type.ts";

const run = promisify(execFile);
/** A driver that hangs must not hang us. */
const PATIENCE_MS = 5000;

export interface DetectedDevice {
  device: Device;
  count: number;
}

/**
 * What this machine has: NVIDIA's cards as `nvidia-smi` tells them, Apple's chip with its memory, else the processor and its memory.
 * A card that the table does not have keeps its memory and has no known speed.
 */
export async function detectDevices(): Promise<DetectedDevice[]> {
  const cards = readNvidiaSmi(await nvidiaSmi());
  if (cards.length > 0) return cards;
  const memory = os.totalmem();
  const name = os.cpus()[0]?.model.trim() || "CPU";
  const apple = process.platform === "darwin" ? findDevice(name) : null;
  if (apple) return [{ device: { ...apple, memory_gb: memory / 2 ** 30 }, count: 1 }];
  return [{ device: cpuDevice({ name, memory_bytes: memory, cores: physicalCores() }), count: 1 }];
}

async function nvidiaSmi(): Promise<string> {
  try {
    const query = ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"];
    return (await run("nvidia-smi", query, { timeout: PATIENCE_MS, windowsHide: true })).stdout;
  } catch {
    return ""; // no driver, no card, or one that does not answer: this machine computes on its processor
  }
}

/** Lines of `name, MiB`, equal cards counted. */
export function readNvidiaSmi(text: string): DetectedDevice[] {
  const found = new Map<string, DetectedDevice>();
  for (const line of text.split("\n")) {
    const [, name, mebibytes] = /^\s*(.+?)\s*,\s*(\d+)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const known = found.get(name);
    if (known) known.count += 1;
    else found.set(name, { device: cardOf(name, Number(mebibytes) / 1024), count: 1 });
  }
  return [...found.values()];
}

function cardOf(name: string, memory_gb: number): Device {
  // The memory tells cards of one name apart: A100-SXM4-40GB and -80GB, RTX 3060 with 8 and 12 GB.
  const rounded = Math.round(memory_gb);
  const table = findDevice(`${name} ${rounded}GB`) ?? findDevice(name);
  if (table && Math.abs(table.memory_gb / memory_gb - 1) < 0.1) return table;
  const unknown = { bandwidth_gb_s: null, tflops: null, watts: null };
  return { name, family: "cuda", memory_gb, bf16: true, source: "nvidia-smi", ...unknown };
}
