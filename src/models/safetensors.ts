import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CodedError } from "../protocol/problem.ts";
import { parseBoundedJson } from "./bounded-json.ts";
import { type ByteSource, fileError, withFile } from "./byte-source.ts";
import { shown } from "./shown.ts";

/** Headers in use take some 100 bytes a tensor; a file of 10,000 tensors stays well below. */
const LONGEST_HEADER = 4 * 1024 * 1024;
/** `{ tensor: { data_offsets: [ … ] } }` is three levels deep. */
const DEEPEST = 4;

/** Bytes of an element. From the safetensors format's list of types. */
const bytesOf: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

const size = z.int().nonnegative();
const tensorSchema = z.object({
  dtype: z.string(),
  shape: z.array(size).max(8),
  data_offsets: z.tuple([size, size]),
});

export interface SafetensorsTensor {
  name: string;
  type: string;
  elements: number;
}

/** Reads and checks the header of one `.safetensors` file. Throws `CodedError`; never reads a weight. */
export function readSafetensors(file: string): Promise<{ tensors: SafetensorsTensor[]; fileSize: number }> {
  return withFile(file, async (source) => ({ tensors: await parseSafetensors(source), fileSize: source.size }));
}

export async function parseSafetensors(source: ByteSource): Promise<SafetensorsTensor[]> {
  const file = source.name;
  const head = Buffer.from(await source.read(0, 8));
  if (head.length < 8) throw new CodedError("safetensors-header", { file });
  const length = head.readUInt32LE(0) + head.readUInt32LE(4) * 2 ** 32;
  if (length > LONGEST_HEADER) throw new CodedError("safetensors-header", { file });
  refuseTruncated(source, 8 + length);
  const entries = parseHeader(await source.read(8, length), file);
  const tensors: SafetensorsTensor[] = [];
  let end = 0;
  for (const [name, value] of entries) {
    if (name === "__metadata__") continue;
    const { tensor, last } = checkTensor(name, value, file);
    end = Math.max(end, last);
    tensors.push(tensor);
  }
  refuseTruncated(source, 8 + length + end);
  return tensors;
}

function refuseTruncated({ name: file, size }: ByteSource, needed: number): void {
  if (needed > size) throw new CodedError("safetensors-truncated", { file, missing: needed - size, needed, size });
}

function parseHeader(bytes: Uint8Array, file: string): [string, unknown][] {
  const value = parseBoundedJson(bytes, DEEPEST);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new CodedError("safetensors-header", { file });
}

function checkTensor(name: string, value: unknown, file: string): { tensor: SafetensorsTensor; last: number } {
  const damaged = () => new CodedError("safetensors-tensor", { file, tensor: shown(name) });
  const parsed = tensorSchema.safeParse(value);
  if (!parsed.success) throw damaged();
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const elements = shape.reduce((product, dim) => product * dim, 1);
  const bytes = elements * (Object.hasOwn(bytesOf, dtype) ? bytesOf[dtype]! : Number.NaN);
  if (!Number.isSafeInteger(bytes) || offsets[1] - offsets[0] !== bytes) {
    throw damaged();
  }
  return { tensor: { name, type: dtype, elements }, last: offsets[1] };
}

/** The weight files of a Hugging Face folder, in order. Names the shard that is missing. */
export async function weightFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error) => {
    throw fileError(folder, error);
  });
  if (names.includes("model.safetensors")) return [path.join(folder, "model.safetensors")];
  const shard = names.map((name) => /^(.+)-\d{5}-of-(\d{5})\.safetensors$/.exec(name)).find((match) => match !== null);
  const total = Number(shard?.[2]);
  if (!shard || total < 1 || total > 1000) throw new CodedError("model-folder-no-weights", { folder });
  return Array.from({ length: total }, (_, index) => {
    const name = `${shard[1]}-${String(index + 1).padStart(5, "0")}-of-${shard[2]}.safetensors`;
    if (!names.includes(name)) throw new CodedError("model-shard-missing", { file: path.join(folder, name) });
    return path.join(folder, name);
  });
}
