import type { ChangedItem, ItemChange, ItemChanges } from "../protocol/item-changes.ts";
import { CodedError } from "../protocol/problem.ts";
import { averaged, type ScoreSource } from "./compare-scores.ts";

/** Scores whose difference is rounding are the same. */
const alike = 1e-12;

export interface ItemChangesOptions {
  metric: string;
  a: string;
  b: string;
  /** Changes to list; all where it is empty. */
  changes: readonly ItemChange[];
  /** Most items to list. */
  limit: number;
}

/**
 * What became of each item between two sources of scores: `b` lost it (regressed), gained it (fixed), or neither. Texts are
 * left null; who has answers fills them in. Throws `baseline-unknown` for a name that is no source.
 */
export function itemChanges(sources: readonly ScoreSource[], options: ItemChangesOptions): ItemChanges {
  const { metric, a, b, changes, limit } = options;
  const [from, to] = [a, b].map((name) => scoresOf(sources, name, metric)) as [Scores, Scores];
  const counts = { regressed: 0, fixed: 0, same: 0 };
  const found: ChangedItem[] = [];
  for (const id of new Set([...from.keys(), ...to.keys()])) {
    const [before, after] = [from.get(id) ?? null, to.get(id) ?? null];
    const change = changeOf((after ?? 0) - (before ?? 0));
    counts[change] += 1;
    if (changes.length > 0 && !changes.includes(change)) continue;
    found.push({ id, change, a: before, b: after, prompt: null, expected: null, answer_a: null, answer_b: null });
  }
  const size = ({ a: before, b: after }: ChangedItem) => Math.abs((after ?? 0) - (before ?? 0));
  // A stable sort: items that changed as much stay in the files' order.
  const items = found.sort((x, y) => size(y) - size(x)).slice(0, limit);
  return { a, b, metric, counts, items, found: found.length };
}

type Scores = ReadonlyMap<string, number>;

function scoresOf(sources: readonly ScoreSource[], name: string, metric: string): Scores {
  const source = sources.find((one) => one.name === name);
  if (source) return averaged(source.rows, metric);
  throw new CodedError("baseline-unknown", { name, known: sources.map((one) => one.name).join(", ") });
}

/** What became of an item whose score differs by so much. Rounding of averages is no change. */
export function changeOf(difference: number): ItemChange {
  if (Math.abs(difference) <= alike) return "same";
  return difference < 0 ? "regressed" : "fixed";
}
