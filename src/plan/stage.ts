import type { Endpoint } from "../protocol/endpoint.ts";
import type { Decode, TrainSettings } from "../protocol/job.ts";
import type { PlannedStage } from "../protocol/plan.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";

/** A file that an earlier stage made, a base model by its reference in the run file, or a model behind an address. */
export type ModelSource =
  | { from: "stage"; stage: string; file: string }
  | { from: "model"; model: string; sha256: string }
  | { from: "endpoint"; endpoint: Endpoint };

/** What makes scores of a candidate's answers: a model that judges, or a program of the workspace. */
export type ScoreMaker =
  | {
      by: "judge";
      model: Exclude<ModelSource, { from: "stage" }>;
      rubric: string;
      /** Grades from the worst to the best. */
      scale: number[];
      /** Whether the judge sees the expected answer, and writes a reason first. */
      expected: boolean;
      explain: boolean;
    }
  | { by: "custom"; file: string; sha256: string; timeout: number; memory: number };

/** A stage whose scores a comparison reads. */
export interface ScoredCandidate {
  metric: string;
  candidate: string;
  /** Its score stage; null: it is the one that all others are held against, and wins half the time against itself. */
  stage: string | null;
}

export interface ComparedCandidate {
  name: string;
  role: "rival" | "reference" | "quantized";
  /** Its evaluate stage. */
  stage: string;
  model: ModelSource;
  quantization: string | null;
  /** The stage that measures its divergence from the reference; absent: it is not asked for, or there is nothing to measure. */
  divergence?: string;
}

/** A tuned model and what it was tuned from. */
export interface GeneralCell {
  variant: string;
  base: string;
  tuned: string;
}

/** What a stage does, without a path in it: the executor knows where things are. Data are named by their hash. */
export type StageWork =
  | { kind: "convert"; model: string; model_sha256: string }
  | {
      kind: "train";
      convert: string;
      train: string;
      validation: string | null;
      settings: TrainSettings;
      deterministic: boolean;
    }
  | { kind: "merge"; convert: string; train: string }
  | { kind: "quantize"; source: Extract<ModelSource, { from: "stage" }>; type: string }
  | {
      kind: "evaluate";
      model: ModelSource;
      items: string;
      decode: Decode;
      /** JSON schema text that constrains answers; null unless `decode.constrain` is `schema`. */
      schema: string | null;
      shots: string | null;
      seed: number;
      /** Answers to each item; absent: one. */
      repeats?: number;
    }
  | {
      kind: "divergence";
      model: Extract<ModelSource, { from: "stage" }>;
      items: string;
      shots: string | null;
      /** The stage that holds the reference's predictions; null: this is that stage. */
      reference: string | null;
    }
  | {
      kind: "score";
      metric: string;
      maker: ScoreMaker;
      items: string;
      /** The evaluate stage whose answers are scored, and the one that they are held against; null: none. */
      answers: string;
      against: string | null;
    }
  | {
      kind: "compare";
      candidates: ComparedCandidate[];
      items: string;
      schema: string | null;
      rules: { id: string; when?: string | undefined; then: string }[];
      evaluate: EvaluateSpec;
      seed: number;
      /** Hash of the table of slice values. */
      slices?: string;
      /** Hashes of the score files that `good_enough` measures against, by their names in the run file. */
      against?: Readonly<Record<string, string>>;
      /** Each tuned model and its base on the general set, by their evaluate stages. */
      forgetting?: { items: string; version: number; cells: GeneralCell[] };
      /** The references of all variants on the validation rows, by their evaluate stages. */
      selection?: { items: string; references: { name: string; stage: string }[] };
      /** Scores that earlier stages have made. */
      scored?: ScoredCandidate[];
      /** Hashes of the human ratings that judges are held against, by metric. */
      ratings?: Readonly<Record<string, string>>;
    };

/** The model that a stage's questions go to; null: it asks none. */
export function askedModel(work: StageWork): ModelSource | null {
  if (work.kind === "evaluate") return work.model;
  return work.kind === "score" && work.maker.by === "judge" ? work.maker.model : null;
}

export interface Stage extends PlannedStage {
  work: StageWork;
  /** What the key is the hash of; goes into the artifact's manifest. */
  recipe: Record<string, unknown>;
}
