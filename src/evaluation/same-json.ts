import { canonicalJson } from "../protocol/canonical.ts";
import type { Parsed } from "./parse-answer.ts";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equal as JSON values: the order of an object's keys and the spelling of a number (`1`, `1.0`) don't matter, all else does. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** The whole answer is the expected one: as JSON where that is JSON, else as text without the white space around it. */
export function sameAnswer(answer: Parsed, expected: Parsed): boolean {
  if (expected.ok) return answer.ok && sameJson(answer.value, expected.value);
  return answer.text !== null && answer.text.trim() === expected.text?.trim();
}
