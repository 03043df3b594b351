import type * as vscode from "vscode";
import type { CandidateResult, Verdict } from "../../protocol/comparison.ts";
import type { ItemAnswer, ItemScore } from "../../runs/item-results.ts";
import type { Kit } from "../load-kit.ts";
import type { Services } from "../services.ts";
import { unmarked } from "../words.ts";
import { prettyPair } from "./pretty-pair.ts";

/** An item passes with the full score; sums of thirds may miss it by a rounding. */
const FULL = 1 - 1e-9;

export const passes = ({ score }: ItemScore): boolean => score !== null && score >= FULL;

/** Where an item's row is, if it can be shown. */
export interface Placing {
  locate(source: ItemAnswer["source"]): vscode.Location | null;
}

export interface Speaker extends Pick<Services, "vscode" | "t" | "language"> {
  kit: Kit;
}

/** Whether the whole is good enough, as the run file asks. Where it asks nothing, a verdict is all that was wanted. */
export function publishVerdict(run: vscode.TestRun, item: vscode.TestItem, verdict: Verdict, speaker: Speaker): void {
  const asked = verdict.candidates.some(({ gates }) => gates.length > 0);
  if (!asked || verdict.chosen !== null) run.passed(item);
  else run.failed(item, new speaker.vscode.TestMessage(say(verdict.conclusion, speaker)));
}

/**
 * One candidate against `good_enough`. Where the items are too few to tell, that is an error of the test, not of the model.
 * Where another candidate is good enough, one that is not fails nothing.
 */
export function publishGates(
  run: vscode.TestRun,
  item: vscode.TestItem,
  { gates, good_enough }: CandidateResult,
  { chosen }: Verdict,
  speaker: Speaker,
): void {
  if (good_enough !== true && chosen !== null) {
    const { t } = speaker;
    item.description = good_enough === null ? t("can't tell") : t("no");
    run.skipped(item);
    return;
  }
  const open = gates.filter(({ holds }) => holds !== true);
  const messages = open.map(({ saying }) => new speaker.vscode.TestMessage(say(saying, speaker)));
  if (good_enough === true) run.passed(item);
  else if (good_enough === false) run.failed(item, messages);
  else run.errored(item, messages);
}

/** A node above items: how many of them are not right. */
export function publishCount(
  run: vscode.TestRun,
  item: vscode.TestItem,
  scores: readonly ItemScore[],
  { vscode, t }: Speaker,
): void {
  const wrong = scores.filter((score) => !passes(score)).length;
  if (wrong === 0) run.passed(item);
  else run.failed(item, new vscode.TestMessage(t("{0} of {1} items are not right.", wrong, scores.length)));
}

/** Items one by one, those that are not right with what was expected against what was answered. */
export function publishItems(
  run: vscode.TestRun,
  items: readonly vscode.TestItem[],
  scores: readonly ItemScore[],
  answers: ReadonlyMap<string, ItemAnswer>,
  speaker: Speaker & Placing,
): void {
  for (const [index, item] of items.entries()) {
    const score = scores[index]!;
    if (passes(score)) run.passed(item);
    else run.failed(item, messageOf(score, answers.get(score.id), speaker));
  }
}

function messageOf(
  { score }: ItemScore,
  found: ItemAnswer | undefined,
  { vscode, t, locate }: Speaker & Placing,
): vscode.TestMessage {
  const scored = score === null ? t("It could not be scored.") : t("Score {0} of 1.", Number(score.toFixed(3)));
  if (!found) return new vscode.TestMessage(scored);
  const where = t("{0}, row {1}", found.source.file, found.source.row);
  const { expected, actual } = prettyPair(found.expected, found.answer ?? "");
  const message =
    found.answer === null
      ? new vscode.TestMessage(`${t("There is no answer.")} ${where}`)
      : vscode.TestMessage.diff(`${scored} ${where}\n\n${found.prompt}`, expected, actual);
  const location = locate(found.source);
  if (location) message.location = location;
  return message;
}

function say({ code, params }: { code: string; params: Record<string, string | number> }, speaker: Speaker): string {
  return unmarked(speaker.kit.textOf(code, params, speaker.language));
}
