import type { CandidateResult, Comparison, Verdict } from "../protocol/comparison.ts";
import type { ScoreRow } from "../protocol/item.ts";
import type { Selection } from "../protocol/selection.ts";
import type { EvaluateSpec } from "../spec/schema-evaluate.ts";
import type { MetricScores } from "./compare-metric.ts";
import { usableClusters } from "./compare-pair.ts";
import { forgettingOf } from "./forgetting.ts";
import { type JudgeInput, scorersNeeded } from "./judge-input.ts";
import { scoreAnswers } from "./score.ts";
import { isGiven } from "./scorers/all.ts";
import { selectVariant } from "./selection.ts";
import { compareSlices } from "./slices.ts";
import { tradeOffsOf } from "./trade-offs.ts";

/** Parts of a verdict beside the comparisons; each is absent where the run file does not ask for it. */
export function slicesOf(
  { items, slices, evaluate, seed }: JudgeInput,
  scores: MetricScores,
  { pairs }: Pick<Comparison, "pairs">,
): Pick<Verdict, "slices"> {
  const values = items.map(({ id }) => slices?.get(id) ?? {});
  const { slices: columns, confidence } = evaluate;
  const found = slices ? compareSlices({ scores, columns, values, whole: pairs, confidence, seed }) : null;
  return found ? { slices: found } : {};
}

/** Scores the validation rows as the test rows will be scored, by the primary metric. Null: there is nothing to choose. */
export function selectionOf({ selection, evaluate, schema, rules, seed }: JudgeInput): Selection | null {
  if (!selection) return null;
  const { items } = selection;
  const { primary: metric, confidence } = evaluate;
  // Judges and programs have said nothing of these rows, and can't choose.
  const scorers = scorersNeeded(evaluate).filter((scorer) => !isGiven(scorer));
  const clusters = usableClusters(items.map(({ cluster }) => cluster));
  return selectVariant(
    selection,
    (answers) => scoreAnswers({ items, answers, scorers, schema, rules }).rows.map(({ scores }) => scores[metric] ?? 0),
    { metric, confidence, seed, clusters },
  );
}

export function tradeOffs(
  results: readonly CandidateResult[],
  scores: MetricScores,
  { confidence }: EvaluateSpec,
): Pick<Verdict, "trade_offs"> {
  const found = tradeOffsOf(results, scores, { confidence });
  return found ? { trade_offs: found } : {};
}

export function lostAbility({ forgetting, evaluate, seed }: JudgeInput): Pick<Verdict, "forgetting"> {
  if (!forgetting || !evaluate.forgetting) return {};
  const { confidence } = evaluate;
  return { forgetting: forgettingOf(forgetting, { margin: evaluate.forgetting.margin, confidence, seed }) };
}

/** A score file of ours tells its slices, so that it can be compared by them elsewhere. */
export function withSlices(row: ScoreRow, { slices }: JudgeInput): ScoreRow {
  const values = slices?.get(row.id);
  return values && Object.keys(values).length > 0 ? { ...row, slices: values } : row;
}
