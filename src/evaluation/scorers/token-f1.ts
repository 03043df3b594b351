import type { Scorer } from "./scorer.ts";
import { foldCase, textOf } from "./text.ts";

/**
 * F1 of the words that answer and expected answer have in common, as SQuAD counts it (Rajpurkar et al. 2016): without case,
 * punctuation and English articles. Chinese, Japanese and the like are compared character by character, as CMRC 2018 does:
 * a segmenter's dictionary changes with the version of Node, and the scores would with it.
 */
export const tokenF1: Scorer = (cases) => ({
  token_f1: cases.map(({ answer, item }) => {
    const text = textOf(answer);
    return text === null ? 0 : overlap(tokensOf(text), tokensOf(item.answer));
  }),
});

const token =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;

export function tokensOf(text: string): string[] {
  // SQuAD takes punctuation out and leaves no gap; all of ASCII's signs count as such.
  const plain = foldCase(text).replace(/[\p{P}$+<=>^`|~]/gu, "");
  return (plain.match(token) ?? []).filter((word) => word !== "a" && word !== "an" && word !== "the");
}

/** Nothing and nothing are equal; nothing has nothing in common with something. */
function overlap(given: readonly string[], wanted: readonly string[]): number {
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    common += 1;
    left.set(word, count - 1);
  }
  // 2PR / (P + R), with the lengths put in.
  return (2 * common) / (given.length + wanted.length);
}
