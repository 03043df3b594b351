import type { ModelFacts } from "../protocol/model.ts";
import { type Problem, problem, type Suggestion } from "../protocol/problem.ts";
import { kQuantFallbacks } from "../sizing/fallbacks.ts";
import type { RunDocument, SpecPath } from "../spec/document.ts";
import type { RunSpec } from "../spec/schema.ts";
import { rangeToShow } from "../spec/show.ts";
import type { Plan } from "./plan.ts";

export interface SenseInput {
  spec: RunSpec;
  document: RunDocument;
  plan: Plan;
  /** Rows of the splits after reading and division. */
  items: { train: number; test: number };
  /** The base model's; null where the file is not known. */
  base: ModelFacts | null;
  /** Facts of other models that the file judges, by their reference. */
  rivals: ReadonlyMap<string, ModelFacts>;
  /** Smallest difference that the test rows probably show; null without a test. */
  detectable: number | null;
  /** Test rows that would show a difference; see `detectableDifference`. */
  itemsNeeded(difference: number): number;
}

/** Fewer optimizer steps than this leave an adapter near where it started: the warm-up alone takes some of them. */
const fewestSteps = 20;

/** What the file, the data's size and the models together say that can be executed and hardly can be meant. */
export function senseProblems(input: SenseInput): Problem[] {
  return [
    ...tooFewSteps(input),
    ...undecidable(input),
    ...fallingBack(input),
    ...otherTemplates(input),
    ...overBudget(input),
  ];
}

function warn(
  { document }: SenseInput,
  path: SpecPath,
  code: string,
  params: Problem["params"],
  rest: Partial<Pick<Problem, "severity" | "suggestions">> = {},
): Problem {
  return problem(code, params, { severity: "warning", range: rangeToShow(document, path), ...rest });
}

function tooFewSteps(input: SenseInput): Problem[] {
  const { spec, document, items } = input;
  const { train } = spec;
  if (!train || items.train === 0 || Object.keys(spec.matrix).some((path) => path.startsWith("train."))) return [];
  const { epochs, batch_size } = train;
  const steps = Math.ceil((items.train * epochs) / batch_size);
  if (steps >= fewestSteps) return [];
  const enough = Math.ceil((fewestSteps * batch_size) / items.train);
  const key = document.nodeAt(["train", "epochs"]) ? ["train", "epochs"] : ["train"];
  const range = document.rangeOf(["train", "epochs"], "value");
  const isWritten = key.length === 2 && range !== null;
  const suggestions: Suggestion[] =
    isWritten && enough <= 20 ? [{ title: `epochs: ${enough}`, edit: { range, new_text: String(enough) } }] : [];
  const params = { steps, rows: items.train, epochs, batch_size, fewest: fewestSteps, enough };
  return [warn(input, key, "too-few-steps", params, { suggestions })];
}

function undecidable(input: SenseInput): Problem[] {
  const { spec, detectable, items } = input;
  if (!spec.evaluate || detectable === null) return [];
  const { primary, good_enough } = spec.evaluate;
  return good_enough.flatMap((gate, index) => {
    if (!("margin" in gate) || gate.metric !== primary || gate.margin >= detectable) return [];
    const params = {
      margin: points(gate.margin),
      detectable: points(detectable),
      rows: items.test,
      needed: input.itemsNeeded(gate.margin),
    };
    return [warn(input, ["evaluate", "good_enough", index], "margin-undecidable", params)];
  });
}

/** Percentage points, as shares are said in words. */
function points(share: number): number {
  return Number((100 * share).toPrecision(2));
}

function fallingBack(input: SenseInput): Problem[] {
  const { base, spec } = input;
  if (!base) return [];
  return spec.quantize.flatMap((type, index) => {
    const found = kQuantFallbacks(base, type);
    if (!found) return [];
    const params = { type, columns: found.columns, instead: found.instead, percent: Math.round(100 * found.share) };
    return [warn(input, ["quantize", index], "quantization-falls-back", params, { severity: "info" })];
  });
}

/** Two models with different templates see different prompts: part of what is compared is the template. */
function otherTemplates(input: SenseInput): Problem[] {
  const { base, spec, rivals } = input;
  return (spec.evaluate?.rivals ?? []).flatMap(({ name, model }, index) => {
    const other = model === undefined ? undefined : rivals.get(model);
    if (!base || !other || other.chat_template === base.chat_template) return [];
    const [without, has] = base.chat_template ? [model!, spec.model] : [spec.model, model!];
    const path = ["evaluate", "rivals", index, "model"];
    return [warn(input, path, "template-differs", { rival: name, without, with: has })];
  });
}

function overBudget(input: SenseInput): Problem[] {
  const hours = input.spec.budget?.hours;
  if (hours === undefined) return [];
  const fresh = input.plan.stages.filter(({ reused_from }) => reused_from === null);
  const seconds = fresh.reduce((sum, { estimate }) => sum + (estimate.seconds ?? 0), 0);
  if (seconds <= hours * 3600) return [];
  const params = { hours, estimate: Number((seconds / 3600).toPrecision(2)) };
  return [warn(input, ["budget", "hours"], "over-budget", params)];
}
