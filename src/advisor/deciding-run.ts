import { stringify } from "yaml";
import type { DirectoryModel } from "../models/directory/entry.ts";
import type { AdviceOption } from "../protocol/advice.ts";
import type { Wish } from "./wish.ts";

/**
 * The run file that decides between two options on one's own data: the smaller one is tuned and quantized, the larger one is asked
 * as it is, and "good enough" is written down before the run: at most five points behind. Data, prompt and answer are to be filled in
 * by the person, whose data nobody else knows.
 */
export function decidingRunFile(
  { answer, stays }: Pick<Wish, "answer" | "stays">,
  [start, next]: readonly [AdviceOption, AdviceOption],
  directory: readonly DirectoryModel[],
  here: ReadonlyMap<string, string>,
): string {
  const [small, large] = [start, next].map((option) => directory.find(({ id }) => id === option.model));
  if (!small || !large) throw new Error("an option is not of the directory");
  const rival = large.endpoint
    ? { name: "larger", endpoint: endpointOf(large.endpoint) }
    : { name: "larger", model: referenceOf(large, here) };
  const file = {
    version: 1,
    name: `${small.id}-or-${large.id}`,
    model: referenceOf(small, here),
    data: { train: "train.jsonl", test: "test.jsonl", prompt: "{{question}}", answer: "{{answer}}", stays },
    train: { method: "sft" },
    quantize: start.quant === null ? ["q8_0"] : [start.quant],
    evaluate: {
      decode: { max_tokens: Math.min(32_768, Math.max(16, answer)) },
      rivals: [rival, { name: "base" }],
      baseline: "larger",
      good_enough: [{ metric: "exact", margin: 0.05, against: "larger" }],
    },
  };
  return stringify(file, { lineWidth: 0 });
}

/** What is here already by its id, else the weights' repository: of those without a GGUF file the program says what to do. */
function referenceOf({ arch, repository, id }: DirectoryModel, here: ReadonlyMap<string, string>): string {
  const known = arch === null ? undefined : here.get(arch);
  return known ?? (repository === null ? id : `hf:${repository}@main`);
}

function endpointOf({ address, name, key_env, price }: NonNullable<DirectoryModel["endpoint"]>) {
  return { url: address, model: name, ...(key_env && { key_env }), ...(price && { price }) };
}
