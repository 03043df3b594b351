import type { CandidateResult, Saying } from "../protocol/comparison.ts";
import type { ScorerSpec } from "../spec/schema-evaluate.ts";
import type { MetricScores } from "./compare-metric.ts";
import type { JudgedCandidate, JudgeInput } from "./judge-input.ts";
import { maxLabels } from "./limits.ts";
import { points } from "./numbers.ts";
import { expectedOptimism } from "./optimism.ts";
import { checkExpected, type ScoringResult } from "./score.ts";

/** Fewer clusters than this, and intervals over them are rough: the usual advice is twenty to fifty. */
const fewClusters = 20;

/** What a reader has to know of the items themselves. */
export function notesOnItems(
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
export function winnersCurse({ columns, clusters }: MetricScores, candidates: readonly JudgedCandidate[]): Saying[] {
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

/** What a reader has to know of the candidates' answers, each thing once. */
export function notesOnAnswers(
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
