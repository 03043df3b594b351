import { CodedError } from "../protocol/problem.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { ggmlType } from "./ggml-types.ts";
import { readText } from "./gguf-value.ts";
import { isName, shown } from "./shown.ts";

export interface GgufTensor {
  name: string;
  /** ggml's name of it: F32, Q4_K … */
  type: string;
  /** 1 to 4 of them, the fastest running first: a matrix is [inputs, outputs]. */
  dims: readonly number[];
  elements: number;
  /** Of its first byte in the file. */
  offset: number;
  /** Bytes. */
  size: number;
}

/** GGML_MAX_NAME is 64 with the closing NUL. */
const LONGEST_NAME = 63;
/** GGML_MAX_DIMS. */
const MOST_DIMS = 4;

/** Reads the list of tensors and checks that they lie one behind the other and within the file, as llama.cpp wants them. */
export async function readTensors(
  cursor: ByteCursor,
  count: number,
  alignment: number,
): Promise<{ tensors: GgufTensor[]; dataOffset: number }> {
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  const file = cursor.source.name;
  let expected = 0;
  for (let index = 0; index < count; index += 1) {
    const tensor = await readTensor(cursor, index);
    const name = shown(tensor.name);
    if (names.has(tensor.name)) throw new CodedError("gguf-duplicate", { file, name });
    names.add(tensor.name);
    if (tensor.offset !== expected) {
      throw new CodedError("gguf-tensor-offset", { file, tensor: name, offset: tensor.offset, expected });
    }
    expected = padded(expected + tensor.size, alignment);
    if (!Number.isSafeInteger(expected)) throw new CodedError("gguf-tensor-size", { file, tensor: name });
    tensors.push(tensor);
  }
  const dataOffset = padded(cursor.position(), alignment);
  refuseTruncated(cursor, tensors, dataOffset);
  for (const tensor of tensors) tensor.offset += dataOffset;
  return { tensors, dataOffset };
}

async function readTensor(cursor: ByteCursor, index: number): Promise<GgufTensor> {
  const file = cursor.source.name;
  const name = await readText(cursor, LONGEST_NAME, `tensor ${index + 1}`);
  const tensor = shown(name);
  if (!isName(name)) throw new CodedError("gguf-bad-name", { file, name: tensor });
  await cursor.need(4);
  const dimensions = cursor.u32();
  if (dimensions < 1 || dimensions > MOST_DIMS) {
    throw new CodedError("gguf-tensor-shape", { file, tensor, shape: `${dimensions} dimensions` });
  }
  await cursor.need(dimensions * 8 + 12);
  const dims = Array.from({ length: dimensions }, () => cursor.length());
  const typeId = cursor.u32();
  const offset = cursor.length();
  const type = ggmlType(typeId);
  if (typeof type === "string") throw new CodedError(`gguf-tensor-type-${type}`, { file, tensor, type: typeId });
  const elements = dims.reduce((product, dim) => product * dim, 1);
  if (elements < 1 || !Number.isSafeInteger(elements) || dims[0]! % type.block !== 0) {
    throw new CodedError("gguf-tensor-shape", { file, tensor, shape: `${dims.join(" × ")} (${type.name})` });
  }
  return { name, type: type.name, dims, elements, offset, size: (elements / type.block) * type.bytes };
}

/** llama.cpp maps the file and reads weights on first use: behind the end there is nothing, and the process dies of it. */
function refuseTruncated(cursor: ByteCursor, tensors: readonly GgufTensor[], dataOffset: number): void {
  const last = tensors.at(-1);
  if (!last) return;
  const needed = dataOffset + last.offset + last.size;
  const { name: file, size } = cursor.source;
  if (needed > size) throw new CodedError("gguf-truncated", { file, missing: needed - size, needed, size });
}

function padded(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
