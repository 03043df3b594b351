import type { Scorer } from "./scorer.ts";
import { yes } from "./scorer.ts";
import { normalizeText, textOf, wordIndexes } from "./text.ts";

/** The answer is the expected one, whatever the case, width, white space and punctuation: `normalizeText` says how. */
export const normalized: Scorer = (cases) => ({
  normalized: cases.map(({ answer, item }) => {
    const text = textOf(answer);
    return yes(text !== null && normalizeText(text) === normalizeText(item.answer));
  }),
});

/** The expected answer is somewhere in the answer as whole words, both normalised. An expected answer of nothing is only in nothing. */
export const contains: Scorer = (cases) => ({
  contains: cases.map(({ answer, item }) => {
    const text = textOf(answer);
    if (text === null) return 0;
    const [given, wanted] = [normalizeText(text), normalizeText(item.answer)];
    return yes(given === wanted || wordIndexes(given, wanted).length > 0);
  }),
});
