import { constants, copyFile } from "node:fs/promises";
import path from "node:path";
import { type GgufHeader, readGguf } from "../../../models/gguf.ts";
import { factsOfGguf } from "../../../models/gguf-facts.ts";
import type { JobOf } from "../../../protocol/job.ts";
import { quantizeFile, tensorProgress } from "./quantize-file.ts";
import type { Say } from "./say.ts";

/** The copies made, with the tensor types that a file of that name consists of. */
const copies = { f16: ["F16", "F32"], q8_0: ["Q8_0", "F16", "F32"] } as const;

/** Makes the two copies of a base model that everything else starts from; see the job's schema. */
export async function convertJob(job: JobOf<"convert">, say: Say): Promise<Record<string, unknown>> {
  const header = await readGguf(job.source);
  const source = factsOfGguf({ path: job.source, header }).quantization.toLowerCase();
  const progress = tensorProgress(say, 2);
  const facts: Record<string, unknown> = { source_type: source, threads: job.threads };
  for (const [part, type] of (["f16", "q8_0"] as const).entries()) {
    const target = path.join(job.out, `base.${type}.gguf`);
    if (source === type && consistsOf(header, copies[type])) {
      // A copy, not a link: whoever owns the source may write into it one day. Blocks are shared where that is possible.
      await copyFile(job.source, target, constants.COPYFILE_FICLONE);
      continue;
    }
    const { seconds } = await quantizeFile(job.source, target, {
      type,
      threads: job.threads,
      requantize: true,
      onTensor: progress(part),
    });
    facts[`${type}_seconds`] = seconds;
  }
  return facts;
}

function consistsOf(header: GgufHeader, types: readonly string[]): boolean {
  return header.tensors.every((tensor) => types.includes(tensor.type));
}
