import type { Parsed } from "../parse-answer.ts";
import { type Scorer, yes } from "./scorer.ts";
import { textOf } from "./text.ts";

export type Form = "empty" | "json" | "fenced" | "list" | "prose";

/** Lines that begin as an item of a list does, in Markdown or in Chinese. */
const item = /^\s*(?:[-*+•]\s|\d{1,3}[.)、]\s?|[（(]?[一二三四五六七八九十]{1,3}[）)、.])/;

/** The outer form of an answer: an object or list of JSON, a fenced block, a list of lines, or prose; null: there is no answer. */
export function formOf(answer: Parsed): Form | null {
  const text = textOf(answer);
  if (text === null) return null;
  if (answer.ok && typeof answer.value === "object" && answer.value !== null) return "json";
  const trimmed = text.trim();
  if (trimmed === "") return "empty";
  if (/^(```|~~~)[^\n]*\n[\s\S]*\n?\1$/.test(trimmed)) return "fenced";
  const lines = trimmed.split("\n").filter((line) => line.trim() !== "");
  const items = lines.filter((line) => item.test(line)).length;
  return lines.length > 1 && items * 2 > lines.length ? "list" : "prose";
}

const scripts: readonly [string, RegExp][] = [
  ["latin", /\p{sc=Latin}/gu],
  ["han", /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ["cyrillic", /\p{sc=Cyrillic}/gu],
  ["arabic", /\p{sc=Arabic}/gu],
  ["hangul", /\p{sc=Hangul}/gu],
  ["devanagari", /\p{sc=Devanagari}/gu],
];
/** A sinogram says about as much as so many letters, so that a Chinese sentence with a product's name in it stays Chinese. */
const weightOfHan = 3;

/** The script that most of a text is in; null: it has no letters of those that are told apart. */
export function scriptOf(text: string): string | null {
  const counted = scripts.map(([name, pattern]) => {
    const count = text.slice(0, 20_000).match(pattern)?.length ?? 0;
    return { name, count: name === "han" ? count * weightOfHan : count };
  });
  const most = counted.reduce((best, one) => (one.count > best.count ? one : best));
  return most.count > 0 ? most.name : null;
}

/**
 * The answer has the form of the expected one, and is written in its script. It says nothing of the content: its mean is the
 * share of answers that did not drift (into a code fence, into prose around JSON, into another language).
 */
export const format: Scorer = (cases) => ({
  format: cases.map(({ answer, expected }) => {
    const form = formOf(answer);
    if (form === null || form !== formOf(expected)) return 0;
    if (form === "json") return 1;
    const [own, wanted] = [scriptOf(answer.text ?? ""), scriptOf(expected.text ?? "")];
    return yes(own === null || wanted === null || own === wanted);
  }),
});
