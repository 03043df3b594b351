import { Environment } from "@marcbachmann/cel-js";
import { type Problem, problem } from "../protocol/problem.ts";
import { celValue, type Parsed } from "./parse-answer.ts";
import { runLimited } from "./time-limit.ts";

/** A rule as the run file has it: where `when` is true, `then` must be. */
export interface Rule {
  id: string;
  when?: string | undefined;
  then: string;
}

type Expression = (variables: Record<string, unknown>) => unknown;

export interface CompiledRule {
  id: string;
  when: Expression | null;
  holds: Expression;
}

/** `error`: the rule could not be decided (a field that isn't there, a type that doesn't fit); it counts as broken. */
export type RuleOutcome = "holds" | "broken" | "error";

export interface RuleResult {
  outcome: RuleOutcome;
  /** What CEL said, for an error. */
  detail?: string;
}

/**
 * Compiles rules. `answer` is the answer's value, `expected` that of the expected answer.
 * A rule that CEL can't read is a problem, with the offsets of the mistake in its own text, and is left out.
 */
export function compileRules(rules: readonly Rule[]): { rules: CompiledRule[]; problems: Problem[] } {
  const environment = new Environment({ homogeneousAggregateLiterals: false })
    .registerVariable("answer", "dyn")
    .registerVariable("expected", "dyn");
  const problems: Problem[] = [];
  const compiled: CompiledRule[] = [];
  for (const rule of rules) {
    const read = (part: "when" | "then", text: string): Expression | null => {
      try {
        const parsed = environment.parse(text);
        const checked = parsed.check();
        if (!checked.valid) throw checked.error;
        if (checked.type === "bool" || checked.type === "dyn") return parsed as Expression;
        problems.push(problem("rule-not-a-condition", { rule: rule.id, part, type: String(checked.type) }));
      } catch (error) {
        problems.push(problem("rule-invalid", { rule: rule.id, part, detail: celDetail(error), ...celOffsets(error) }));
      }
      return null;
    };
    const when = rule.when === undefined ? null : read("when", rule.when);
    const holds = read("then", rule.then);
    if (holds && (when || rule.when === undefined)) compiled.push({ id: rule.id, when, holds });
  }
  return { rules: compiled, problems };
}

/** The outcome of each rule for each answer: `result[answer][rule]`. An answer that is no JSON breaks every rule. */
export function runRules(
  rules: readonly CompiledRule[],
  cases: readonly { answer: Parsed; expected: Parsed }[],
): RuleResult[][] {
  const results = cases.map((): RuleResult[] => rules.map(() => ({ outcome: "broken" })));
  if (rules.length === 0) return results;
  const work = (index: number) => {
    const { answer, expected } = cases[index]!;
    if (!answer.ok) return;
    const variables = {
      answer: celValue(answer.text),
      expected: expected.ok ? celValue(expected.text) : (expected.text ?? ""),
    };
    results[index] = rules.map((rule) => runRule(rule, variables));
  };
  const giveUp = (index: number) => {
    results[index] = rules.map(() => ({ outcome: "error", detail: "time limit" }));
  };
  runLimited(cases.length, work, giveUp);
  return results;
}

function runRule(rule: CompiledRule, variables: Record<string, unknown>): RuleResult {
  try {
    if (rule.when) {
      const applies = rule.when(variables);
      if (applies === false) return { outcome: "holds" };
      if (applies !== true) return { outcome: "error", detail: "`when` is neither true nor false" };
    }
    const holds = rule.holds(variables);
    if (typeof holds !== "boolean") return { outcome: "error", detail: "`then` is neither true nor false" };
    return { outcome: holds ? "holds" : "broken" };
  } catch (error) {
    return { outcome: "error", detail: celDetail(error) };
  }
}

/** CEL's messages go on with a picture of the source; their first line says it. */
function celDetail(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0]!.trim();
}

function celOffsets(error: unknown): { start: number; end: number } | Record<string, never> {
  const range = (error as { range?: { start: number; end: number } } | null)?.range;
  return range ? { start: range.start, end: range.end } : {};
}
