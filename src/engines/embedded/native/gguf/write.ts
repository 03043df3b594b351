import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { tensorType } from "../ffi/tensor-types.ts";

/** Metadata of the kinds that are written here. */
export type Metadata =
  | [key: string, type: "string", value: string]
  | [key: string, type: "u32" | "i32" | "f32", value: number]
  | [key: string, type: "bool", value: boolean]
  | [key: string, type: "strings", value: readonly string[]]
  | [key: string, type: "i32s", value: readonly number[]];

export interface NewTensor {
  name: string;
  type: keyof typeof tensorType;
  /** The fastest running first. */
  dims: readonly number[];
  /** Asked for when its turn comes, so that one tensor at a time is in memory. */
  data(): NodeJS.ArrayBufferView;
  bytes: number;
}

const ALIGNMENT = 32;

/** Writes a GGUF file, version 3, and waits until it is on disk. */
export function writeGguf(path: string, metadata: readonly Metadata[], tensors: readonly NewTensor[]): void {
  const file = openSync(path, "w");
  try {
    const header = headerOf(metadata, tensors);
    writeAll(file, header);
    writeAll(file, Buffer.alloc(gap(header.length)));
    for (const tensor of tensors) {
      const { buffer, byteOffset, byteLength } = tensor.data();
      if (byteLength !== tensor.bytes) throw new RangeError(`${tensor.name}: ${byteLength} bytes, not ${tensor.bytes}`);
      writeAll(file, Buffer.from(buffer, byteOffset, byteLength));
      writeAll(file, Buffer.alloc(gap(byteLength)));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function headerOf(metadata: readonly Metadata[], tensors: readonly NewTensor[]): Buffer {
  let offset = 0;
  const infos = tensors.map((tensor) => {
    const at = offset;
    offset += tensor.bytes + gap(tensor.bytes);
    return Buffer.concat([
      text(tensor.name),
      u32(tensor.dims.length),
      ...tensor.dims.map(u64),
      u32(tensorType[tensor.type]),
      u64(at),
    ]);
  });
  return Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(metadata.length),
    ...metadata.map(entry),
    ...infos,
  ]);
}

/** Numbers of the value types, from the GGUF specification. */
const types = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

function entry([key, type, value]: Metadata): Buffer {
  const head = (number: number) => Buffer.concat([text(key), u32(number)]);
  switch (type) {
    case "string":
      return Buffer.concat([head(types.string), text(value)]);
    case "bool":
      return Buffer.concat([head(types.bool), Buffer.of(value ? 1 : 0)]);
    case "strings":
      return Buffer.concat([head(types.array), u32(types.string), u64(value.length), ...value.map(text)]);
    case "i32s":
      return Buffer.concat([head(types.array), u32(types.i32), u64(value.length), ...value.map(i32)]);
    case "u32":
      return Buffer.concat([head(types.u32), u32(value)]);
    case "i32":
      return Buffer.concat([head(types.i32), i32(value)]);
    case "f32": {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(value);
      return Buffer.concat([head(types.f32), bytes]);
    }
  }
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function i32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([u64(bytes.length), bytes]);
}

/** Bytes from the end of `size` bytes to the next multiple of the alignment. */
function gap(size: number): number {
  return (ALIGNMENT - (size % ALIGNMENT)) % ALIGNMENT;
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}
