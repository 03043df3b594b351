import type { Saying } from "../../protocol/comparison.ts";
import type { Answer } from "../../protocol/item.ts";
import type { JudgeFacts } from "../../protocol/judging.ts";
import { points, probability } from "../numbers.ts";
import { judgeFacts } from "./facts.ts";
import type { Judgement } from "./judgement.ts";
import type { Rating } from "./ratings.ts";

/** What a judge said of one candidate's answers. */
export interface JudgedMetric {
  metric: string;
  judge: string;
  against: string | null;
  scale: readonly number[];
  judgements: readonly Judgement[];
  cost: JudgeFacts["cost"];
  seconds: number | null;
}

/** What a program said of them; null scores carry a reason. */
export interface ProgrammedMetric {
  metric: string;
  results: readonly { id: string; repeat: number; score: number | null; failure: string | null }[];
}

/** Scores of one candidate that earlier stages have made. */
export interface GivenScores {
  judged: readonly JudgedMetric[];
  programmed: readonly ProgrammedMetric[];
  /** Metrics by which all others are held against this very candidate: against itself it wins half the time. */
  opponentIn: readonly string[];
}

export type GivenByMetric = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** As scoring reads them: by metric, item and repeat. What has no score is left out, and counts as 0. */
export function givenScores(given: GivenScores | undefined, ids: readonly string[], repeats: number): GivenByMetric {
  const byMetric = new Map<string, Map<string, number[]>>();
  if (!given) return byMetric;
  const add = (metric: string, rows: readonly { id: string; repeat: number; score: number | null }[]) => {
    const byItem = new Map<string, number[]>();
    for (const { id, repeat, score } of rows) {
      const list = byItem.get(id) ?? [];
      list[repeat] = score ?? 0;
      byItem.set(id, list);
    }
    byMetric.set(metric, byItem);
  };
  for (const { metric, judgements } of given.judged) add(metric, judgements);
  for (const { metric, results } of given.programmed) add(metric, results);
  const half = new Array<number>(repeats).fill(0.5);
  for (const metric of given.opponentIn) byMetric.set(metric, new Map(ids.map((id) => [id, half])));
  return byMetric;
}

interface Believed {
  name: string;
  answers: readonly Answer[];
  given?: GivenScores;
}

/** How far each judge can be believed, by metric and candidate. */
export function judgesOf(
  candidates: readonly Believed[],
  ratings: ReadonlyMap<string, readonly Rating[]>,
  confidence: number,
): JudgeFacts[] {
  return candidates.flatMap(({ name, answers, given }) => {
    const texts = new Map(answers.map(({ id, repeat = 0, answer }) => [`${repeat} ${id}`, answer]));
    const answerTo = (id: string, repeat: number) => texts.get(`${repeat} ${id}`);
    return (given?.judged ?? []).map((judged) =>
      judgeFacts({ ...judged, candidate: name, answerTo, ratings: ratings.get(judged.metric) ?? [], confidence }),
    );
  });
}

/** Shares of inconsistent pairs and signs of a preferred place beyond which a reader is told. */
const muchInconsistency = 0.2;
const signOfPlace = 0.05;

/** What a reader of the verdict has to know of its judges and programs. */
export function notesOnGiven(judges: readonly JudgeFacts[], candidates: readonly Believed[]): Saying[] {
  const notes: Saying[] = [];
  for (const { metric, candidate, against, judged, failures, consistency, position } of judges) {
    const failed = failures.reduce((sum, { answers }) => sum + answers, 0);
    if (failed > 0) {
      const reasons = failures.map(({ failure, answers }) => `${failure}: ${answers}`).join(", ");
      const code = against === null ? "judge-failed-on" : "judge-failed-on-pairs";
      notes.push({ code, params: { metric, candidate, count: failed, answers: judged + failed, reasons } });
    }
    if (against !== null && consistency && 1 - consistency.share > muchInconsistency) {
      const share = `${points(1 - consistency.share)} %`;
      notes.push({ code: "judge-inconsistent", params: { metric, candidate, against, share } });
    }
    if (position && position.p < signOfPlace) {
      const code = position.first > position.second ? "judge-likes-first" : "judge-likes-second";
      notes.push({ code, params: { metric, candidate, p: probability(position.p) } });
    }
  }
  const unchecked = new Set(judges.filter(({ agreement }) => agreement === null).map(({ metric }) => metric));
  const checked = new Set(judges.filter(({ agreement }) => agreement !== null).map(({ metric }) => metric));
  for (const metric of unchecked) if (!checked.has(metric)) notes.push({ code: "judge-unchecked", params: { metric } });
  return [...notes, ...candidates.flatMap(failuresOfPrograms)];
}

function failuresOfPrograms({ name: candidate, given }: Believed): Saying[] {
  return (given?.programmed ?? []).flatMap(({ metric, results }) => {
    const failed = results.filter(({ score }) => score === null);
    const [first] = failed;
    if (!first) return [];
    const params = { metric, candidate, count: failed.length, id: first.id, reason: first.failure ?? "" };
    return [{ code: "custom-failed-on", params }];
  });
}
