import { maxAnswerCharacters } from "../limits.ts";
import type { Parsed } from "../parse-answer.ts";

/** An answer's text for those who compare text; null: there is none, or it is longer than any real answer. */
export function textOf({ text }: Parsed): string | null {
  return text === null || text.length > maxAnswerCharacters ? null : text;
}

/** Groups: what is kept (a sign before a number, a point inside of one, signs that tell C# from C), then what is a space. */
const kept = /((?<![\p{L}\p{N}])-(?=\p{N})|(?<=\p{N})[.,:/](?=\p{N})|[#%&@])|[\p{P}\s\p{Cc}\p{Cf}]+?/gu;

/**
 * One form for texts that people take for the same: Unicode NFKC (full width is plain width), no difference of case, white
 * space and punctuation as one space. What belongs to a number stays (a sign before it, a point inside of it), so that −5 is
 * not 5, and so do `#`, `%`, `&` and `@`. A text of nothing but punctuation stays as it is.
 */
export function normalizeText(text: string): string {
  const folded = foldCase(text.replaceAll("\u2212", "-"));
  const plain = folded
    .replace(kept, (_, sign: string | undefined) => sign ?? " ")
    .replace(/ +/g, " ")
    .trim();
  return plain === "" ? folded.trim() : plain;
}

/**
 * NFKC without case. By way of upper case, which is what JavaScript has of Unicode's full case folding: `ß` is `ss` and the
 * two small sigmas are one. What it folds beyond that (a dotless i is an i) does no harm in a comparison.
 */
export function foldCase(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}

const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const inWord = /[\p{L}\p{N}\p{M}.,:/-]/u;

/**
 * Places at which a normalised text has another as whole words: `no` is not in `not`, nor `5` in `−5` or `5.3`.
 * Scripts without spaces have no such ends of words: 退款 is in 申请退款吗.
 */
export function wordIndexes(text: string, wanted: string): number[] {
  const found: number[] = [];
  if (wanted === "") return found;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (ends(text, at - 1, wanted[0]!) && ends(text, at + wanted.length, wanted.at(-1)!)) found.push(at);
  }
  return found;
}

/** Whether the character at a place does not go on with the word whose edge is `edge`. */
function ends(text: string, at: number, edge: string): boolean {
  const beside = text[at];
  if (beside === undefined || !inWord.test(beside) || !inWord.test(edge)) return true;
  return spaceless.test(beside) || spaceless.test(edge);
}
