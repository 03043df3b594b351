import { canonicalJson } from "../../protocol/canonical.ts";
import type { Item } from "../../protocol/item.ts";
import type { Decode } from "../../protocol/job.ts";
import type { Question } from "./question.ts";
import { englishQuestions } from "./questions-en.ts";
import { chineseQuestions } from "./questions-zh.ts";

/** Raised when a question or a check changes: results of different versions are not comparable. */
export const generalVersion = 1;

/** Long enough for every answer that is asked for, short enough that a model that rambles costs little. */
export const generalDecode: Decode = { temperature: 0, max_tokens: 48, constrain: "none" };

/**
 * The general set as items, like any data set: a stage asks them as it asks the user's own. An item's answer is its check as
 * JSON, so that what is in the store is enough to score it again. Ids are `arithmetic-en-1` and so on.
 */
export function generalItems(): Item[] {
  return [...itemsOf(englishQuestions, "en"), ...itemsOf(chineseQuestions, "zh")];
}

function itemsOf(questions: readonly Question[], language: "en" | "zh"): Item[] {
  const counts = new Map<string, number>();
  return questions.map(({ topic, prompt, check }, index) => {
    const name = `${topic}-${language}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return {
      id: `${name}-${count}`,
      cluster: null,
      messages: [{ role: "user", content: prompt }],
      answer: canonicalJson(check),
      source: { file: `general/${language}`, row: index + 1 },
    };
  });
}

/** `arithmetic-en` of `arithmetic-en-3`. */
export function topicOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}
