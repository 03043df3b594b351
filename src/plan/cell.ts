import { createHash } from "node:crypto";
import type { PlannedStage, StageKind } from "../protocol/plan.ts";
import { type Candidate, fullName, quantizationsOf } from "../spec/candidates.ts";
import type { MatrixCell } from "../spec/matrix.ts";
import { embeddedCan, resolveTrainSettings } from "../spec/resolve.ts";
import type { RunSpec } from "../spec/schema.ts";
import { estimateOf } from "./estimate.ts";
import type { DataFacts, PlanFacts } from "./facts.ts";
import { stageKey } from "./key.ts";
import {
  askedModel,
  type ComparedCandidate,
  type GeneralCell,
  type ModelSource,
  type Stage,
  type StageWork,
} from "./stage.ts";

export interface CellPlan {
  stages: Stage[];
  compared: ComparedCandidate[];
  /** The two evaluations on the general set; null where nothing is asked or tuned. */
  general: GeneralCell | null;
  /** The reference's evaluation on the validation rows, where `select` asks for it. */
  validated: { name: string; stage: string } | null;
}

interface CellInput {
  /** The whole run file: names of candidates depend on its matrix. */
  spec: RunSpec;
  cell: MatrixCell;
  candidates: readonly Candidate[];
  facts: PlanFacts;
  /** Stages of earlier cells by key: equal work is done once. */
  known: ReadonlyMap<string, Stage>;
}

/** The stages of one cell of the matrix, in the order in which they depend on one another. */
export function stagesOfCell({ spec, cell, candidates, facts, known }: CellInput): CellPlan {
  const builder = new CellBuilder(cell, facts, known);
  const data = facts.data(cell.spec.data);
  const unquantized = unquantizedModel(builder, cell, data);
  if (unquantized) for (const type of quantizationsOf(cell.spec)) quantized(builder, unquantized, type);
  const compared: ComparedCandidate[] = [];
  for (const candidate of candidates) {
    const model = modelOf(builder, candidate, unquantized);
    if (!model || !cell.spec.evaluate || !data.test) continue;
    const name = fullName(spec, cell, candidate);
    const work = evaluateWork(candidate, model, data, "test");
    const stage = builder.add(work, { candidate: name });
    compared.push({
      ...{ name, role: candidate.role, stage: stage.id, model, quantization: candidate.quantization },
      ...divergenceOf(builder, { name, work, spec: cell.spec, unquantized }),
    });
  }
  const validated = validatedReference({ builder, spec, cell, candidates, data, unquantized });
  return { stages: builder.stages, compared, general: generalCell(builder, cell, data, unquantized), validated };
}

interface DivergenceInput {
  name: string;
  /** Its evaluation: what is predicted there is measured on the same items, behind the same examples. */
  work: StageWork;
  spec: RunSpec;
  unquantized: StageSource | null;
}

/** How a quantized model's predictions differ from those of the model that it was made of, where that is asked for. */
function divergenceOf(
  builder: CellBuilder,
  { name, work, spec, unquantized }: DivergenceInput,
): { divergence?: string } {
  if (!spec.evaluate?.divergence || !unquantized || work.kind !== "evaluate") return {};
  const { model, items, shots } = work;
  if (model.from !== "stage" || model.stage === unquantized.stage) return {};
  const reference = builder.add(
    { kind: "divergence", model: unquantized, items, shots, reference: null },
    { detail: "reference" },
  );
  const measured = builder.add(
    { kind: "divergence", model, items, shots, reference: reference.id },
    { candidate: name },
  );
  return { divergence: measured.id };
}

interface ReferenceInput {
  builder: CellBuilder;
  spec: RunSpec;
  cell: MatrixCell;
  candidates: readonly Candidate[];
  data: DataFacts;
  unquantized: StageSource | null;
}

/** A variant's reference answers the validation rows too, where they choose among several variants. */
function validatedReference({ builder, spec, cell, candidates, data, unquantized }: ReferenceInput) {
  const reference = candidates.find(({ role }) => role === "reference");
  if (cell.spec.evaluate?.select !== "validation" || !reference || !unquantized || !data.validation) return null;
  const name = fullName(spec, cell, reference);
  const work = evaluateWork(reference, unquantized, data, "validation");
  return { name, stage: builder.add(work, { detail: "validation" }).id };
}

/** The tuned model in full precision and its base on the general set: what quantizing costs is another question. */
function generalCell(
  builder: CellBuilder,
  cell: MatrixCell,
  { general }: DataFacts,
  tuned: StageSource | null,
): GeneralCell | null {
  if (!general || !tuned || !cell.spec.train || !builder.base) return null;
  const ask = (model: StageSource, detail: string) => {
    const work: StageWork = {
      kind: "evaluate",
      model,
      items: general.sha256,
      decode: general.decode,
      schema: null,
      shots: null,
      seed: 0,
    };
    return builder.add(work, { detail }).id;
  };
  return { variant: cell.name, base: ask(builder.base, "general/base"), tuned: ask(tuned, "general") };
}

/** The f16 model that quantizations come from: the merged one, or the base where nothing is trained. */
function unquantizedModel(builder: CellBuilder, cell: MatrixCell, data: DataFacts): StageSource | null {
  const { spec } = cell;
  if (!spec.train && !spec.evaluate && spec.quantize.length === 0) return null;
  const model = builder.facts.model(spec.model);
  const convert = builder.add({ kind: "convert", model: spec.model, model_sha256: model.sha256 }, {});
  const base: StageSource = { from: "stage", stage: convert.id, file: "base.f16.gguf" };
  builder.base = base;
  if (!spec.train || !data.train) return base;
  const train = builder.add(
    {
      kind: "train",
      convert: convert.id,
      train: data.train.sha256,
      validation: data.validation?.sha256 ?? null,
      settings: resolveTrainSettings(spec, data.train.items),
      deterministic: spec.train.deterministic,
    },
    {},
  );
  const merge = builder.add({ kind: "merge", convert: convert.id, train: train.id }, {});
  return { from: "stage", stage: merge.id, file: "model.f16.gguf" };
}

type StageSource = Extract<ModelSource, { from: "stage" }>;

function modelOf(builder: CellBuilder, candidate: Candidate, unquantized: StageSource | null): ModelSource | null {
  if (candidate.endpoint) return { from: "endpoint", endpoint: candidate.endpoint };
  if (candidate.role === "rival") {
    const { model } = candidate;
    return { from: "model", model, sha256: builder.facts.model(model).sha256 };
  }
  if (!unquantized || candidate.role === "reference") return unquantized;
  return quantized(builder, unquantized, candidate.quantization ?? "");
}

function quantized(builder: CellBuilder, source: StageSource, type: string): StageSource {
  const stage = builder.add({ kind: "quantize", source, type }, { detail: type });
  return { from: "stage", stage: stage.id, file: `model.${type}.gguf` };
}

function evaluateWork(
  candidate: Candidate,
  model: ModelSource,
  data: DataFacts,
  split: "test" | "validation",
): StageWork {
  const { decode, shots, system, repeats } = candidate;
  const items = system === null ? data[split] : data.withSystem(split, system);
  return {
    kind: "evaluate",
    model,
    items: items?.sha256 ?? "",
    decode,
    schema: decode.constrain === "schema" ? data.schema : null,
    shots: shots > 0 ? (data.shots(shots)?.sha256 ?? null) : null,
    seed: 0,
    ...(repeats > 1 ? { repeats } : {}),
  };
}

/** Adds stages, giving each its key and a name, and finds those that are there already. */
class CellBuilder {
  readonly stages: Stage[] = [];
  /** The unchanged model in f16; null until it is planned. */
  base: StageSource | null = null;
  readonly facts: PlanFacts;
  private readonly cell: MatrixCell;
  private readonly known: ReadonlyMap<string, Stage>;

  constructor(cell: MatrixCell, facts: PlanFacts, known: ReadonlyMap<string, Stage>) {
    this.cell = cell;
    this.facts = facts;
    this.known = known;
  }

  add(work: StageWork, { candidate = null, detail = "" }: { candidate?: string | null; detail?: string }): Stage {
    const { key, recipe } = stageKey(work.kind, buildOf(work, this.facts.build), this.recipeOf(work));
    const there = this.known.get(key) ?? this.stages.find((stage) => stage.key === key);
    if (there) return there;
    const stage: Stage = {
      id: this.freeId(work.kind, candidate ?? [this.cell.name, detail].filter(Boolean).join("/")),
      kind: work.kind,
      variant: this.cell.name === "" ? null : this.cell.name,
      candidate,
      key,
      inputs: inputsOf(work),
      engine: engineOf(work, this.cell.spec),
      reused_from: null,
      estimate: estimateOf(work, this.cell.spec, this.facts),
      work,
      recipe,
    };
    this.stages.push(stage);
    return stage;
  }

  /** `train:rank=16`; a bare kind where nothing tells cells apart. */
  private freeId(kind: StageKind, label: string): string {
    const id = label === "" || kind === "convert" ? kind : `${kind}:${label}`;
    const taken = (name: string) =>
      this.stages.some((stage) => stage.id === name) || [...this.known.values()].some((stage) => stage.id === name);
    if (!taken(id)) return id;
    for (let count = 2; ; count += 1) if (!taken(`${id}#${count}`)) return `${id}#${count}`;
  }

  /** The work with stage ids, which are names, replaced by keys, which are content. */
  private recipeOf(work: StageWork): Record<string, unknown> {
    const keyOf = (id: string) =>
      (this.stages.find((stage) => stage.id === id) ?? [...this.known.values()].find((stage) => stage.id === id))?.key;
    const source = (model: ModelSource) =>
      model.from === "stage" ? { key: keyOf(model.stage), file: model.file } : identityOf(model);
    switch (work.kind) {
      case "convert":
        return { model: work.model_sha256 };
      case "train":
        return { ...work, convert: keyOf(work.convert) };
      case "merge":
        return { convert: keyOf(work.convert), train: keyOf(work.train) };
      case "quantize":
        return { source: source(work.source), type: work.type };
      case "evaluate":
        return { ...work, model: source(work.model), schema: work.schema === null ? null : sha256(work.schema) };
      case "divergence":
        return {
          ...work,
          model: source(work.model),
          reference: work.reference === null ? null : keyOf(work.reference),
        };
      case "score":
      case "compare":
        throw new Error(`a ${work.kind} stage belongs to no cell`);
    }
  }
}

/** What a model's answers depend on. Of an endpoint: its address and the model's name there, which is all that can be known. */
export function identityOf(model: Exclude<ModelSource, { from: "stage" }>): Record<string, string> {
  if (model.from === "model") return { sha256: model.sha256 };
  const { url, model: name } = model.endpoint;
  return { url, model: name };
}

/** The native libraries have no part in what an endpoint answers. */
export function buildOf(work: StageWork, build: string): string {
  if (askedModel(work)?.from === "endpoint") return "openai-chat 1";
  return work.kind === "score" && work.maker.by === "custom" ? "custom 1" : build;
}

export function inputsOf(work: StageWork): string[] {
  switch (work.kind) {
    case "convert":
      return [];
    case "train":
      return [work.convert];
    case "merge":
      return [work.convert, work.train];
    case "quantize":
      return [work.source.stage];
    case "evaluate":
      return work.model.from === "stage" ? [work.model.stage] : [];
    case "divergence":
      return [work.model.stage, ...(work.reference === null ? [] : [work.reference])];
    case "score":
      return work.against === null ? [work.answers] : [work.answers, work.against];
    case "compare":
      return comparedStages(work);
  }
}

/** All evaluations that a comparison reads, each once. */
function comparedStages({
  candidates,
  forgetting,
  selection,
  scored,
}: Extract<StageWork, { kind: "compare" }>): string[] {
  const general = forgetting?.cells.flatMap(({ base, tuned }) => [base, tuned]) ?? [];
  const validated = selection?.references.map(({ stage }) => stage) ?? [];
  const given = scored?.flatMap(({ stage }) => stage ?? []) ?? [];
  const compared = candidates.flatMap(({ stage, divergence }) =>
    divergence === undefined ? [stage] : [stage, divergence],
  );
  return [...new Set([...compared, ...general, ...validated, ...given])];
}

/** Only training needs another engine than the embedded one, where that can't do what is asked. */
function engineOf(work: StageWork, spec: RunSpec): PlannedStage["engine"] {
  if (work.kind === "evaluate" && work.model.from === "endpoint") return "api";
  return work.kind === "train" && (!embeddedCan(spec) || spec.engine === "python") ? "python" : "embedded";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
