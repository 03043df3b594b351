import { editDistance } from "../spec/near.ts";
import { devices } from "./device-table.ts";
import type { Device } from "./device-type.ts";

const GIB = 2 ** 30;

/** `RTX 4090`, `4090`, `a100-80gb` → the device of the table; null where the words fit none. The first that fits is meant. */
export function findDevice(name: string): Device | null {
  const words = wordsOf(name);
  if (words.length === 0) return null;
  const exact = devices.find((device) => wordsOf(device.name).join(" ") === words.join(" "));
  if (exact) return exact;
  const fitting = devices.filter((device) => words.every((word) => wordsOf(device.name).includes(word)));
  // Fewer words beside those asked for: `3080` is the card with 10 GB, which has no more in its name.
  const extra = (device: Device) => wordsOf(device.name).length;
  return fitting.reduce<Device | null>((best, device) => (best && extra(best) <= extra(device) ? best : device), null);
}

/** Names near to one that is not known. */
export function nearDevices(name: string): string[] {
  const wanted = wordsOf(name).join(" ");
  return [...devices]
    .map((device) => ({ name: device.name, distance: editDistance(wanted, wordsOf(device.name).join(" ")) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((device) => device.name);
}

/** `A100-80GB` and `a100 80 gb` are the same words; makers' and lines' names are noise. */
function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/\b(nvidia|geforce|tesla|apple|graphics)\b/g, " ")
    .replace(/(\d)\s*gb\b/g, "$1gb")
    .split(/[\s_()-]+/)
    .filter((word) => word !== "");
}

/**
 * Bytes that a program can have of a device. Cards show 0.3 to 0.8 GiB less than is printed, large ones 2 %; Apple gives a GPU two thirds to three quarters of the memory unless told otherwise.
 */
export function usableBytes({ memory_gb, family }: Pick<Device, "memory_gb" | "family">): number {
  if (family === "apple") return memory_gb * GIB * 0.7;
  if (family === "cpu") return memory_gb * GIB * 0.85;
  return Math.min(memory_gb * 0.98, memory_gb - 0.5) * GIB;
}

/** A processor as a device: memory's bandwidth rules answers, its arithmetic prompts and training. */
export function cpuDevice({
  name,
  memory_bytes,
  cores,
}: {
  name: string;
  memory_bytes: number;
  cores: number;
}): Device {
  return {
    name,
    family: "cpu",
    memory_gb: memory_bytes / GIB,
    // What two cores of an AVX2 server processor were measured at; four cores or more fill two channels of DDR4.
    bandwidth_gb_s: Math.min(40, 8 * cores),
    tflops: 0.045 * cores,
    bf16: false,
    watts: null,
    source: "estimated from the number of cores",
  };
}
