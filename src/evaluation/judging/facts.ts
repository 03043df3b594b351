import type { JudgeFacts } from "../../protocol/judging.ts";
import { type Preference, swappedOrder } from "../../stats/agreement.ts";
import { cohenKappa } from "../../stats/kappa.ts";
import { wilson } from "../../stats/proportion.ts";
import { rankCorrelation } from "../../stats/rank-correlation.ts";
import type { Judgement } from "./judgement.ts";
import type { Rating } from "./ratings.ts";

export interface FactsInput {
  metric: string;
  candidate: string;
  against: string | null;
  judge: string;
  judgements: readonly Judgement[];
  /** The candidate's answers by item and repeat, for ratings of answers. */
  answerTo: (id: string, repeat: number) => string | undefined;
  ratings: readonly Rating[];
  /** Grades from the worst to the best. */
  scale: readonly number[];
  confidence: number;
  cost: JudgeFacts["cost"];
  seconds: number | null;
}

/** How far a judge's verdicts on one candidate can be believed. Pure. */
export function judgeFacts(input: FactsInput): JudgeFacts {
  const { metric, candidate, against, judge, judgements, cost, seconds } = input;
  const counted = new Map<string, number>();
  // A pair on which the judge failed twice is one answer without a verdict.
  for (const { failures } of judgements) {
    const [first] = failures;
    if (first) counted.set(first, (counted.get(first) ?? 0) + 1);
  }
  const pairs = judgements.filter(
    ({ shown_first, shown_second }) => shown_first !== undefined && shown_second !== undefined,
  );
  return {
    metric,
    candidate,
    against,
    judge,
    judged: judgements.filter(({ failures }) => failures.length === 0).length,
    failures: [...counted].map(([failure, answers]) => ({ failure, answers })),
    ...(against === null ? { consistency: null, position: null, wins: null } : orderFacts(pairs, input.confidence)),
    length: against === null ? lengthOfGrades(judgements, input.confidence) : lengthOfPairs(pairs, input.confidence),
    agreement: against === null ? agreementOfGrades(input) : agreementOfPairs(pairs, input, against),
    cost,
    seconds,
  };
}

function orderFacts(
  pairs: readonly Judgement[],
  confidence: number,
): Pick<JudgeFacts, "consistency" | "position" | "wins"> {
  if (pairs.length === 0) return { consistency: null, position: null, wins: null };
  const swapped = swappedOrder(
    pairs.map(({ shown_first }) => asPreference(shown_first)),
    pairs.map(({ shown_second }) => asPreference(shown_second)),
  );
  const { n, consistency, wins } = swapped;
  return {
    consistency: { share: consistency, n, ...wilson(Math.round(consistency * n), n, confidence) },
    position: { first: swapped.firstSlotWins, second: swapped.secondSlotWins, p: swapped.p },
    wins: { own: wins.A, other: wins.B, tie: wins.tie },
  };
}

function asPreference(preference: Judgement["shown_first"]): Preference {
  return preference === "own" ? "A" : preference === "other" ? "B" : "tie";
}

function lengthOfGrades(judgements: readonly Judgement[], confidence: number): JudgeFacts["length"] {
  const graded = judgements.flatMap(({ score, length }) => (score === null ? [] : [{ score, length }]));
  const nothing = { measure: "rank-correlation" as const, value: null, low: -1, high: 1, n: graded.length };
  if (graded.length === 0) return nothing;
  const { rho, low, high } = rankCorrelation(
    graded.map(({ score }) => score),
    graded.map(({ length }) => length),
    { confidence },
  );
  return { ...nothing, value: rho, low, high };
}

function lengthOfPairs(pairs: readonly Judgement[], confidence: number): JudgeFacts["length"] {
  const decided = pairs.filter(({ score, length, other_length }) => score !== 0.5 && length !== other_length);
  const longer = decided.filter(
    ({ score, length, other_length }) => length > (other_length ?? 0) === (score === 1),
  ).length;
  const n = decided.length;
  return { measure: "longer-wins", value: n > 0 ? longer / n : null, n, ...wilson(longer, n, confidence) };
}

/** Grades of people and of the judge on the same answers; grades in between that the scale lacks are no mistake of anybody's. */
function agreementOfGrades({
  judgements,
  ratings,
  candidate,
  answerTo,
  scale,
  confidence,
}: FactsInput): JudgeFacts["agreement"] {
  const both = judgements.flatMap(({ id, repeat, grade }) => {
    if (grade === undefined) return [];
    const answer = answerTo(id, repeat);
    const rating = ratings.find(
      (one) =>
        one.id === id &&
        one.score !== undefined &&
        (one.answer === undefined ? one.candidate === candidate : one.answer === answer),
    );
    return rating?.score !== undefined && scale.includes(rating.score) ? [{ grade, person: rating.score }] : [];
  });
  if (both.length === 0) return null;
  const kappa = cohenKappa(
    both.map(({ grade }) => grade),
    both.map(({ person }) => person),
    { confidence, weights: "quadratic", categories: scale },
  );
  const { kappa: value, agreement, low, high, n } = kappa;
  return { kappa: value, share: agreement, weights: "quadratic", low, high, n };
}

function agreementOfPairs(pairs: readonly Judgement[], input: FactsInput, against: string): JudgeFacts["agreement"] {
  const { ratings, candidate, confidence } = input;
  const both = pairs.flatMap(({ id, score }) => {
    const rating = ratings.find(
      (one) =>
        one.id === id &&
        one.winner !== undefined &&
        (one.candidate ?? candidate) === candidate &&
        (one.against ?? against) === against,
    );
    const person = rating && sideOf(rating.winner!, candidate, against);
    if (!person) return [];
    return [{ judge: score === 1 ? "own" : score === 0 ? "other" : "tie", person }];
  });
  if (both.length === 0) return null;
  const { kappa, agreement, low, high, n } = cohenKappa(
    both.map(({ judge }) => judge),
    both.map(({ person }) => person),
    { confidence, categories: ["own", "other", "tie"] },
  );
  return { kappa, share: agreement, weights: "none", low, high, n };
}

function sideOf(winner: string, candidate: string, against: string): string | null {
  if (winner === "tie") return "tie";
  return winner === candidate ? "own" : winner === against ? "other" : null;
}
