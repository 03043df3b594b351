import type { Answer, Item } from "../protocol/item.ts";
import type { Selection } from "../protocol/selection.ts";
import { referenceOf } from "./cells.ts";
import { meanInterval } from "./interval.ts";

export interface SelectionInput {
  /** The validation rows. */
  items: readonly Item[];
  /** The reference of each variant with its answers to them. */
  references: readonly { name: string; answersKey: string; answers: readonly Pick<Answer, "id" | "answer">[] }[];
}

/**
 * The variant with the highest mean on the validation rows; of equals the first. The test rows have no part in it, so what
 * they say of the chosen one is free of the winner's curse.
 */
export function selectVariant(
  { items, references }: SelectionInput,
  scoresOf: (answers: SelectionInput["references"][number]["answers"]) => readonly number[],
  options: { metric: string; confidence: number; seed: number; clusters: readonly string[] | null },
): Selection {
  const { metric, confidence, seed, clusters } = options;
  const variants = references.map(({ name, answersKey, answers }) => ({
    name,
    ...meanInterval(scoresOf(answers), clusters, { confidence, seed }),
    answers: answersKey,
  }));
  const best = variants.reduce((most, one) => (one.mean > most.mean ? one : most));
  return { on: "validation", metric, items: items.length, confidence, variants, chosen: best.name };
}

/** What goes on to the test rows: the chosen variant's candidates, and those that belong to no variant. */
export function selectedCandidates<T extends { name: string; role: "rival" | "reference" | "quantized" }>(
  candidates: readonly T[],
  chosen: string,
): T[] {
  return candidates.filter((one) => {
    if (one.role === "rival") return true;
    return one.role === "reference" ? one.name === chosen : referenceOf(one.name, candidates) === chosen;
  });
}
