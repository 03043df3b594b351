import type { Decode, TrainSettings } from "../protocol/job.ts";
import type { PlannedStage } from "../protocol/plan.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";

/** A file that an earlier stage made, or a base model by its reference in the run file. */
export type ModelSource =
  | { from: "stage"; stage: string; file: string }
  | { from: "model"; model: string; sha256: string };

export interface ComparedCandidate {
  name: string;
  role: "rival" | "reference" | "quantized";
  /** Its evaluate stage. */
  stage: string;
  model: ModelSource;
  quantization: string | null;
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
    };

export interface Stage extends PlannedStage {
  work: StageWork;
  /** What the key is the hash of; goes into the artifact's manifest. */
  recipe: Record<string, unknown>;
}
