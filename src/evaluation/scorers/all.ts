import type { ScorerName } from "../../spec/schema-evaluate.ts";
import { exact } from "./exact.ts";
import { fields } from "./fields.ts";
import { json } from "./json.ts";
import { record } from "./record.ts";
import { rules } from "./rules.ts";
import { schema } from "./schema.ts";
import type { Scorer } from "./scorer.ts";

export const scorers: Readonly<Record<ScorerName, Scorer>> = { exact, json, schema, fields, rules, record };

/** From the outermost layer in: an answer that is no JSON can't be valid, one that is not valid … */
export const layerOrder: readonly ScorerName[] = ["json", "schema", "fields", "rules", "record"];

/** The scorer that yields a metric: `fields` for `fields.category`. Undefined: no scorer does. */
export function scorerOf(metric: string): ScorerName | undefined {
  const name = metric.split(".", 1)[0]!;
  return Object.hasOwn(scorers, name) ? (name as ScorerName) : undefined;
}
