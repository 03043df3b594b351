import { Environment } from "@marcbachmann/cel-js";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../document.ts";
import type { RunSpec } from "../schema.ts";
import { problemAt } from "./at.ts";

/** Rules must be CEL and have names of their own. What they say of the data is seen when they meet it. */
export function checkRules({ data }: RunSpec, document: RunDocument): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, rule] of data.rules.entries()) {
    const path = ["data", "rules", index];
    if (seen.has(rule.id)) problems.push(problemAt(document, [...path, "id"], "duplicate-rule", { id: rule.id }));
    seen.add(rule.id);
    for (const part of ["when", "then"] as const) {
      const expression = rule[part];
      if (expression !== undefined) problems.push(...checkExpression(document, [...path, part], expression));
    }
  }
  return problems;
}

/** What a rule may speak of: the model's answer and the row's. Their types are known when rows are. */
const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("answer", "dyn")
  .registerVariable("expected", "dyn");

function checkExpression(document: RunDocument, path: SpecPath, expression: string): Problem[] {
  try {
    const checked = environment.parse(expression).check();
    if (!checked.valid) throw checked.error;
    if (checked.type === "bool" || checked.type === "dyn") return [];
    return [problemAt(document, path, "rule-type", { type: String(checked.type) })];
  } catch (error) {
    const detail = error instanceof Error ? error.message.split("\n", 1)[0]! : String(error);
    const at = rangeInside(document, path, expression, offsetsOf(error));
    const found = problemAt(document, path, "rule-syntax", { detail });
    return [at ? problem(found.code, found.params, { range: at }) : found];
  }
}

/** The library's errors say where in the expression they are. */
function offsetsOf(error: unknown): { start: number; end: number } | undefined {
  const range = (error as { range?: { start?: unknown; end?: unknown } } | null)?.range;
  return typeof range?.start === "number" && typeof range.end === "number"
    ? { start: range.start, end: range.end }
    : undefined;
}

/** The place inside a scalar that is written as it reads; undefined where quotes or folding move its characters. */
function rangeInside(
  document: RunDocument,
  path: SpecPath,
  expression: string,
  range: { start: number; end: number } | undefined,
): Problem["range"] {
  const source = document.sourceOf(path);
  const shift = source?.text.indexOf(expression) ?? -1;
  if (!source || !range || shift < 0) return undefined;
  const start = Math.min(range.start, Math.max(0, expression.length - 1));
  const from = source.start + shift + start;
  return document.range(from, Math.max(from + 1, source.start + shift + Math.min(range.end, expression.length)));
}
