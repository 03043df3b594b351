import {
  metricOf,
  parametrisedScorers,
  type ScorerName,
  type ScorerSpec,
  scorerNames,
} from "../../spec/schema-scorers.ts";
import { chrf } from "./chrf.ts";
import { classification } from "./classification.ts";
import { exact } from "./exact.ts";
import { fields } from "./fields.ts";
import { format } from "./format.ts";
import { given } from "./given.ts";
import { json } from "./json.ts";
import { length } from "./length.ts";
import { latency, tokens } from "./measured.ts";
import { noRefusal } from "./no-refusal.ts";
import { contains, normalized } from "./normalized.ts";
import { number } from "./number.ts";
import { record } from "./record.ts";
import { regex } from "./regex.ts";
import { rules } from "./rules.ts";
import { schema } from "./schema.ts";
import type { Scorer } from "./scorer.ts";
import { tokenF1 } from "./token-f1.ts";

type Parametrised = (typeof parametrisedScorers)[number];
type Plain = Exclude<ScorerName, Parametrised>;

/** By name alone. */
const plain: Readonly<Record<Plain, Scorer>> = {
  exact,
  normalized,
  contains,
  number: number(),
  classification,
  token_f1: tokenF1,
  chrf,
  json,
  schema,
  fields,
  rules,
  record,
  no_refusal: noRefusal,
  format,
};

/** Whether a scorer's scores are made by an earlier stage: those of judges and programs. */
export function isGiven(spec: ScorerSpec): boolean {
  return typeof spec === "object" && ("judge" in spec || "custom" in spec);
}

/** The scorer that a line of the run file asks for. */
export function scorerFor(spec: ScorerSpec): Scorer {
  if (typeof spec === "string") return plain[spec];
  if ("regex" in spec) return regex(spec.regex);
  if ("length" in spec) return length(spec.length);
  if ("number" in spec) return number(spec.number);
  if ("latency" in spec) return latency(spec.latency);
  if ("tokens" in spec) return tokens(spec.tokens);
  if (isGiven(spec)) return given(metricOf(spec));
  return classification;
}

/** From the outermost layer in: an answer that is no JSON can't be valid, one that is not valid … */
export const layerOrder: readonly ScorerName[] = ["json", "schema", "fields", "rules", "record"];

/** The same where answers are text: what asks for less comes first. Scorers that give parts of a point are no layers. */
export const textLayerOrder: readonly ScorerName[] = [
  "no_refusal",
  "format",
  "length",
  "regex",
  "contains",
  "number",
  "classification",
  "normalized",
  "exact",
];

/** The name of the scorer that yields a metric: `fields` for `fields.category`. Undefined: no scorer does. */
export function scorerOf(metric: string): ScorerName | undefined {
  const name = metric.split(".", 1)[0]!;
  return scorerNames.find((known) => known === name);
}

/** The line of a run file that asks for the scorer of a metric: as the file writes it, else by its name. Undefined: there can't be one. */
export function scorerWanted(metric: string, written: readonly ScorerSpec[]): ScorerSpec | undefined {
  const name = scorerOf(metric);
  const found = written.find((scorer) => metricOf(scorer) === metric || metricOf(scorer) === name);
  if (found !== undefined) return found;
  return parametrisedScorers.some((known) => known === name) ? undefined : (name as Plain | undefined);
}
