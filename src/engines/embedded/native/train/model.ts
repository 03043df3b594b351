import { readGguf } from "../../../../models/gguf.ts";
import type { TrainSettings } from "../../../../protocol/job.ts";
import type { Cpu } from "../ffi/backend.ts";
import { readArchitecture } from "./architecture.ts";
import type { Model } from "./forward.ts";
import { type Adapter, newAdapter } from "./lora.ts";
import { loadWeights } from "./weights.ts";

/** Reads a base model's file and puts a new adapter beside it. Refuses what can't be trained before it loads anything. */
export async function openModel(
  cpu: Cpu,
  path: string,
  settings: TrainSettings,
  lanes = 1,
): Promise<Model & { adapter: Adapter }> {
  const header = await readGguf(path);
  const architecture = readArchitecture(header);
  const weights = loadWeights(cpu, path, header, architecture);
  return {
    architecture,
    weights,
    rope: {
      dimensions: architecture.ropeDimensions,
      context: architecture.context,
      base: architecture.ropeBase,
      scale: architecture.ropeScale,
      factors: weights.ropeFactors,
    },
    adapter: newAdapter(cpu, architecture, settings, lanes),
    lane: 0,
  };
}
