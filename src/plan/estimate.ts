import type { ModelFacts } from "../protocol/model.ts";
import type { Estimate } from "../protocol/plan.ts";
import {
  estimateConvert,
  estimateEvaluate,
  estimateMerge,
  estimateQuantize,
  fileBytes,
  type ModelShape,
} from "../sizing/embedded-other.ts";
import { estimateTraining } from "../sizing/embedded-train.ts";
import { countLooks } from "../sizing/looks.ts";
import { peakKey } from "../sizing/peaks.ts";
import type { RunSpec } from "../spec/schema.ts";
import { estimateEndpoint } from "./estimate-endpoint.ts";
import type { PlanFacts } from "./facts.ts";
import type { StageWork } from "./stage.ts";

const unknown: Estimate = { memory_bytes: null, seconds: null, disk_bytes: null };

/** Characters of one token, before a tokenizer has counted: English JSON and mail come to 3.2 with SmolLM2's. */
const CHARACTERS_PER_TOKEN = 3.2;
/** Tokens that a chat template puts around a prompt and an answer. */
const TEMPLATE_TOKENS = 12;

/** What a stage will take here. Nulls where the model's shape is not known: a file that only another engine can read. */
export function estimateOf(work: StageWork, spec: RunSpec, facts: PlanFacts): Estimate {
  const counted = countedEstimate(work, spec, facts);
  const { memory_bytes } = counted;
  const architecture = facts.model(spec.model).facts?.architecture;
  if (memory_bytes === null || architecture === undefined) return counted;
  const factor = facts.rates.memory?.[peakKey({ architecture, kind: work.kind })];
  if (factor === undefined) return counted;
  return { ...counted, memory_bytes: memory_bytes * factor, memory_counted_bytes: memory_bytes };
}

function countedEstimate(work: StageWork, spec: RunSpec, facts: PlanFacts): Estimate {
  if (work.kind === "evaluate" && work.model.from === "endpoint") return endpointEstimate(work, spec, facts);
  const base = facts.model(spec.model);
  const shape = base.facts;
  if (!shape) return unknown;
  const { threads } = facts;
  switch (work.kind) {
    case "convert":
      return estimateConvert(shape, { threads });
    case "train":
      return trainEstimate(work, spec, facts, shape);
    case "merge":
      return estimateMerge(shape, { threads });
    case "quantize":
      return estimateQuantize(shape, { type: work.type, threads });
    case "evaluate":
      return evaluateEstimate(work, spec, facts);
    case "divergence":
      return divergenceEstimate(work, spec, facts);
    case "score":
    case "compare":
      return unknown;
  }
}

function endpointEstimate(work: Evaluate, spec: RunSpec, facts: PlanFacts): Estimate {
  const { test } = facts.data(spec.data);
  if (!test || work.model.from !== "endpoint") return unknown;
  const { items, prompt_characters, answer_characters, longest_characters } = test;
  const requests = items * (work.repeats ?? 1);
  const shots = work.shots === null ? 0 : longest_characters * shotsOf(spec);
  return estimateEndpoint(work.model.endpoint, {
    requests,
    prompt_tokens: tokens(prompt_characters, items) / items + tokens(shots, 0),
    answer_tokens: Math.min(work.decode.max_tokens, tokens(answer_characters, 0) / items),
    prompt_characters: (prompt_characters / items + shots) * requests,
  });
}

type Train = Extract<StageWork, { kind: "train" }>;

function trainEstimate(work: Train, spec: RunSpec, facts: PlanFacts, shape: ModelFacts): Estimate {
  const { train, validation } = facts.data(spec.data);
  if (!train) return unknown;
  const tokensOf = (split: typeof train) => tokens(split.prompt_characters + split.answer_characters, split.items);
  const { settings } = work;
  const trained = tokensOf(train) * settings.epochs;
  const validated = validation ? tokensOf(validation) : 0;
  const steps = Math.ceil(Math.max(1, Math.round(settings.epochs * train.items)) / settings.batch_size);
  const looks = countLooks({ steps, training: trained, validation: validated }, settings.evaluate_every);
  const { memory_bytes, seconds, disk_bytes } = estimateTraining({
    shape,
    rank: settings.rank,
    targets: settings.targets,
    max_length: Math.min(settings.max_length, Math.ceil(tokens(train.longest_characters, 1))),
    trained_tokens: trained,
    validation_tokens: validated * looks,
    threads: facts.threads,
    measured_rate: facts.rates.train,
  });
  return { memory_bytes, seconds, disk_bytes };
}

type Evaluate = Extract<StageWork, { kind: "evaluate" }>;

/** Each item's prompt and expected answer, once; nothing is generated. */
function divergenceEstimate(
  work: Extract<StageWork, { kind: "divergence" }>,
  spec: RunSpec,
  facts: PlanFacts,
): Estimate {
  const decode = { temperature: 0, max_tokens: 1, constrain: "none" } as const;
  const { model, items, shots } = work;
  const asked: Evaluate = { kind: "evaluate", model, items, decode, schema: null, shots, seed: 0 };
  return evaluateEstimate(asked, spec, facts);
}

function evaluateEstimate(work: Evaluate, spec: RunSpec, facts: PlanFacts): Estimate {
  const data = facts.data(spec.data);
  const found = modelOf(work, spec, facts);
  // Another system turn makes other items of the same rows.
  const asked = [data.test, data.validation, data.general].find((split) => split?.sha256 === work.items) ?? data.test;
  if (!asked || !found) return unknown;
  const { prompt_characters, answer_characters, longest_characters } = asked;
  const items = asked.items * (work.repeats ?? 1);
  const shots = work.shots === null ? 0 : tokens(longest_characters, 1) * shotsOf(spec);
  const prompt = tokens(prompt_characters, asked.items) / asked.items;
  const answer = Math.min(work.decode.max_tokens, tokens(answer_characters, 0) / asked.items);
  const estimate = estimateEvaluate(found.shape, {
    ...found,
    items,
    prompt_tokens: prompt + shots,
    answer_tokens: answer,
    context: tokens(longest_characters, 1) + shots + work.decode.max_tokens,
    slots: facts.slots,
    threads: facts.threads,
  });
  const measured = facts.rates.evaluate;
  if (measured === null) return estimate;
  return { ...estimate, seconds: ((prompt + shots + answer) * items * found.shape.parameters) / measured };
}

function modelOf({ model }: Evaluate, spec: RunSpec, facts: PlanFacts) {
  const base = facts.model(model.from === "model" ? model.model : spec.model);
  const shape: ModelShape | null = base.facts;
  if (!shape) return null;
  if (model.from === "model")
    return { shape, model_bytes: base.size_bytes, type: base.facts!.quantization.toLowerCase() };
  if (model.from === "endpoint") return null;
  const type = /^[^.]+\.(.+)\.gguf$/.exec(model.file)?.[1] ?? "f16";
  return { shape, model_bytes: fileBytes(shape, type), type };
}

/** The most that any rival shows: an estimate need not tell rivals apart. */
function shotsOf(spec: RunSpec): number {
  return Math.max(spec.evaluate?.decode.shots ?? 0, ...(spec.evaluate?.rivals.map(({ shots }) => shots ?? 0) ?? []));
}

function tokens(characters: number, items: number): number {
  return characters / CHARACTERS_PER_TOKEN + items * TEMPLATE_TOKENS;
}
