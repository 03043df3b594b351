import { parseAnswer } from "../parse-answer.ts";
import { isRecord } from "../same-json.ts";

/** What a judge said: a grade, a preference by the place shown, or why its reply is none. */
export type Judged =
  | { ok: true; score: number }
  | { ok: true; winner: 1 | 2 | "tie" }
  | { ok: false; failure: JudgeFailure };

/** In words of the tables: `judge-failure-cut` … */
export type JudgeFailure = "missing" | "cut" | "not-json" | "no-verdict" | "off-scale";

/** A grade, read strictly: one JSON object with one of the scale's grades, and nothing around it. */
export function readGrade(text: string | null, isCut: boolean, scale: readonly number[]): Judged {
  const found = objectIn(text, isCut);
  if (!("value" in found)) return found;
  const { score } = found.value;
  if (typeof score !== "number") return { ok: false, failure: "no-verdict" };
  return scale.includes(score) ? { ok: true, score } : { ok: false, failure: "off-scale" };
}

/** A preference, read as strictly. */
export function readPreference(text: string | null, isCut: boolean): Judged {
  const found = objectIn(text, isCut);
  if (!("value" in found)) return found;
  const { winner } = found.value;
  if (winner === "tie") return { ok: true, winner };
  if (winner === "1" || winner === 1) return { ok: true, winner: 1 };
  if (winner === "2" || winner === 2) return { ok: true, winner: 2 };
  return { ok: false, failure: winner === undefined ? "no-verdict" : "off-scale" };
}

function objectIn(
  text: string | null,
  isCut: boolean,
): { value: Record<string, unknown> } | { ok: false; failure: JudgeFailure } {
  if (text === null) return { ok: false, failure: "missing" };
  const parsed = parseAnswer(text);
  if (parsed.ok && isRecord(parsed.value)) return { value: parsed.value };
  return { ok: false, failure: isCut ? "cut" : "not-json" };
}

/** A grade's place between the worst and the best, 0 to 1. */
export function shareOfScale(score: number, scale: readonly number[]): number {
  const [low, high] = [scale[0]!, scale.at(-1)!];
  return (score - low) / (high - low);
}
