import type { Answer, ScoreRow } from "../protocol/item.ts";
import type { Problem } from "../protocol/problem.ts";
import type { Labelled } from "./scorers/labels.ts";

/** What scoring reads of an answer. With `repeat` there are several to an item. */
export type ScoredAnswer = Pick<Answer, "id" | "answer"> &
  Partial<Pick<Answer, "repeat" | "seconds" | "answer_tokens">>;

/** A layer of the scoring with the items that failed there and not before. `answer` is the first: there was none. */
export interface LayerCount {
  layer: string;
  failed: number;
}

export interface ScoringResult {
  /** One for each item, in the items' order; scores from 0 to 1. */
  rows: ScoreRow[];
  /** The first layer at which each item failed, in the items' order; null: at none. */
  failedLayers: (string | null)[];
  layers: LayerCount[];
  /** Items without an answer. */
  missing: number;
  /** Rules that could not be decided, summed over the items. They count as broken. */
  ruleErrors: number;
  /** What `classification` read; null: it was not asked for. */
  labelled: Labelled | null;
  problems: Problem[];
}
