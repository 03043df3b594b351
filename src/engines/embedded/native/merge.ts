import { constants, copyFile, type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { type GgufHeader, readGguf } from "../../../models/gguf.ts";
import type { GgufTensor } from "../../../models/gguf-tensors.ts";
import type { JobOf } from "../../../protocol/job.ts";
import { CodedError } from "../../../protocol/problem.ts";
import { type Cpu, computeOnce, openCpu, setTensor } from "./ffi/backend.ts";
import { type Tensor, tensorType } from "./ffi/ggml.ts";
import type { Say } from "./say.ts";

/** One weight with the two thin matrices that change it: W + scale · B·A. */
interface Pair {
  weight: GgufTensor;
  a: GgufTensor;
  b: GgufTensor;
  rank: number;
}

const kinds: Readonly<Record<string, number>> = { F16: tensorType.F16, F32: tensorType.F32 };

/**
 * Adds an adapter to a model: a copy of the base file in which only the adapted weights' bytes differ. One weight is in
 * memory at a time.
 */
export async function mergeJob(job: JobOf<"merge">, say: Say): Promise<Record<string, unknown>> {
  const [base, adapter] = [await readGguf(job.base), await readGguf(job.adapter)];
  const { pairs, alpha } = matchAdapter(base, adapter, job);
  const target = path.join(job.out, "model.f16.gguf");
  await copyFile(job.base, target, constants.COPYFILE_FICLONE);
  const cpu = openCpu(job.threads);
  const [weights, additions] = [await open(target, "r+"), await open(job.adapter, "r")];
  const started = performance.now();
  try {
    for (const [index, pair] of pairs.entries()) {
      const data = {
        weight: await readBytes(weights, target, pair.weight),
        a: await readBytes(additions, job.adapter, pair.a),
        b: await readBytes(additions, job.adapter, pair.b),
      };
      const merged = addProduct(cpu, pair, data, scaleOf(alpha, pair.rank));
      await writeBytes(weights, pair.weight, merged);
      const [done, total] = [index + 1, pairs.length];
      const secondsEach = (performance.now() - started) / 1000 / done;
      say({ type: "progress", done, total, unit: "tensors", seconds_left: secondsEach * (total - done) });
    }
    await weights.sync();
  } finally {
    await weights.close();
    await additions.close();
    cpu.free();
  }
  return { merged_tensors: pairs.length, rank: pairs[0]?.rank, alpha, threads: job.threads };
}

/** As llama.cpp scales an adapter that is applied while the model runs; an alpha of 0 or none means 1. */
function scaleOf(alpha: number, rank: number): number {
  return alpha === 0 ? 1 : alpha / rank;
}

/** Pairs the adapter's matrices with the base's weights, or throws and says what does not fit. */
export function matchAdapter(
  base: GgufHeader,
  adapter: GgufHeader,
  files: { base: string; adapter: string },
): { pairs: Pair[]; alpha: number } {
  const refuse = (what: string, expected: string, found: string) =>
    new CodedError("adapter-for-another-base", { ...files, what, expected, found });
  const text = (header: GgufHeader, key: string) => String(header.metadata.get(key) ?? "none");
  const key = "general.architecture";
  if (text(adapter, "general.type") !== "adapter" || text(adapter, "adapter.type") !== "lora") {
    throw new CodedError("adapter-not-lora", { adapter: files.adapter, type: text(adapter, "adapter.type") });
  }
  if (text(base, key) !== text(adapter, key)) throw refuse(key, text(base, key), text(adapter, key));

  const weights = new Map(base.tensors.map((tensor) => [tensor.name, tensor]));
  const parts = new Map(adapter.tensors.map((tensor) => [tensor.name, tensor]));
  const pairs: Pair[] = [];
  for (const a of adapter.tensors.filter(({ name }) => name.endsWith(".lora_a"))) {
    const name = a.name.slice(0, -".lora_a".length);
    const b = parts.get(`${name}.lora_b`);
    const weight = weights.get(name);
    if (!weight) throw refuse(name, "present", "absent");
    if (!b) throw new CodedError("adapter-incomplete", { adapter: files.adapter, tensor: `${name}.lora_b` });
    const rank = a.dims[1] ?? 1;
    const [inputs, outputs] = weight.dims;
    if (a.dims[0] !== inputs || b.dims[0] !== rank || b.dims[1] !== outputs) {
      throw refuse(name, shape(weight), `${shape(b)} · ${shape(a)}`);
    }
    for (const tensor of [weight, a, b]) refuseType(tensor, tensor === weight ? files.base : files.adapter);
    pairs.push({ weight, a, b, rank });
  }
  const foreign = adapter.tensors.find(({ name }) => !/\.lora_[ab]$/.test(name));
  if (foreign) throw new CodedError("adapter-tensor-unknown", { adapter: files.adapter, tensor: foreign.name });
  if (pairs.length * 2 !== adapter.tensors.length || pairs.length === 0) {
    throw new CodedError("adapter-incomplete", { adapter: files.adapter, tensor: "*.lora_a" });
  }
  return { pairs, alpha: Number(adapter.metadata.get("adapter.lora.alpha") ?? 0) };
}

function shape(tensor: GgufTensor): string {
  return tensor.dims.join(" × ");
}

function refuseType({ name, type }: GgufTensor, file: string): void {
  if (!(type in kinds)) throw new CodedError("merge-tensor-type", { file, tensor: name, type });
}

interface PairData {
  weight: Buffer;
  a: Buffer;
  b: Buffer;
}

/** W + scale · B·A in f32, rounded once to the weight's own type. */
function addProduct(cpu: Cpu, { weight, a, b }: Pair, data: PairData, scale: number): Buffer {
  const { ggml } = cpu;
  const merged = Buffer.alloc(data.weight.length);
  const inputs: [Tensor, Buffer][] = [];
  let result: Tensor;
  computeOnce(cpu, 16, {
    build(context) {
      const load = ({ type, dims }: GgufTensor, bytes: Buffer) => {
        const tensor = ggml.ggml_new_tensor_2d(context, kinds[type]!, dims[0]!, dims[1] ?? 1);
        ggml.ggml_set_input(tensor);
        inputs.push([tensor, bytes]);
        return tensor;
      };
      const f32 = (tensor: Tensor) => ggml.ggml_cast(context, tensor, tensorType.F32);
      const w = f32(load(weight, data.weight));
      // ggml multiplies along the first dimension of both, so A has to lie the other way round.
      const aT = ggml.ggml_cont(context, ggml.ggml_transpose(context, f32(load(a, data.a))));
      const product = ggml.ggml_mul_mat(context, aT, f32(load(b, data.b)));
      const sum = ggml.ggml_add(context, w, ggml.ggml_scale(context, product, scale));
      result = ggml.ggml_cast(context, sum, kinds[weight.type]!);
      ggml.ggml_set_output(result);
      return [result];
    },
    before() {
      for (const [tensor, bytes] of inputs) setTensor(ggml, tensor, bytes);
    },
    after: () => ggml.ggml_backend_tensor_get(result, merged, 0, merged.length),
  });
  return merged;
}

async function readBytes(file: FileHandle, name: string, { offset, size }: GgufTensor): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  for (let done = 0; done < size; ) {
    const { bytesRead } = await file.read(bytes, done, size - done, offset + done);
    if (bytesRead === 0) throw new CodedError("file-unreadable", { file: name, reason: "EOF" });
    done += bytesRead;
  }
  return bytes;
}

async function writeBytes(file: FileHandle, { offset }: GgufTensor, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
  }
}
