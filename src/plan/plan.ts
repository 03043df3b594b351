import type { PlannedStage, Variant } from "../protocol/plan.ts";
import { type Problem, problem } from "../protocol/problem.ts";
import { candidatesOf } from "../spec/candidates.ts";
import { expandMatrix } from "../spec/matrix.ts";
import type { RunSpec } from "../spec/schema.ts";
import { stagesOfCell } from "./cell.ts";
import { compareStage } from "./compare.ts";
import type { PlanFacts } from "./facts.ts";
import { scoreStages } from "./scores.ts";
import type { ComparedCandidate, GeneralCell, Stage } from "./stage.ts";

export interface Plan {
  name: string;
  variants: Variant[];
  /** In an order in which they can run: inputs before what reads them. */
  stages: Stage[];
  problems: Problem[];
}

/**
 * What a run file means here and now: stages for all cells of the matrix, equal ones once.
 * Pure: the same spec and facts give the same plan, keys included.
 */
export function planRun(spec: RunSpec, facts: PlanFacts): Plan {
  const stages = new Map<string, Stage>();
  const variants: Variant[] = [];
  const compared: ComparedCandidate[] = [];
  const general: GeneralCell[] = [];
  const validated: { name: string; stage: string }[] = [];
  for (const cell of expandMatrix(spec)) {
    const candidates = candidatesOf(cell.spec);
    const made = stagesOfCell({ spec, cell, candidates, facts, known: stages });
    for (const stage of made.stages) stages.set(stage.key, stage);
    const fresh = made.compared.filter((candidate) => !compared.some(({ name }) => name === candidate.name));
    compared.push(...fresh);
    // Cells that differ in what training does not read share both models, and would say the same twice.
    if (made.general && !general.some(({ tuned }) => tuned === made.general?.tuned)) general.push(made.general);
    if (made.validated && !validated.some(({ name }) => name === made.validated?.name)) validated.push(made.validated);
    variants.push({ name: cell.name, values: cell.values, candidates: made.compared.map(({ name }) => name) });
  }
  const ordered = [...stages.values()];
  const scores = scoreStages(spec, compared, ordered, facts);
  ordered.push(...scores.stages);
  if (compared.length > 0) ordered.push(compareStage(spec, compared, ordered, facts, { general, validated, scores }));
  const problems = [...enginesNeeded(ordered, spec), ...tooLarge(ordered, facts)];
  return { name: spec.name, variants, stages: ordered, problems };
}

/** The stage that needs most, where it needs more than there is: swapping makes a training take days. */
function tooLarge(stages: readonly Stage[], { memory_bytes }: PlanFacts): Problem[] {
  const needs = (stage: Stage) => stage.estimate.memory_bytes ?? 0;
  const largest = stages.reduce<Stage | null>(
    (most, stage) => (most && needs(most) >= needs(stage) ? most : stage),
    null,
  );
  if (!largest || needs(largest) <= memory_bytes) return [];
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const params = { stage: largest.id, needed: gigabytes(needs(largest)), total: gigabytes(memory_bytes) };
  return [problem("memory-too-small", params, { severity: "warning" })];
}

/** Stages of other engines can be planned, not run: the plan names the engine that they need. */
function enginesNeeded(stages: readonly Stage[], spec: RunSpec): Problem[] {
  const problems: Problem[] = [];
  const foreign = stages.find(({ engine }) => engine !== "embedded" && engine !== "api");
  if (foreign) {
    const method = spec.train?.method ?? "sft";
    const adapter = spec.train?.adapter.type ?? "lora";
    problems.push(
      problem("engine-not-available", { engine: foreign.engine, method, adapter }, { severity: "warning" }),
    );
  }
  for (const target of targetsOf(spec)) {
    if (target !== "local") problems.push(problem("target-not-available", { target }, { severity: "warning" }));
  }
  return problems;
}

function targetsOf(spec: RunSpec): Set<string> {
  return new Set(typeof spec.target === "string" ? [spec.target] : [spec.target.train, spec.target.evaluate]);
}

/** Marks stages whose artifact exists already. `finished` gives the run that made a key, or null. */
export function markReused<T extends PlannedStage>(
  stages: readonly T[],
  finished: (key: string) => string | null,
): T[] {
  return stages.map((stage) => ({ ...stage, reused_from: finished(stage.key) }));
}
