import type { Scorer } from "./scorer.ts";
import { textOf } from "./text.ts";

const longest = 6;
const beta = 2;

/**
 * chrF2 of each answer (Popović 2015): sequences of one to six characters that answer and expected answer have in common,
 * white space left out, recall twice as important as precision; between 0 and 1, and with case, as sacreBLEU does it. The
 * mean over items is not a corpus chrF, which pools the counts of all sentences.
 */
export const chrf: Scorer = (cases) => ({
  chrf: cases.map(({ answer, item }) => {
    const text = textOf(answer);
    return text === null ? 0 : chrF(text, item.answer);
  }),
});

/** Orders that either side is too short for are left out of the mean. */
export function chrF(given: string, wanted: string): number {
  const [hypothesis, reference] = [characters(given), characters(wanted)];
  if (hypothesis.length === 0 || reference.length === 0) return hypothesis.length === reference.length ? 1 : 0;
  const left = sequences(reference);
  const matches = new Array<number>(longest).fill(0);
  // The answer's sequences are only looked up, never kept: an answer may be long, the expected one is the user's own.
  eachSequence(hypothesis, (sequence, order) => {
    const count = left.get(sequence);
    if (!count) return;
    left.set(sequence, count - 1);
    matches[order - 1]! += 1;
  });
  let [precision, recall] = [0, 0];
  const orders = Math.min(longest, hypothesis.length, reference.length);
  for (let order = 1; order <= orders; order++) {
    precision += matches[order - 1]! / (hypothesis.length - order + 1) / orders;
    recall += matches[order - 1]! / (reference.length - order + 1) / orders;
  }
  if (precision + recall === 0) return 0;
  return Math.min(1, ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall));
}

function characters(text: string): string[] {
  return [...text.replace(/\s+/gu, "")];
}

function sequences(text: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  eachSequence(text, (sequence) => counts.set(sequence, (counts.get(sequence) ?? 0) + 1));
  return counts;
}

function eachSequence(text: readonly string[], visit: (sequence: string, order: number) => void): void {
  for (let start = 0; start < text.length; start++) {
    let sequence = "";
    for (let order = 1; order <= longest && start + order <= text.length; order++) {
      sequence += text[start + order - 1];
      visit(sequence, order);
    }
  }
}
