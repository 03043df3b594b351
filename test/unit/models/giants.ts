/** Files that claim to be giants. Run alone, as `node giants.ts NAME`, it inspects one and prints what that took. */
import { fileURLToPath } from "node:url";
import { type ByteSource, sourceOfBytes } from "../../../src/models/byte-source.ts";
import { parseGguf } from "../../../src/models/gguf.ts";
import { CodedError } from "../../../src/protocol/problem.ts";
import { entry, file, tensor, text, u32, u64 } from "./gguf-writer.ts";

const TERABYTE = 2 ** 40;

/** A file of which only the first bytes are given and the rest is zeros, without holding it. */
function sparse(...head: Buffer[]): ByteSource {
  const bytes = Buffer.concat([Buffer.from("GGUF"), u32(3), ...head]);
  return {
    name: "sparse.gguf",
    size: TERABYTE,
    async read(offset, length) {
      const part = Buffer.alloc(Math.min(length, TERABYTE - offset));
      if (offset < bytes.length) bytes.copy(part, 0, offset);
      return part;
    },
  };
}

const arrayOf = (type: number, count: number) => sparse(u64(1), u64(1), text("k"), u32(9), u32(type), u64(count));

function manyTensors(): ByteSource {
  const count = 16_384;
  const name = (index: number) => String(index).padStart(63, "x");
  const tensors = Array.from({ length: count }, (_, index) => tensor(name(index), [8], 0, index * 32));
  return sourceOfBytes(file({ tensors, weights: count * 32 }));
}

function muchText(): ByteSource {
  const long = "x".repeat(1024 * 1024);
  return sourceOfBytes(file({ entries: Array.from({ length: 17 }, (_, index) => entry(`k${index}`, "string", long)) }));
}

/** What to make, and the code it ends with: null where the file is good. */
export const giants: Readonly<Record<string, { make: () => ByteSource; code: string | null }>> = {
  "a terabyte of empty texts": { make: () => arrayOf(8, 2 ** 36), code: "gguf-header-too-large" },
  "half a terabyte of bytes, stepped over": { make: () => arrayOf(0, 2 ** 39), code: "gguf-bad-name" },
  "tensors without names": { make: () => sparse(u64(16_384), u64(0)), code: "gguf-bad-name" },
  "keys without names": { make: () => sparse(u64(1), u64(16_384)), code: "gguf-bad-name" },
  "as many tensors as are allowed": { make: manyTensors, code: null },
  "more text than is kept": { make: muchText, code: "gguf-header-too-large" },
};

async function measure(name: string) {
  const source = giants[name]!.make();
  const before = process.resourceUsage().maxRSS;
  const used = process.cpuUsage();
  let code: string | null = null;
  try {
    await parseGguf(source);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    code = error.code;
  }
  const { user, system } = process.cpuUsage(used);
  const milliseconds = (user + system) / 1000;
  return { code, milliseconds, kilobytes: process.resourceUsage().maxRSS - before };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(await measure(process.argv[2]!)));
}
