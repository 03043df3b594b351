import type { ScorerParameters } from "../../spec/schema-scorers.ts";
import type { Parsed } from "../parse-answer.ts";
import { isRecord } from "../same-json.ts";
import { normalizeText, textOf, wordIndexes } from "./text.ts";

/** The labels of a set of items, in the order of their first appearance, and which each item expects and was given. */
export interface Labelled {
  /** As the data spells them first. */
  labels: string[];
  /** Indexes of `labels`, by item. */
  expected: number[];
  /** By item; null: the answer has none of the labels, or more than one. */
  given: (number | null)[];
}

interface Answered {
  item: { answer: string };
  answer: Parsed;
  expected: Parsed;
}

/**
 * Reads the labels. Those there are come from the expected answers; case, width and punctuation make no difference.
 * An answer's label is the one that it is, else the only one that it names as whole words: `spam` for "I think it is spam.",
 * none for "spam or ham". A longer label hides a shorter one inside of it: `not spam` names `not spam` alone.
 */
export function labelsOf(cases: readonly Answered[], parameters?: ScorerParameters<"classification">): Labelled {
  const field = parameters?.field;
  const labels: string[] = [];
  const known = new Map<string, number>();
  const expected = cases.map(({ item, expected: parsed }) => {
    const written = field === undefined ? item.answer.trim() : (labelIn(parsed, field) ?? "");
    const key = normalizeText(written);
    if (!known.has(key)) {
      known.set(key, labels.length);
      labels.push(written);
    }
    return known.get(key)!;
  });
  const byLength = [...known].sort(([a], [b]) => b.length - a.length);
  const given = cases.map(({ answer }) => {
    const text = field === undefined ? textOf(answer) : labelIn(answer, field);
    if (text === null) return null;
    const plain = normalizeText(text);
    // A field holds its label and nothing else.
    return known.get(plain) ?? (field === undefined ? onlyLabelIn(plain, byLength) : null);
  });
  return { labels, expected, given };
}

function onlyLabelIn(text: string, labels: readonly [string, number][]): number | null {
  let rest = text;
  let found: number | null = null;
  for (const [label, index] of labels) {
    const places = wordIndexes(rest, label);
    if (places.length === 0) continue;
    if (found !== null) return null;
    found = index;
    rest = without(rest, places, label.length);
  }
  return found;
}

/** Labels taken out, so that no shorter one is found inside of them; what stands in their place is in no normalised text. */
function without(text: string, places: readonly number[], length: number): string {
  const parts: string[] = [];
  let from = 0;
  for (const at of places) {
    parts.push(text.slice(from, Math.max(from, at)));
    from = at + length;
  }
  return [...parts, text.slice(from)].join("\u0000");
}

/** The value of a field as a label: text as it is, all else as JSON. Null: there is no such field. */
function labelIn(parsed: Parsed, field: string): string | null {
  if (!parsed.ok || !isRecord(parsed.value) || !Object.hasOwn(parsed.value, field)) return null;
  const value = parsed.value[field];
  return typeof value === "string" ? value : JSON.stringify(value);
}
