import type { CandidateResult } from "../protocol/comparison.ts";
import type { Answer, Item } from "../protocol/item.ts";
import { CodedError } from "../protocol/problem.ts";
import type { SliceRow } from "../protocol/slices.ts";
import { type EvaluateSpec, metricOf, type ScorerSpec } from "../spec/schema-evaluate.ts";
import { scorerNames } from "../spec/schema-scorers.ts";
import type { ScoreFiles } from "./against.ts";
import type { ForgettingInput } from "./forgetting.ts";
import type { GivenScores } from "./judging/given.ts";
import type { Rating } from "./judging/ratings.ts";
import type { Rule } from "./rules.ts";
import { scorerWanted } from "./scorers/all.ts";
import type { SelectionInput } from "./selection.ts";

export interface JudgedCandidate {
  name: string;
  role: "rival" | "reference" | "quantized";
  /** Key of the evaluate stage that made the answers. */
  answersKey: string;
  answers: readonly Answer[];
  facts: Pick<
    CandidateResult,
    | "model_sha256"
    | "size_bytes"
    | "quantization"
    | "peak_memory_bytes"
    | "seconds_per_item"
    | "tokens_per_second"
    | "endpoint"
    | "divergence"
  >;
  /** Scores that judges and programs have made of its answers. */
  given?: GivenScores;
}

export interface JudgeInput {
  items: readonly Item[];
  candidates: readonly JudgedCandidate[];
  /** The data's JSON schema; null: there is none. */
  schema: unknown;
  rules: readonly Rule[];
  evaluate: EvaluateSpec;
  /** Of the bootstrap. */
  seed: number;
  /** Values of the columns in `evaluate.slices`, by item. Absent: there are none. */
  slices?: ReadonlyMap<string, SliceRow["values"]>;
  /** Score files that `good_enough` measures against, by their names in the run file. */
  against?: ScoreFiles;
  /** Answers to the general set. Absent: `forgetting` was not asked. */
  forgetting?: ForgettingInput;
  /** The variants' answers to the validation rows. Absent: all variants go on to the test rows. */
  selection?: SelectionInput;
  /** Human ratings by the metric of the judge that they are held against. */
  ratings?: ReadonlyMap<string, readonly Rating[]>;
}

/** Those that the file lists, and those whose metrics decide. */
export function scorersNeeded({ scorers, primary, good_enough }: EvaluateSpec): ScorerSpec[] {
  const needed = new Map(scorers.map((scorer) => [metricOf(scorer), scorer]));
  for (const metric of [primary, ...good_enough.map((gate) => gate.metric)]) {
    const scorer = scorerWanted(metric, scorers);
    if (scorer === undefined) throw new CodedError("metric-not-scored", { metric, known: scorerNames.join(", ") });
    needed.set(metricOf(scorer), scorer);
  }
  return [...needed.values()];
}
