import { maxFieldMetrics } from "../limits.ts";
import { isRecord, sameAnswer, sameJson } from "../same-json.ts";
import type { Case, Scorer } from "./scorer.ts";
import { yes } from "./scorer.ts";

/**
 * The share of the expected answer's fields that the answer has with an equal value; `fields.<name>` for each field.
 * Fields are those of the outermost object. An expected answer that is no object is one field, itself.
 * A field that only the answer has costs nothing here: `record` and its own `fields.<name>` see it.
 */
export const fields: Scorer = (cases) => {
  const scores: Record<string, number[]> = { fields: cases.map(shareOfFields) };
  for (const name of fieldNames(cases)) scores[`fields.${name}`] = cases.map((one) => yes(sameField(one, name)));
  return scores;
};

function shareOfFields({ answer, expected }: Case): number {
  if (!expected.ok || !isRecord(expected.value)) return yes(sameAnswer(answer, expected));
  const names = Object.keys(expected.value);
  if (!answer.ok || !isRecord(answer.value)) return 0;
  if (names.length === 0) return yes(Object.keys(answer.value).length === 0);
  const { value } = answer;
  const wanted = expected.value;
  const right = names.filter((name) => Object.hasOwn(value, name) && sameJson(value[name], wanted[name]));
  return right.length / names.length;
}

/** Absent on both sides counts as equal, so that a field some rows don't have is still scored over all rows. */
function sameField({ answer, expected }: Case, name: string): boolean {
  if (!answer.ok || !isRecord(answer.value)) return false;
  if (!expected.ok || !isRecord(expected.value)) return false;
  const [has, should] = [Object.hasOwn(answer.value, name), Object.hasOwn(expected.value, name)];
  return has === should && (!has || sameJson(answer.value[name], expected.value[name]));
}

/** In the order of their first appearance. */
function fieldNames(cases: readonly Case[]): string[] {
  const names = new Set<string>();
  for (const { expected } of cases) {
    if (!expected.ok || !isRecord(expected.value)) continue;
    for (const name of Object.keys(expected.value)) if (names.size < maxFieldMetrics) names.add(name);
  }
  return [...names];
}
