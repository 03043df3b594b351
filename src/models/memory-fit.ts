import type { KnownModel, ModelFacts } from "../protocol/model.ts";
import { estimateEvaluate } from "../sizing/embedded-other.ts";

/** One answer at a time, prompt and answer together: what trying a model takes. */
const TOKENS = 2048;
/** Memory that other programs and the system need. */
const OTHERS = 0.15;
/** What estimates of answering were off by, at most. */
const DOUBT = 1.15;

type Fit = Pick<KnownModel, "fit" | "answering_bytes">;

/** Whether a model can answer in so much memory. Nothing is said of models whose shape is not known, and where nobody asks. */
export function memoryFit(facts: Omit<ModelFacts, "path">, memory_bytes: number | undefined): Fit {
  if (memory_bytes === undefined || facts.block_count === null || facts.kind !== "model") return {};
  const { memory_bytes: answering_bytes } = estimateEvaluate(facts, {
    model_bytes: facts.size_bytes,
    type: facts.quantization.toLowerCase(),
    items: 1,
    prompt_tokens: TOKENS / 2,
    answer_tokens: TOKENS / 2,
    context: TOKENS,
    slots: 1,
    threads: 1,
  });
  const usable = memory_bytes * (1 - OTHERS);
  const fit = answering_bytes * DOUBT <= usable ? "fits" : answering_bytes <= usable ? "tight" : "no";
  return { fit, answering_bytes: Math.round(answering_bytes) };
}
