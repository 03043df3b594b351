import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import type { GgufHeader } from "../../../../models/gguf.ts";
import type { GgufTensor } from "../../../../models/gguf-tensors.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { allocate, type Cpu, computeOnce, newContext, setTensor } from "../ffi/backend.ts";
import { type Context, type Tensor, tensorType } from "../ffi/ggml.ts";
import { type Architecture, type Projection, projections } from "./architecture.ts";

/** A frozen matrix: y = weight · x, and dx = transposed · dy. */
export interface Matrix {
  /** Its name in the file. */
  name: string;
  inputs: number;
  outputs: number;
  /** [inputs, outputs]. */
  weight: Tensor;
  /** [outputs, inputs]. Null where no gradient goes further down. */
  transposed: Tensor | null;
}

export interface Layer extends Readonly<Record<Projection, Matrix>> {
  attentionNorm: Tensor;
  feedForwardNorm: Tensor;
}

/** The base model in memory; nothing in it changes. */
export interface Weights {
  embedding: Tensor;
  layers: Layer[];
  outputNorm: Tensor;
  head: Matrix;
  ropeFactors: Tensor | null;
  /** Of the weights as they are in the file. */
  bytes: number;
  transposedBytes: number;
  /** Hash of all weights, in the file's order: a checkpoint belongs to one base. */
  sha256: string;
}

/** Reading in pieces of this size keeps the file from being in memory twice. */
const PIECE = 8 * 1024 * 1024;
const TRANSPOSED_FLOATS = 4 * 1024 * 1024;

/** Loads a model's weights and makes the transposed copies that the backward pass multiplies by. */
export function loadWeights(cpu: Cpu, path: string, header: GgufHeader, a: Architecture): Weights {
  const { ggml } = cpu;
  const context = newContext(ggml, header.tensors.length);
  const tensors = new Map(header.tensors.map((info) => [info.name, declare(cpu, context, info)]));
  const bytes = header.tensors.reduce((sum, info) => sum + info.size, 0);
  allocate(cpu, context, bytes);
  const sha256 = readTensors(cpu, path, header.tensors, tensors);

  const copies = transposedCopies(cpu, header, a, tensors);
  const matrix = (name: string): Matrix => {
    const [inputs = 0, outputs = 0] = header.tensors.find((info) => info.name === name)!.dims;
    return { name, inputs, outputs, weight: tensors.get(name)!, transposed: copies.tensors.get(name) ?? null };
  };
  const layers = Array.from({ length: a.layers }, (_, layer): Layer => {
    const named = (projection: Projection) => matrix(`blk.${layer}.${projection}.weight`);
    return {
      attentionNorm: tensors.get(`blk.${layer}.attn_norm.weight`)!,
      feedForwardNorm: tensors.get(`blk.${layer}.ffn_norm.weight`)!,
      attn_q: named("attn_q"),
      attn_k: named("attn_k"),
      attn_v: named("attn_v"),
      attn_output: named("attn_output"),
      ffn_gate: named("ffn_gate"),
      ffn_up: named("ffn_up"),
      ffn_down: named("ffn_down"),
    };
  });
  return {
    embedding: tensors.get("token_embd.weight")!,
    layers,
    outputNorm: tensors.get("output_norm.weight")!,
    head: matrix(headName(a)),
    ropeFactors: tensors.get("rope_freqs.weight") ?? null,
    bytes,
    transposedBytes: copies.bytes,
    sha256,
  };
}

function declare({ ggml }: Cpu, context: Context, info: GgufTensor): Tensor {
  const type = tensorType[info.type as keyof typeof tensorType];
  const [n0 = 1, n1 = 1] = info.dims;
  return info.dims.length === 1
    ? ggml.ggml_new_tensor_1d(context, type, n0)
    : ggml.ggml_new_tensor_2d(context, type, n0, n1);
}

function readTensors(
  { ggml }: Cpu,
  path: string,
  infos: readonly GgufTensor[],
  tensors: ReadonlyMap<string, Tensor>,
): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(PIECE);
  const file = openSync(path, "r");
  try {
    for (const { name, offset, size } of infos) {
      for (let done = 0; done < size; ) {
        const read = readSync(file, piece, 0, Math.min(PIECE, size - done), offset + done);
        if (read === 0) throw new CodedError("base-changed", { file: path });
        const bytes = piece.subarray(0, read);
        hash.update(bytes);
        setTensor(ggml, tensors.get(name)!, bytes, done);
        done += read;
      }
    }
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}

const headName = (a: Architecture) => (a.tied ? "token_embd.weight" : "output.weight");

/**
 * A matrix product with a transposed matrix is 4 to 50 times slower in ggml than one with a copy that was transposed
 * beforehand, so the copies are worth their memory. They have the type of the original where its blocks allow it.
 */
function transposedCopies(cpu: Cpu, header: GgufHeader, a: Architecture, tensors: ReadonlyMap<string, Tensor>) {
  const { ggml } = cpu;
  const wanted = header.tensors.filter(({ name }) => {
    if (name === headName(a)) return true;
    const projection = /^blk\.(\d+)\.(\w+)\.weight$/.exec(name);
    if (!projection || !projections.includes(projection[2] as Projection)) return false;
    // Below the first layer there is nothing to train.
    return projection[1] !== "0" || !["attn_q", "attn_k", "attn_v"].includes(projection[2]!);
  });
  const context = newContext(ggml, wanted.length);
  const copies = new Map<string, Tensor>();
  let bytes = 0;
  for (const { name, dims, type } of wanted) {
    const [inputs = 1, outputs = 1] = dims;
    const number = tensorType[type === "Q8_0" && outputs % 32 !== 0 ? "F16" : (type as keyof typeof tensorType)];
    bytes += ggml.ggml_row_size(number, outputs) * inputs;
    copies.set(name, ggml.ggml_new_tensor_2d(context, number, outputs, inputs));
  }
  allocate(cpu, context, bytes);
  for (const { name, dims } of wanted) transpose(cpu, tensors.get(name)!, copies.get(name)!, dims as [number, number]);
  return { tensors: copies, bytes };
}

/** Transposes a few columns at a time: a head of 150,000 rows as floats would need a gigabyte. */
function transpose(cpu: Cpu, from: Tensor, to: Tensor, [inputs, outputs]: readonly [number, number]): void {
  const { ggml } = cpu;
  const fromBytes = ggml.ggml_nbytes(from);
  const toBytes = ggml.ggml_nbytes(to);
  const most = Math.max(32, Math.floor(TRANSPOSED_FLOATS / outputs / 32) * 32);
  for (let first = 0; first < inputs; first += most) {
    const columns = Math.min(most, inputs - first);
    computeOnce(cpu, 16, {
      build(c) {
        const row = fromBytes / outputs;
        const part = ggml.ggml_view_2d(c, from, columns, outputs, row, (row / inputs) * first);
        const turned = ggml.ggml_cont(c, ggml.ggml_transpose(c, ggml.ggml_cast(c, part, tensorType.F32)));
        const rowTo = toBytes / inputs;
        return [ggml.ggml_cpy(c, turned, ggml.ggml_view_2d(c, to, outputs, columns, rowTo, rowTo * first))];
      },
    });
  }
}
