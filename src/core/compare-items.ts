import path from "node:path";
import { parseItems } from "../data/items.ts";
import { readTextIfThere } from "../disk/files.ts";
import type { Answer, Item } from "../protocol/item.ts";
import type { ItemChanges } from "../protocol/item-changes.ts";
import { findArtifact } from "../runs/artifacts.ts";
import { artifactFile } from "../runs/jobs.ts";
import type { Workspace } from "../runs/workspace.ts";
import { readAnswers } from "./compare-stage.ts";

/** Where a candidate of a run has its texts: the key of its answers, and the hash of the items that were asked. */
export interface TextsOf {
  answers: string;
  items: string | null;
}

/**
 * Fills in prompts, expected answers and answers of the listed items from the store. What is no longer there, or never was
 * (score files have no answers), stays null: scores can be compared without it.
 */
export async function withTexts(
  workspace: Workspace,
  changes: ItemChanges,
  texts: { a: TextsOf | null; b: TextsOf | null },
): Promise<ItemChanges> {
  const wanted = new Set(changes.items.map(({ id }) => id));
  const answers = { a: await answersBy(workspace, texts.a, wanted), b: await answersBy(workspace, texts.b, wanted) };
  const items = await itemsBy(workspace, texts.a?.items ?? texts.b?.items ?? null, wanted);
  return {
    ...changes,
    items: changes.items.map((one) => {
      const item = items.get(one.id);
      return {
        ...one,
        prompt: item?.messages.at(-1)?.content ?? null,
        expected: item?.answer ?? null,
        answer_a: answers.a.get(one.id)?.answer ?? null,
        answer_b: answers.b.get(one.id)?.answer ?? null,
      };
    }),
  };
}

/** The first answer to each of the wanted items: a repeat is asked for no text of its own. */
async function answersBy(workspace: Workspace, texts: TextsOf | null, wanted: ReadonlySet<string>) {
  const artifact = texts ? await findArtifact(workspace, texts.answers) : null;
  const found = new Map<string, Answer>();
  if (!artifact) return found;
  for (const answer of await readAnswers(path.join(artifact.folder, artifactFile.answers))) {
    if (wanted.has(answer.id) && !found.has(answer.id)) found.set(answer.id, answer);
  }
  return found;
}

async function itemsBy(workspace: Workspace, sha256: string | null, wanted: ReadonlySet<string>) {
  if (sha256 === null) return new Map<string, Item>();
  const text = await readTextIfThere(workspace.dataFile(sha256));
  if (text === null) return new Map<string, Item>();
  return new Map(parseItems(text).flatMap((item) => (wanted.has(item.id) ? [[item.id, item] as const] : [])));
}
