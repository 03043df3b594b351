import path from "node:path";
import type { JobOf } from "../../../protocol/job.ts";
import { CodedError } from "../../../protocol/problem.ts";
import { importanceMatrixTypes } from "../../../spec/quantization.ts";
import { quantizeFile, tensorProgress } from "./quantize-file.ts";
import type { Say } from "./say.ts";

/** Makes one quantization of a model; see the job's schema. */
export async function quantizeJob(job: JobOf<"quantize">, say: Say): Promise<Record<string, unknown>> {
  const { type, threads } = job;
  if (importanceMatrixTypes.has(type)) throw new CodedError("needs-importance-matrix", { type });
  const target = path.join(job.out, `model.${type}.gguf`);
  const onTensor = tensorProgress(say)(0);
  const { fallbacks, bytes, ...rest } = await quantizeFile(job.source, target, {
    type,
    threads,
    requantize: false,
    onTensor,
  });
  if (fallbacks) say({ type: "note", level: "warning", code: "quantize-fallback", params: { type, ...fallbacks } });
  return { type, threads, file_bytes: bytes, ...rest, fallback_tensors: fallbacks?.count ?? 0 };
}
