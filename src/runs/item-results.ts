import { readFile } from "node:fs/promises";
import path from "node:path";
import { linesOf } from "../disk/lines.ts";
import { answerSchema, type Item, itemSchema, scoreRowSchema } from "../protocol/item.ts";
import type { RunState } from "../protocol/run-state.ts";
import { artifactFile } from "./jobs.ts";
import type { Workspace } from "./workspace.ts";

/** One candidate's score on one test item. */
export interface ItemScore {
  id: string;
  /** Of the primary metric, the mean where the item was asked several times. Null: it could not be scored. */
  score: number | null;
}

/** What was asked, expected and answered. */
export interface ItemAnswer {
  prompt: string;
  expected: string;
  /** The first of several; null where there is none. */
  answer: string | null;
  source: Item["source"];
}

/** Where a run's verdict keeps what it was made of; null while there is none. */
export function resultsOf(workspace: Workspace, state: RunState) {
  const { verdict, stages, data } = state;
  const compare = stages.find(({ kind }) => kind === "compare");
  if (!verdict || !compare || !data.test) return null;
  return {
    verdict,
    scoresFile: (candidate: string) => path.join(workspace.artifactFolder(compare.key), artifactFile.scores(candidate)),
    answersFile(candidate: string): string | null {
      const found = verdict.candidates.find(({ name }) => name === candidate);
      return found ? path.join(workspace.artifactFolder(found.answers), artifactFile.answers) : null;
    },
    itemsFile: workspace.dataFile(data.test.sha256),
  };
}

export type RunResults = NonNullable<ReturnType<typeof resultsOf>>;

/** Every item's score, in the order of the items. Throws the file system's error where the artifact is gone. */
export async function readItemScores(results: RunResults, candidate: string): Promise<ItemScore[]> {
  const metric = results.verdict.primary;
  const sums = new Map<string, { sum: number; count: number }>();
  for (const line of (await readFile(results.scoresFile(candidate), "utf8")).split("\n")) {
    if (line === "") continue;
    const { id, scores } = scoreRowSchema.parse(JSON.parse(line));
    const entry = sums.get(id) ?? { sum: 0, count: 0 };
    sums.set(id, entry);
    const score = scores[metric];
    if (score === undefined) continue;
    entry.sum += score;
    entry.count += 1;
  }
  return [...sums].map(([id, { sum, count }]) => ({ id, score: count === 0 ? null : sum / count }));
}

/** Prompts, expected and given answers of some items. The files are read line by line and only these are kept. */
export async function readItemAnswers(
  results: RunResults,
  candidate: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, ItemAnswer>> {
  const found = new Map<string, ItemAnswer>();
  for await (const line of linesOf(results.itemsFile)) {
    const item = itemSchema.parse(JSON.parse(line));
    if (!wanted.has(item.id)) continue;
    const prompt = item.messages.map(({ content }) => content).join("\n\n");
    found.set(item.id, { prompt, expected: item.answer, answer: null, source: item.source });
  }
  const file = results.answersFile(candidate);
  if (file === null) return found;
  for await (const line of linesOf(file)) {
    const { id, answer } = answerSchema.parse(JSON.parse(line));
    const entry = found.get(id);
    if (entry && entry.answer === null) entry.answer = answer;
  }
  return found;
}
