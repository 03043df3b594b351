import type { CandidateResult, Saying, Verdict } from "../protocol/comparison.ts";
import type { Answer, Item, ScoreRow } from "../protocol/item.ts";
import { CodedError } from "../protocol/problem.ts";
import type { Selection } from "../protocol/selection.ts";
import type { SliceRow } from "../protocol/slices.ts";
import { type EvaluateSpec, type ScorerSpec, scorerName } from "../spec/schema-evaluate.ts";
import { scorerNames } from "../spec/schema-scorers.ts";
import { mean } from "../stats/mean.ts";
import { againstScores, notesOnAgainst, type ScoreFiles } from "./against.ts";
import { cellOf, referenceOf } from "./cells.ts";
import { choose } from "./choose.ts";
import { classificationOf } from "./classes.ts";
import { compareMetrics, type MetricScores } from "./compare-metric.ts";
import { usableClusters } from "./compare-pair.ts";
import { type ForgettingInput, forgettingOf } from "./forgetting.ts";
import { allHold, decideGate } from "./gates.ts";
import { maxLabels } from "./limits.ts";
import { points } from "./numbers.ts";
import { expectedOptimism } from "./optimism.ts";
import type { Rule } from "./rules.ts";
import { say } from "./say.ts";
import { checkExpected, type ScoringResult, scoreAnswers } from "./score.ts";
import { scorerWanted } from "./scorers/all.ts";
import { type SelectionInput, selectedCandidates, selectVariant } from "./selection.ts";
import { compareSlices } from "./slices.ts";

export interface JudgedCandidate {
  name: string;
  role: "rival" | "reference" | "quantized";
  /** Key of the evaluate stage that made the answers. */
  answersKey: string;
  answers: readonly Answer[];
  facts: Pick<
    CandidateResult,
    "model_sha256" | "size_bytes" | "quantization" | "peak_memory_bytes" | "seconds_per_item" | "tokens_per_second"
  >;
}

export interface JudgeInput {
  items: readonly Item[];
  candidates: readonly JudgedCandidate[];
  /** The data's JSON schema; null: there is none. */
  schema: unknown;
  rules: readonly Rule[];
  evaluate: EvaluateSpec;
  /** Of the bootstrap. */
  seed: number;
  /** Values of the columns in `evaluate.slices`, by item. Absent: there are none. */
  slices?: ReadonlyMap<string, SliceRow["values"]>;
  /** Score files that `good_enough` measures against, by their names in the run file. */
  against?: ScoreFiles;
  /** Answers to the general set. Absent: `forgetting` was not asked. */
  forgetting?: ForgettingInput;
  /** The variants' answers to the validation rows. Absent: all variants go on to the test rows. */
  selection?: SelectionInput;
}

export interface Judgement {
  verdict: Verdict;
  /** By candidate, one row for each item in the items' order. */
  scores: Record<string, ScoreRow[]>;
  /** By candidate, in the items' order: the first layer at which the item failed; null: at none. */
  failedLayers: Record<string, (string | null)[]>;
}

/** Fewer clusters than this, and intervals over them are rough: the usual advice is twenty to fifty. */
const fewClusters = 20;

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
    candidates.map(({ name, answers }) => [name, scoreAnswers({ items, answers, scorers, schema, rules })]),
  );
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
    ],
    ...slicesOf(input, metrics[0]!, pairs),
    ...lostAbility(input),
    ...(selection ? { selection } : {}),
  };
  const byName = <T>(part: (result: ScoringResult) => T) =>
    Object.fromEntries([...scored].map(([name, result]) => [name, part(result)]));
  return {
    verdict,
    scores: byName(({ rows }) => rows.map((row) => withSlices(row, input))),
    failedLayers: byName(({ failedLayers }) => failedLayers),
  };
}

function slicesOf(
  { items, slices, evaluate, seed }: JudgeInput,
  scores: MetricScores,
  pairs: readonly [string, string][],
): Pick<Verdict, "slices"> {
  const values = items.map(({ id }) => slices?.get(id) ?? {});
  const { slices: columns, confidence } = evaluate;
  const found = slices ? compareSlices({ scores, columns, values, pairs, confidence, seed }) : null;
  return found ? { slices: found } : {};
}

/** Scores the validation rows as the test rows will be scored, by the primary metric. Null: there is nothing to choose. */
function selectionOf({ selection, evaluate, schema, rules, seed }: JudgeInput): Selection | null {
  if (!selection) return null;
  const { items } = selection;
  const { primary: metric, confidence } = evaluate;
  const scorers = scorersNeeded(evaluate);
  const clusters = usableClusters(items.map(({ cluster }) => cluster));
  return selectVariant(
    selection,
    (answers) => scoreAnswers({ items, answers, scorers, schema, rules }).rows.map(({ scores }) => scores[metric] ?? 0),
    { metric, confidence, seed, clusters },
  );
}

function lostAbility({ forgetting, evaluate, seed }: JudgeInput): Pick<Verdict, "forgetting"> {
  if (!forgetting || !evaluate.forgetting) return {};
  const { confidence } = evaluate;
  return { forgetting: forgettingOf(forgetting, { margin: evaluate.forgetting.margin, confidence, seed }) };
}

/** A score file of ours tells its slices, so that it can be compared by them elsewhere. */
function withSlices(row: ScoreRow, { slices }: JudgeInput): ScoreRow {
  const values = slices?.get(row.id);
  return values && Object.keys(values).length > 0 ? { ...row, slices: values } : row;
}

/** Those that the file lists, and those whose metrics decide. */
function scorersNeeded({ scorers, primary, good_enough }: EvaluateSpec): ScorerSpec[] {
  const needed = new Map(scorers.map((scorer) => [scorerName(scorer), scorer]));
  for (const metric of [primary, ...good_enough.map((gate) => gate.metric)]) {
    const scorer = scorerWanted(metric, scorers);
    if (scorer === undefined) throw new CodedError("metric-not-scored", { metric, known: scorerNames.join(", ") });
    needed.set(scorerName(scorer), scorer);
  }
  return [...needed.values()];
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

function notesOnItems(
  { items, schema, rules }: JudgeInput,
  scorers: readonly ScorerSpec[],
  named: readonly (string | null)[],
  clusters: readonly string[] | null,
): Saying[] {
  const notes: Saying[] = checkExpected({ items, schema, rules, scorers }).map(({ code, params }) => ({
    code,
    params,
  }));
  const count = new Set(clusters).size;
  const [first] = named;
  if (items.length > 1 && first !== null && named.every((name) => name === first)) {
    notes.push({ code: "one-cluster", params: {} });
  } else if (clusters && count < fewClusters) {
    notes.push({ code: "few-clusters", params: { clusters: count } });
  }
  return notes;
}

/** Several variants judged on the test rows: the best of them is flattered, and by how much at most is known. */
function winnersCurse({ columns, clusters }: MetricScores, candidates: readonly JudgedCandidate[]): Saying[] {
  const references = candidates.filter(({ role }) => role === "reference").map(({ name }) => columns.get(name)!);
  if (references.length < 2) return [];
  const optimism = points(expectedOptimism(references, clusters));
  return [{ code: "several-cells", params: { cells: references.length, optimism } }];
}

/** What depends on a candidate's own answers is said with its name. */
const saidOfCandidate: Readonly<Record<string, string>> = {
  "rule-error": "rule-error-of",
  "regex-too-slow": "regex-too-slow-of",
};

function notesOnAnswers(
  scored: ReadonlyMap<string, ScoringResult>,
  items: number,
  results: readonly CandidateResult[],
): Saying[] {
  const notes: Saying[] = [];
  for (const { name: candidate, missing_answers, cut_answers } of results) {
    if (missing_answers > 0) {
      notes.push({ code: "answers-missing", params: { candidate, count: missing_answers, items } });
    }
    if (cut_answers > 0) notes.push({ code: "answers-cut", params: { candidate, count: cut_answers, items } });
    const labels = scored.get(candidate)!.labelled?.labels.length ?? 0;
    if (labels > maxLabels) notes.push({ code: "labels-too-many", params: { labels, limit: maxLabels } });
    for (const { code, params } of scored.get(candidate)!.problems) {
      const ofCandidate = saidOfCandidate[code];
      notes.push(ofCandidate ? { code: ofCandidate, params: { ...params, candidate } } : { code, params });
    }
  }
  // What is wrong with a rule itself is said of every candidate's scoring; once is enough.
  return notes.filter((note, index) => notes.findIndex((other) => sameNote(note, other)) === index);
}

function sameNote(a: Saying, b: Saying): boolean {
  return a.code === b.code && JSON.stringify(a.params) === JSON.stringify(b.params);
}
