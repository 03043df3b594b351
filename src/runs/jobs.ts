import path from "node:path";
import type { ModelSource, Stage, StageWork } from "../plan/stage.ts";
import type { Job } from "../protocol/job.ts";
import type { Workspace } from "./workspace.ts";

/** Where the things are that a plan names by key, hash or reference. */
export interface Places {
  workspace: Workspace;
  /** Absolute path of a base model. */
  model(reference: string): string;
  /** The key of a stage of this plan. */
  key(stage: string): string;
  threads: number;
  slots: number;
}

/** Files that stages leave for one another. */
export const artifactFile = {
  baseF16: "base.f16.gguf",
  baseQ8: "base.q8_0.gguf",
  adapter: "adapter.gguf",
  merged: "model.f16.gguf",
  quantized: (type: string) => `model.${type}.gguf`,
  answers: "answers.jsonl",
  reference: "reference.bin",
  /** What a judge or a program said of each answer. */
  judgements: "judgements.jsonl",
  verdict: "verdict.json",
  examples: "examples.json",
  scores: (candidate: string) => `scores/${candidate.replaceAll("/", "+")}.jsonl`,
} as const;

/** The child's job for a native stage: the plan's names turned into absolute paths. */
export function jobOf(
  stage: Stage & { work: Exclude<StageWork, { kind: "compare" | "score" }> },
  out: string,
  places: Places,
): Job {
  const { work } = stage;
  const { workspace, threads } = places;
  const made = (id: string, file: string) => path.join(workspace.artifactFolder(places.key(id)), file);
  const left = (name: string) => path.join(workspace.workFolder(stage.key), name);
  switch (work.kind) {
    case "convert":
      return { kind: "convert", source: places.model(work.model), out, threads };
    case "train":
      return {
        kind: "train",
        base: made(work.convert, artifactFile.baseQ8),
        train: workspace.dataFile(work.train),
        validation: work.validation === null ? null : workspace.dataFile(work.validation),
        settings: work.settings,
        out,
        checkpoints: left("checkpoints"),
        threads,
        deterministic: work.deterministic,
      };
    case "merge":
      return {
        kind: "merge",
        base: made(work.convert, artifactFile.baseF16),
        adapter: made(work.train, artifactFile.adapter),
        out,
        threads,
      };
    case "quantize":
      return { kind: "quantize", source: pathOf(work.source, places), type: work.type, out, threads };
    case "divergence":
      return {
        kind: "divergence",
        model: pathOf(work.model, places),
        items: workspace.dataFile(work.items),
        shots: work.shots === null ? null : workspace.dataFile(work.shots),
        reference: work.reference === null ? null : made(work.reference, artifactFile.reference),
        out,
        threads,
      };
    case "evaluate":
      return {
        kind: "evaluate",
        model: pathOf(work.model, places),
        items: workspace.dataFile(work.items),
        decode: work.decode,
        schema: work.schema,
        shots: work.shots === null ? null : workspace.dataFile(work.shots),
        out,
        partial: left("answers.jsonl"),
        threads,
        slots: places.slots,
        seed: work.seed,
        ...(work.repeats === undefined ? {} : { repeats: work.repeats }),
      };
  }
}

/** Absolute path of a model that a stage reads. */
export function pathOf(source: ModelSource, places: Places): string {
  if (source.from === "model") return places.model(source.model);
  if (source.from === "endpoint") throw new Error("a model behind an address has no path");
  return path.join(places.workspace.artifactFolder(places.key(source.stage)), source.file);
}
