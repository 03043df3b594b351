import { type Problem, problem } from "../protocol/problem.ts";
import { nearest } from "../spec/near.ts";
import type { LoadedRunFile } from "./load.ts";

/**
 * Fields that a rule asks of the answer and that the answers' schema does not have: such a rule fails on every row, and
 * says nothing of the model. Only where the schema closes its list of fields; deeper fields are the schema's own affair.
 */
export function ruleFieldProblems({ value, document, file }: LoadedRunFile, schemaText: string | null): Problem[] {
  const known = fieldsOf(schemaText);
  if (!value || known === null) return [];
  return value.data.rules.flatMap((rule, index) =>
    (["when", "then"] as const).flatMap((part) => {
      const source = document.sourceOf(["data", "rules", index, part]);
      if (!source || rule[part] === undefined) return [];
      return [...source.text.matchAll(/(?<![\w.])(answer|expected)\.([A-Za-z_]\w*)/g)].flatMap(
        ([all, , field], place, matches) => {
          if (known.includes(field!)) return [];
          const start = source.start + matches[place]!.index + all.length - field!.length;
          const range = document.range(start, start + field!.length);
          const near = nearest(field!, known);
          const suggestions = near.map((name) => ({ title: name, edit: { range, new_text: name } }));
          const params = {
            rule: rule.id,
            field: field!,
            known: known.join(", "),
            ...(near[0] ? { near: near[0] } : {}),
          };
          return [problem("rule-field-unknown", params, { file, range, severity: "warning", suggestions })];
        },
      );
    }),
  );
}

/** The fields of a schema that allows no others; null where it does, or says it in a way that is not looked into. */
function fieldsOf(schemaText: string | null): string[] | null {
  if (schemaText === null) return null;
  let schema: unknown;
  try {
    schema = JSON.parse(schemaText);
  } catch {
    return null; // the data's own checks say so
  }
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return null;
  const { properties, additionalProperties } = schema as { properties: unknown; additionalProperties?: unknown };
  if (additionalProperties !== false || typeof properties !== "object" || properties === null) return null;
  return Object.keys(properties);
}
