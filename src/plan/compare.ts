import { createHash } from "node:crypto";
import type { RunSpec } from "../spec/schema.ts";
import { inputsOf } from "./cell.ts";
import type { PlanFacts } from "./facts.ts";
import { stageKey } from "./key.ts";
import type { ScoreStages } from "./scores.ts";
import type { ComparedCandidate, GeneralCell, Stage, StageWork } from "./stage.ts";

export interface FurtherStages {
  general?: GeneralCell[];
  validated?: { name: string; stage: string }[];
  scores?: ScoreStages;
}

/** The last stage: all candidates of all cells on the same items. `stages` must hold their evaluations. */
export function compareStage(
  spec: RunSpec,
  candidates: ComparedCandidate[],
  stages: readonly Stage[],
  facts: PlanFacts,
  { general = [], validated = [], scores }: FurtherStages = {},
): Stage {
  const data = facts.data(spec.data);
  if (!spec.evaluate) throw new Error("a comparison needs `evaluate`");
  const work: Extract<StageWork, { kind: "compare" }> = {
    kind: "compare",
    candidates,
    items: data.test?.sha256 ?? "",
    schema: data.schema,
    rules: spec.data.rules,
    evaluate: spec.evaluate,
    seed: 0,
    ...(data.test?.slices === undefined ? {} : { slices: data.test.slices }),
    ...(data.against === undefined ? {} : { against: data.against }),
    ...(general.length > 0 && data.general
      ? { forgetting: { items: data.general.sha256, version: data.general.version, cells: general } }
      : {}),
    // One variant alone needs no choosing.
    ...(validated.length > 1 && data.validation
      ? { selection: { items: data.validation.sha256, references: validated } }
      : {}),
    ...(scores && scores.scored.length > 0 ? { scored: scores.scored } : {}),
    ...(scores && Object.keys(scores.ratings).length > 0 ? { ratings: scores.ratings } : {}),
  };
  const keyOf = (id: string) => stages.find((stage) => stage.id === id)?.key;
  const { key, recipe } = stageKey("compare", facts.build, {
    ...work,
    // Names are in this recipe, unlike in others: the verdict's sentences hold them.
    candidates: candidates.map(({ name, role, stage, divergence }) => ({
      ...{ name, role, answers: keyOf(stage) },
      ...(divergence === undefined ? {} : { divergence: keyOf(divergence) }),
    })),
    schema: work.schema === null ? null : createHash("sha256").update(work.schema).digest("hex"),
    ...(work.forgetting && {
      forgetting: {
        ...work.forgetting,
        cells: work.forgetting.cells.map(({ variant, base, tuned }) => {
          return { variant, base: keyOf(base), tuned: keyOf(tuned) };
        }),
      },
    }),
    ...(work.scored && {
      scored: work.scored.map(({ metric, candidate, stage }) => {
        return { metric, candidate, scores: stage === null ? null : keyOf(stage) };
      }),
    }),
    ...(work.selection && {
      selection: {
        ...work.selection,
        references: work.selection.references.map(({ name, stage }) => ({ name, answers: keyOf(stage) })),
      },
    }),
  });
  return {
    id: "compare",
    kind: "compare",
    variant: null,
    candidate: null,
    key,
    inputs: inputsOf(work),
    engine: "embedded",
    reused_from: null,
    estimate: { memory_bytes: 0, seconds: 1, disk_bytes: 1e5 },
    work,
    recipe,
  };
}
