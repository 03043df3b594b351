import { catalogue } from "../../models/catalogue.ts";
import { listModels } from "../../models/known.ts";
import { estimateTraining } from "../../sizing/embedded-train.ts";
import { allLinear } from "../../spec/schema-train.ts";
import { machine } from "../runtime.ts";

export interface ChosenModel {
  id: string;
  /** Likely need of the training, bytes; null where the model was asked for and its shape is not known. */
  memory_bytes: number | null;
}

/** Half of the memory is left to the person's other programs, and nobody waits longer for a first result. */
const memoryShare = 0.5;
const longestSeconds = 2 * 3600;
const rank = 16;

/** The largest model of the catalogue whose training fits this machine; the smallest one where none does. */
export async function chooseModel(work: { max_length: number; tokens: number }): Promise<ChosenModel> {
  const { memory_bytes, threads } = machine();
  const ids = new Set((await listModels()).map(({ id }) => id));
  const sized = catalogue
    .filter(({ id }) => ids.has(id))
    .map((entry) => {
      const shape = { ...entry.facts, path: entry.id };
      const estimate = estimateTraining({
        shape,
        rank,
        targets: allLinear,
        max_length: work.max_length,
        trained_tokens: work.tokens,
        validation_tokens: 0,
        threads,
        measured_rate: null,
      });
      return { id: entry.id, parameters: shape.parameters, architecture: shape.architecture, ...estimate };
    })
    .filter(({ architecture }) => architecture === "llama")
    .sort((a, b) => b.parameters - a.parameters);
  const fits = sized.find(
    (model) => model.memory_bytes <= memory_bytes * memoryShare && model.seconds <= longestSeconds,
  );
  const chosen = fits ?? sized.at(-1)!;
  return { id: chosen.id, memory_bytes: chosen.memory_bytes };
}
