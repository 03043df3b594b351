import type { Decode } from "../protocol/job.ts";
import type { ModelFacts } from "../protocol/model.ts";
import type { RunSpec } from "../spec/schema.ts";

/** A split as a plan needs it: its content's name and its size. */
export interface SplitFacts {
  sha256: string;
  items: number;
  /** Characters of prompts and answers together: token counts are estimated from them until a tokenizer has counted. */
  prompt_characters: number;
  answer_characters: number;
  longest_characters: number;
  /** Hash of the table of slice values beside the items; absent where none are named. */
  slices?: string;
}

export interface DataFacts {
  train: SplitFacts | null;
  validation: SplitFacts | null;
  test: SplitFacts | null;
  /** Text of the JSON schema file. */
  schema: string | null;
  /** The general set, where `forgetting` asks for it, and how its questions are answered. */
  general?: SplitFacts & { version: number; decode: Decode };
  /** Hashes of the score files that `good_enough` measures against, by their names in the run file. */
  against?: Readonly<Record<string, string>>;
  /** The rows of a split with another system turn. */
  withSystem: (split: "test" | "validation", system: string) => SplitFacts | null;
  /** Hashes of the human ratings that judges are held against, by their names in the run file. */
  ratings?: Readonly<Record<string, string>>;
  /** Hashes of the programs that score, by their names in the run file. */
  programs?: Readonly<Record<string, string>>;
  /** Examples to show before a question: the hash of `count` rows of the training split. */
  shots: (count: number) => SplitFacts | null;
}

export interface ModelInPlan {
  /** Absolute; null while it has to be downloaded. */
  path: string | null;
  sha256: string;
  size_bytes: number;
  /** Null while the file is not here and the catalogue does not tell. */
  facts: ModelFacts | null;
  download_bytes: number;
}

/** Everything that planning needs to know of the world. Planning itself looks at nothing. */
export interface PlanFacts {
  model(reference: string): ModelInPlan;
  /** By the `data` section, since a matrix may vary it. */
  data(section: RunSpec["data"]): DataFacts;
  /** Names the native libraries whose numbers a result depends on. */
  build: string;
  threads: number;
  slots: number;
  /** Of this machine or of what a container may use; for a warning, never for a key. */
  memory_bytes: number;
  /** Measured on this machine earlier; null where it never was. */
  rates: MeasuredRates;
}

export interface MeasuredRates {
  /** Trained tokens a second, times the model's parameters: so that one model's rate helps to guess another's. */
  train: number | null;
  /** Prompt and answer tokens a second in evaluation, times parameters. */
  evaluate: number | null;
  /** What counted memory is multiplied by, by `peakKey`; absent: nothing was measured. */
  memory?: Readonly<Record<string, number>>;
}
