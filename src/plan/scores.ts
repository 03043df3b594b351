import type { Estimate } from "../protocol/plan.ts";
import { estimateEvaluate } from "../sizing/embedded-other.ts";
import type { RunSpec } from "../spec/schema.ts";
import { resolveEndpoint } from "../spec/schema-endpoint.ts";
import { metricOf, type ScorerSpec } from "../spec/schema-evaluate.ts";
import type { JudgeSpec } from "../spec/schema-judge.ts";
import { judgeOf } from "../spec/schema-scorers.ts";
import { buildOf, identityOf, inputsOf } from "./cell.ts";
import { estimateEndpoint } from "./estimate-endpoint.ts";
import type { DataFacts, PlanFacts, SplitFacts } from "./facts.ts";
import { stageKey } from "./key.ts";
import {
  askedModel,
  type ComparedCandidate,
  type ScoredCandidate,
  type ScoreMaker,
  type Stage,
  type StageWork,
} from "./stage.ts";

type ScoreWork = Extract<StageWork, { kind: "score" }>;

export interface ScoreStages {
  stages: Stage[];
  scored: ScoredCandidate[];
  /** Hashes of human ratings by metric. */
  ratings: Record<string, string>;
}

/**
 * Stages for scorers that ask somebody: a judge, or a program. One for each candidate and metric; they depend on answers
 * only, so that a second candidate of equal answers costs nothing. `stages` must hold the candidates' evaluations.
 */
export function scoreStages(
  spec: RunSpec,
  candidates: readonly ComparedCandidate[],
  stages: readonly Stage[],
  facts: PlanFacts,
): ScoreStages {
  const made: ScoreStages = { stages: [], scored: [], ratings: {} };
  const data = facts.data(spec.data);
  if (!spec.evaluate || !data.test) return made;
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  for (const scorer of spec.evaluate.scorers) {
    const maker = makerOf(scorer, data, facts);
    if (!maker) continue;
    const metric = metricOf(scorer);
    const judge = judgeOf(scorer);
    const against = judge?.pairwise ? opponentOf(judge, spec, candidates) : null;
    const ratings = judge?.ratings === undefined ? undefined : data.ratings?.[judge.ratings];
    if (ratings !== undefined) made.ratings[metric] = ratings;
    for (const { name, stage } of candidates) {
      if (against?.name === name) {
        made.scored.push({ metric, candidate: name, stage: null });
        continue;
      }
      const work: ScoreWork = {
        kind: "score",
        metric,
        maker,
        items: data.test.sha256,
        answers: stage,
        against: against?.stage ?? null,
      };
      const planned = stageOf(work, name, byId, { test: data.test, facts });
      const there = made.stages.find(({ key }) => key === planned.key);
      if (!there) made.stages.push(planned);
      made.scored.push({ metric, candidate: name, stage: (there ?? planned).id });
    }
  }
  return made;
}

function makerOf(scorer: ScorerSpec, data: DataFacts, facts: PlanFacts): ScoreMaker | null {
  if (typeof scorer === "string") return null;
  if ("custom" in scorer) {
    const { file, timeout, memory } = scorer.custom;
    return { by: "custom", file, sha256: data.programs?.[file] ?? "", timeout, memory };
  }
  if (!("judge" in scorer)) return null;
  const { model = "", endpoint, rubric, scale, expected, explain } = scorer.judge;
  return {
    by: "judge",
    model: endpoint
      ? { from: "endpoint", endpoint: resolveEndpoint(endpoint) }
      : { from: "model", model, sha256: facts.model(model).sha256 },
    rubric,
    scale,
    expected,
    explain,
  };
}

/** Whom all others are held against: as the file names it, else the baseline, which is the first rival or the reference. */
function opponentOf({ against }: JudgeSpec, { evaluate }: RunSpec, candidates: readonly ComparedCandidate[]) {
  const wanted = against ?? evaluate?.baseline;
  const named = (name: string) =>
    candidates.find((candidate) => candidate.name === name) ?? candidates.find((one) => one.name.endsWith(`/${name}`));
  const byRole = (role: string) => candidates.find((candidate) => candidate.role === role);
  if (wanted === undefined || wanted === "reference")
    return wanted ? byRole("reference") : (byRole("rival") ?? candidates[0]);
  return named(wanted) ?? candidates[0];
}

interface World {
  test: SplitFacts;
  facts: PlanFacts;
}

function stageOf(work: ScoreWork, candidate: string, byId: ReadonlyMap<string, Stage>, world: World): Stage {
  const keyOf = (id: string) => byId.get(id)?.key ?? "";
  const { maker, items, answers, against } = work;
  const recipe = {
    maker: recipeOf(maker),
    items,
    answers: keyOf(answers),
    against: against === null ? null : keyOf(against),
  };
  const made = stageKey("score", buildOf(work, world.facts.build), recipe);
  const isRemote = askedModel(work)?.from === "endpoint";
  return {
    id: `score:${work.metric}/${candidate}`,
    kind: "score",
    variant: null,
    candidate,
    ...made,
    inputs: inputsOf(work),
    engine: isRemote ? "api" : "embedded",
    reused_from: null,
    estimate: estimateScore(work, byId.get(answers), world),
    work,
  };
}

/** Limits and rates are no part of what a score depends on. */
function recipeOf(maker: ScoreMaker): Record<string, unknown> {
  if (maker.by === "custom") return { by: maker.by, sha256: maker.sha256 };
  return { ...maker, model: identityOf(maker.model) };
}

/** As src/evaluation/judging makes prompts: instructions in so many characters around rubric, question and answers. */
const INSTRUCTIONS = 900;
const CHARACTERS_PER_TOKEN = 3.2;
const GRADE_TOKENS = 12;
const REASON_TOKENS = 80;

function estimateScore({ maker, against }: ScoreWork, evaluated: Stage | undefined, { test, facts }: World): Estimate {
  if (maker.by === "custom") return { memory_bytes: maker.memory * 1e6, seconds: null, disk_bytes: test.items * 100 };
  const repeats = evaluated?.work.kind === "evaluate" ? (evaluated.work.repeats ?? 1) : 1;
  const answers = against === null ? 1 : 2;
  const requests = test.items * repeats * (against === null ? 1 : 2);
  const expected = maker.expected ? 1 : 0;
  const each =
    INSTRUCTIONS +
    maker.rubric.length +
    test.prompt_characters / test.items +
    ((answers + expected) * test.answer_characters) / test.items;
  const prompt_tokens = each / CHARACTERS_PER_TOKEN;
  const answer_tokens = GRADE_TOKENS + (maker.explain ? REASON_TOKENS : 0);
  if (maker.model.from === "endpoint") {
    const asked = { requests, prompt_tokens, answer_tokens, prompt_characters: each * requests };
    return estimateEndpoint(maker.model.endpoint, asked);
  }
  const { facts: shape, size_bytes } = facts.model(maker.model.model);
  if (!shape) return { memory_bytes: null, seconds: null, disk_bytes: null };
  const measured = facts.rates.evaluate;
  const estimate = estimateEvaluate(shape, {
    model_bytes: size_bytes,
    type: shape.quantization.toLowerCase(),
    items: requests,
    prompt_tokens,
    answer_tokens,
    context: Math.ceil(prompt_tokens * 3 + answer_tokens),
    slots: facts.slots,
    threads: facts.threads,
  });
  if (measured === null) return estimate;
  return { ...estimate, seconds: ((prompt_tokens + answer_tokens) * requests * shape.parameters) / measured };
}
