import { plain, points } from "../evaluation/numbers.ts";
import type { ChangedItem, ItemChanges } from "../protocol/item-changes.ts";
import { hanging } from "./terminal-table.ts";
import { displayWidth, type Paint, plainText } from "./terminal-text.ts";
import { type Piece, textDiff } from "./text-diff.ts";
import type { Words } from "./words.ts";

/** Characters of a prompt or an answer on a terminal; `--json` has all of them. */
const mostCharacters = 400;

/** What became of single items: how many, then each with what was expected and how both answers differ from it. */
export function itemLines(changes: ItemChanges, words: Words, paint: Paint, width: number): string[][] {
  const { a, b, counts, items, found } = changes;
  const head = words.phrase("items-counts", { a, b, ...counts });
  const more = found - items.length;
  return [
    hanging(paint.dim("·"), 1, head, width),
    ...items.map((item) => one(item, { a, b }, words, paint, width)),
    ...(more > 0 ? [[paint.dim(words.phrase("items-more", { count: more }))]] : []),
  ];
}

function one(
  { id, change, a, b, prompt, expected, answer_a, answer_b }: ChangedItem,
  names: { a: string; b: string },
  words: Words,
  paint: Paint,
  width: number,
): string[] {
  const colour = { regressed: paint.bad, fixed: paint.good, same: paint.dim }[change];
  const scores = `${scoreText(a)} → ${scoreText(b)}`;
  const line = (name: string, text: string | null) =>
    text === null
      ? []
      : hanging(paint.dim(`  ${plainText(name)}`), displayWidth(plainText(name)) + 2, cut(text, words), width);
  const answer = (name: string, text: string | null) =>
    text === null || expected === null
      ? line(name, text)
      : line(name, marked(textDiff(cut(expected, words), cut(text, words))));
  return [
    `${paint.strong(plainText(id))}  ${colour(words.phrase(`items-${change}`))}  ${scores}`,
    ...line(words.phrase("prompt"), prompt),
    ...line(words.phrase("expected"), expected),
    ...answer(names.a, answer_a),
    ...answer(names.b, answer_b),
  ];
}

/** As `git diff --word-diff` marks them, so that it can be read without colours as well. */
function marked(pieces: readonly Piece[]): string {
  const marks = { same: ["", ""], removed: ["[-", "-]"], added: ["{+", "+}"] } as const;
  return pieces.map(({ kind, text }) => `${marks[kind][0]}${text}${marks[kind][1]}`).join("");
}

function scoreText(score: number | null): string {
  if (score === null) return "–";
  return score >= 0 && score <= 1 ? `${points(score)} %` : plain(score);
}

function cut(text: string, { phrase }: Words): string {
  if (text.length <= mostCharacters) return text;
  return text.slice(0, mostCharacters) + phrase("shortened", { count: text.length - mostCharacters });
}
