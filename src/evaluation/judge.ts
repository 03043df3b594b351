import type { CandidateResult, Verdict } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import { CodedError } from "../protocol/problem.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";
import { mean } from "../stats/mean.ts";
import { againstScores, notesOnAgainst } from "./against.ts";
import { cellOf, referenceOf } from "./cells.ts";
import { choose } from "./choose.ts";
import { classificationOf } from "./classes.ts";
import { compareMetrics, type MetricScores } from "./compare-metric.ts";
import { usableClusters } from "./compare-pair.ts";
import { allHold, decideGate } from "./gates.ts";
import { type JudgedCandidate, type JudgeInput, scorersNeeded } from "./judge-input.ts";
import { notesOnAnswers, notesOnItems, winnersCurse } from "./judge-notes.ts";
import { givenScores, judgesOf, notesOnGiven } from "./judging/given.ts";
import { maxLabels } from "./limits.ts";
import { repeatsIn } from "./repeats.ts";
import { say } from "./say.ts";
import { type ScoringResult, scoreAnswers } from "./score.ts";
import { selectedCandidates } from "./selection.ts";
import { lostAbility, selectionOf, slicesOf, tradeOffs, withSlices } from "./verdict-parts.ts";

export type { JudgedCandidate, JudgeInput } from "./judge-input.ts";

export interface Judgement {
  verdict: Verdict;
  /** By candidate, one row for each item in the items' order. */
  scores: Record<string, ScoreRow[]>;
  /** By candidate, in the items' order: the first layer at which the item failed; null: at none. */
  failedLayers: Record<string, (string | null)[]>;
}

/**
 * Scores all candidates on the same items, compares them and decides who is good enough. Pure.
 * Throws `no-items`, `answers-duplicate`, `metric-not-scored`, `baseline-unknown`, `schema-missing`, and what is wrong with a schema.
 */
export function judge(asked: JudgeInput): Judgement {
  const selection = selectionOf(asked);
  const input = selection ? { ...asked, candidates: selectedCandidates(asked.candidates, selection.chosen) } : asked;
  const { items, candidates, evaluate, schema, rules } = input;
  if (items.length === 0) throw new CodedError("no-items");
  const scorers = scorersNeeded(evaluate);
  const scored = new Map(
    candidates.map(({ name, answers, given }) => {
      const scores = givenScores(
        given,
        items.map(({ id }) => id),
        repeatsIn(answers),
      );
      return [name, scoreAnswers({ items, answers, scorers, schema, rules, given: scores })];
    }),
  );
  const judges = judgesOf(candidates, input.ratings ?? new Map(), evaluate.confidence);
  const named = items.map(({ cluster }) => cluster);
  const clusters = usableClusters(named);
  const metrics = metricsOf(scored, evaluate.primary, clusters);
  const baseline = baselineOf(input);
  const pairs = pairsOf(candidates, baseline);
  const comparisons = compareMetrics(metrics, {
    baseline,
    pairs,
    confidence: evaluate.confidence,
    seed: input.seed,
    margin: (metric, a, b) => marginOf(evaluate, candidates, { metric, a, b }),
    declared: (metric) => metric === evaluate.primary,
  });
  const results = candidates.map((candidate) => resultOf(candidate, scored.get(candidate.name)!, metrics, input));
  const primaryScores = metrics[0]!.columns;
  const { chosen, conclusion } = choose({
    candidates: results,
    primary: evaluate.primary,
    primaryMean: (name) => mean(primaryScores.get(name)!),
    items: items.length,
    reference: (name) => referenceOf(name, candidates),
  });
  const verdict: Verdict = {
    version: 1,
    items: items.length,
    primary: evaluate.primary,
    baseline,
    reference: candidates.find(({ role }) => role === "reference")?.name ?? null,
    candidates: results,
    comparisons,
    chosen,
    sentence: say(conclusion),
    conclusion,
    notes: [
      ...notesOnItems(input, scorers, named, clusters),
      ...winnersCurse(metrics[0]!, candidates),
      ...notesOnAnswers(scored, items.length, results),
      ...notesOnAgainst(input.against, evaluate.good_enough, items),
      ...notesOnGiven(judges, candidates),
    ],
    ...(judges.length > 0 ? { judges } : {}),
    ...slicesOf(input, metrics[0]!, comparisons[0]!),
    ...lostAbility(input),
    ...(selection ? { selection } : {}),
    ...tradeOffs(results, metrics[0]!, evaluate),
  };
  const byName = <T>(part: (result: ScoringResult) => T) =>
    Object.fromEntries([...scored].map(([name, result]) => [name, part(result)]));
  return {
    verdict,
    scores: byName(({ rows }) => rows.map((row) => withSlices(row, input))),
    failedLayers: byName(({ failedLayers }) => failedLayers),
  };
}

/** All metrics with the primary first, then in the scorers' order. */
function metricsOf(
  scored: ReadonlyMap<string, ScoringResult>,
  primary: string,
  clusters: readonly string[] | null,
): MetricScores[] {
  const [first] = scored.values();
  const names = Object.keys(first?.rows[0]?.scores ?? {});
  if (!names.includes(primary)) throw new CodedError("metric-not-scored", { metric: primary, known: names.join(", ") });
  const ordered = [primary, ...names.filter((name) => name !== primary)];
  return ordered.map((metric) => ({
    metric,
    clusters,
    columns: new Map([...scored].map(([name, { rows }]) => [name, rows.map(({ scores }) => scores[metric]!)])),
  }));
}

function baselineOf({ candidates, evaluate }: JudgeInput): string {
  const known = candidates.map(({ name }) => name);
  const wanted = evaluate.baseline;
  if (wanted === undefined) {
    const byRole = (role: string) => candidates.find((candidate) => candidate.role === role)?.name;
    return byRole("rival") ?? byRole("reference") ?? known[0]!;
  }
  // In a matrix a name of the run file may stand for one candidate of each cell; the first is shown against.
  const found = known.find((name) => name === wanted) ?? known.find((name) => name.endsWith(`/${wanted}`));
  if (found === undefined) throw new CodedError("baseline-unknown", { name: wanted, known: known.join(", ") });
  return found;
}

/** Every candidate against the baseline, and every quantization against its reference: what did quantizing cost? */
function pairsOf(candidates: readonly JudgedCandidate[], baseline: string): [string, string][] {
  const pairs: [string, string][] = candidates
    .filter(({ name }) => name !== baseline)
    .map(({ name }) => [baseline, name]);
  for (const { name, role } of candidates) {
    const reference = role === "quantized" && name !== baseline ? referenceOf(name, candidates) : null;
    if (reference !== null && reference !== baseline) pairs.push([reference, name]);
  }
  return pairs;
}

/** The margin that `good_enough` declares for b against a on a metric. */
function marginOf(
  { good_enough }: EvaluateSpec,
  candidates: readonly JudgedCandidate[],
  { metric, a, b }: { metric: string; a: string; b: string },
): number | null {
  const margins = good_enough.flatMap((gate) => {
    if (!("margin" in gate) || gate.metric !== metric) return [];
    return resolveAgainst(gate.against, b, candidates) === a ? [gate.margin] : [];
  });
  return margins.length > 0 ? Math.min(...margins) : null;
}

/** `reference` is the reference of the candidate's own cell; another name is looked for in the same cell first. */
function resolveAgainst(against: string, candidate: string, candidates: readonly JudgedCandidate[]): string {
  if (candidates.some(({ name }) => name === against)) return against;
  if (against === "reference") {
    // A rival is of no cell; where the matrix makes several references, it is measured against the first.
    const first = candidates.find(({ role }) => role === "reference")?.name;
    return referenceOf(candidate, candidates) ?? first ?? against;
  }
  const inCell = `${cellOf(candidate)}/${against}`;
  return candidates.find(({ name }) => name === inCell || name.endsWith(`/${against}`))?.name ?? against;
}

function resultOf(
  { name, role, answersKey, answers, facts }: JudgedCandidate,
  scored: ScoringResult,
  metrics: readonly MetricScores[],
  { evaluate, candidates, seed, against, items }: JudgeInput,
): CandidateResult {
  const gates = evaluate.good_enough.map((gate) => {
    const metric = metrics.find((one) => one.metric === gate.metric);
    if (!metric) {
      const known = metrics.map((one) => one.metric).join(", ");
      throw new CodedError("metric-not-scored", { metric: gate.metric, known });
    }
    return decideGate({
      gate,
      candidate: name,
      scoresOf: (name) => metric.columns.get(name) ?? againstScores(against, name, { metric: gate.metric, items }),
      against: (other) => resolveAgainst(other, name, candidates),
      clusters: metric.clusters,
      confidence: evaluate.confidence,
      seed,
    });
  });
  return {
    name,
    role,
    answers: answersKey,
    ...facts,
    failures: scored.layers.map(({ layer, failed }) => ({ layer, items: failed })),
    missing_answers: scored.missing,
    cut_answers: answers.filter(({ finish }) => finish === "length").length,
    rule_errors: scored.ruleErrors,
    ...classified(scored, metrics[0]!.clusters, { confidence: evaluate.confidence, seed }),
    gates,
    good_enough: allHold(gates),
  };
}

function classified(
  { labelled }: ScoringResult,
  clusters: readonly string[] | null,
  options: { confidence: number; seed: number },
): Pick<CandidateResult, "classification"> {
  if (!labelled || labelled.labels.length > maxLabels) return {};
  return { classification: classificationOf(labelled, clusters, options) };
}
