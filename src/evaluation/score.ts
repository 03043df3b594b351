import type { Item, ScoreRow } from "../protocol/item.ts";
import { CodedError, type Problem, problem } from "../protocol/problem.ts";
import { type ScorerName, type ScorerSpec, scorerName } from "../spec/schema-scorers.ts";
import { type Parsed, parseAnswer } from "./parse-answer.ts";
import { answersOf, averageScorings, repeatsIn } from "./repeats.ts";
import { compileRules, type Rule, runRules } from "./rules.ts";
import { layerOrder, scorerFor, textLayerOrder } from "./scorers/all.ts";
import { type Labelled, labelsOf } from "./scorers/labels.ts";
import { numberIn } from "./scorers/number.ts";
import { compileSchema, validateAll } from "./scorers/schema.ts";
import type { Case, Scores, ScoringContext } from "./scorers/scorer.ts";
import type { ScoredAnswer, ScoringResult } from "./scoring.ts";

export type { ScoredAnswer, ScoringResult } from "./scoring.ts";

export interface ScoringInput {
  items: readonly Item[];
  /** In any order. An item without an answer failed. */
  answers: readonly ScoredAnswer[];
  scorers: readonly ScorerSpec[];
  /** The data's JSON schema; null: there is none. */
  schema: unknown;
  rules: readonly Rule[];
  /** Scores by metric, item and repeat (from 0) that earlier stages made. Left out: there are none. */
  given?: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

/**
 * Scores a candidate's answers. Every metric's denominator is all items: what is missing or no JSON scores 0. Several
 * answers to an item are averaged first.
 * Throws `answers-duplicate`, `schema-missing` and what is wrong with a schema: then no number would mean anything.
 */
export function scoreAnswers(input: ScoringInput): ScoringResult {
  const repeats = repeatsIn(input.answers);
  if (repeats === 1) return scoreOnce(input, 0);
  const scorings = Array.from({ length: repeats }, (_, repeat) =>
    scoreOnce({ ...input, answers: answersOf(input.answers, repeat) }, repeat),
  );
  return averageScorings(scorings);
}

function scoreOnce(input: ScoringInput, repeat: number): ScoringResult {
  const { items, schema } = input;
  const cases = casesOf(input);
  const compiled = compileRules(input.rules);
  const check = schema === null || schema === undefined ? null : compileSchema(schema);
  const warnings: Problem[] = [];
  const context: ScoringContext = {
    labelled: labelledOf(cases, input.scorers),
    given: givenAt(input.given, repeat),
    warn: (found) => warnings.push(found),
    valid:
      check &&
      validateAll(
        check,
        cases.map(({ answer }) => answer),
      ),
    rules: compiled.rules,
    outcomes: runRules(compiled.rules, cases),
  };
  const scores: Scores = Object.assign({}, ...input.scorers.map((scorer) => scorerFor(scorer)(cases, context)));
  const failed = failuresOf(cases, scores, input.scorers.map(scorerName));
  return {
    rows: rowsOf(items, scores),
    ...failed,
    missing: cases.filter(({ answer }) => answer.text === null).length,
    ruleErrors: context.outcomes.flat().filter(({ outcome }) => outcome === "error").length,
    labelled: context.labelled,
    problems: [...compiled.problems, ...unknownAnswers(input), ...ruleErrors(context), ...warnings],
  };
}

function casesOf({ items, answers }: ScoringInput): Case[] {
  refuseDuplicates(items.map(({ id }) => id));
  refuseDuplicates(answers.map(({ id }) => id));
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return items.map((item): Case => {
    const found = byId.get(item.id);
    const answer = parseAnswer(found?.answer ?? null);
    return { item, answer, expected: parseAnswer(item.answer), ...(found ? { measured: found } : {}) };
  });
}

/** The scores of one repeat, as scorers read them. */
function givenAt(given: ScoringInput["given"] = new Map(), repeat: number): ScoringContext["given"] {
  const byMetric = [...given].map(([metric, byItem]) => {
    const scores = [...byItem].flatMap(([id, list]) =>
      list[repeat] === undefined ? [] : [[id, list[repeat]] as const],
    );
    return [metric, new Map(scores)] as const;
  });
  return new Map(byMetric);
}

function labelledOf(cases: readonly Case[], scorers: readonly ScorerSpec[]): Labelled | null {
  const found = scorers.find((scorer) => scorerName(scorer) === "classification");
  if (found === undefined) return null;
  return labelsOf(cases, typeof found === "object" && "classification" in found ? found.classification : undefined);
}

function refuseDuplicates(ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new CodedError("answers-duplicate", { id });
    seen.add(id);
  }
}

/** Attributes each item's failure to the first of the chosen layers that it does not pass whole. */
function failuresOf(cases: readonly Case[], scores: Scores, chosen: readonly ScorerName[]) {
  const inLayers = layerOrder.filter((name) => chosen.includes(name));
  // Beside JSON layers those of text are none: `exact` also fails for a space or a key's place.
  const layers = inLayers.length > 0 ? inLayers : textLayerOrder.filter((name) => chosen.includes(name));
  const failedLayers = cases.map(({ answer }, index) => {
    if (answer.text === null) return "answer";
    return layers.find((layer) => (scores[layer]?.[index] ?? 0) < 1) ?? null;
  });
  const count = (layer: string) => ({ layer, failed: failedLayers.filter((failed) => failed === layer).length });
  return { failedLayers, layers: ["answer", ...layers].map(count) };
}

function rowsOf(items: readonly Item[], scores: Scores): ScoreRow[] {
  const columns = Object.entries(scores);
  return items.map(({ id, cluster }, index) => ({
    id,
    scores: Object.fromEntries(columns.map(([metric, column]) => [metric, column[index]!])),
    ...(cluster === null ? {} : { cluster }),
  }));
}

function unknownAnswers({ items, answers }: ScoringInput): Problem[] {
  const known = new Set(items.map(({ id }) => id));
  const unknown = answers.filter(({ id }) => !known.has(id));
  const [first] = unknown;
  return first ? [problem("answers-unknown", { count: unknown.length, id: first.id }, { severity: "warning" })] : [];
}

/** One warning for each rule that could not be decided, with what CEL said the first time. */
function ruleErrors({ rules, outcomes }: ScoringContext): Problem[] {
  return rules.flatMap(({ id }, rule) => {
    const errors = outcomes.map((row) => row[rule]!).filter(({ outcome }) => outcome === "error");
    if (errors.length === 0) return [];
    const params = { rule: id, count: errors.length, detail: errors[0]!.detail ?? "" };
    return [problem("rule-error", params, { severity: "warning" })];
  });
}

/**
 * What the expected answers themselves do not satisfy: no candidate can be right where they are wrong.
 * Warnings, each with the number of items and the first of them.
 */
export function checkExpected(input: Pick<ScoringInput, "items" | "schema" | "rules" | "scorers">): Problem[] {
  const { items, schema } = input;
  const expected: Parsed[] = items.map(({ answer }) => parseAnswer(answer));
  const warn = (code: string, wrong: (index: number) => boolean, params = {}): Problem[] => {
    const found = items.filter((_, index) => wrong(index));
    const [first] = found;
    return first ? [problem(code, { ...params, count: found.length, id: first.id }, { severity: "warning" })] : [];
  };
  const names = input.scorers.map(scorerName);
  const readsJson = names.some((name) => name !== "record" && layerOrder.includes(name));
  const problems = readsJson ? warn("expected-not-json", (index) => !expected[index]!.ok) : [];
  if (names.includes("number")) problems.push(...warn("expected-no-number", (index) => !hasNumber(items[index]!)));
  if (names.includes("schema") && schema !== null && schema !== undefined) {
    const valid = validateAll(compileSchema(schema), expected);
    problems.push(...warn("expected-not-valid", (index) => expected[index]!.ok && !valid[index]));
  }
  if (names.includes("rules")) {
    const { rules } = compileRules(input.rules);
    const results = runRules(
      rules,
      expected.map((answer) => ({ answer, expected: answer })),
    );
    for (const [rule, { id }] of rules.entries()) {
      const broken = (index: number) => expected[index]!.ok && results[index]![rule]!.outcome !== "holds";
      problems.push(...warn("expected-breaks-rule", broken, { rule: id }));
    }
  }
  return problems;
}

function hasNumber({ answer }: Item): boolean {
  return numberIn(answer, "last") !== null;
}
