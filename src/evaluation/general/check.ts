import { parseAnswer } from "../parse-answer.ts";
import { sameJson } from "../same-json.ts";
import { numberIn } from "../scorers/number.ts";
import { normalizeText, wordIndexes } from "../scorers/text.ts";
import type { Check } from "./question.ts";

/** Characters of an answer that are looked at: what `generalDecode` allows is far below. */
const mostCharacters = 20_000;

/** Whether an answer to a question of the general set is right. Null, no answer, is wrong. */
export function isRight(check: Check, answer: string | null): boolean {
  if (answer === null) return false;
  const text = answer.slice(0, mostCharacters).trim();
  if ("number" in check) return numberIn(text, "last") === check.number;
  if ("any" in check) return containsAny(text, check.any);
  if ("matches" in check) return new RegExp(`^(?:${check.matches})$`, "iu").test(text);
  if ("json" in check) return isJson(text, check.json);
  return text.length >= leastCharacters && !refusal.test(text);
}

function containsAny(text: string, wanted: readonly string[]): boolean {
  const plain = normalizeText(text);
  return wanted.some((word) => wordIndexes(plain, normalizeText(word)).length > 0);
}

/** Many models put JSON between ``` marks, tuned or not; that is not what is asked here. */
function isJson(text: string, wanted: unknown): boolean {
  const inner = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/iu.exec(text)?.[1] ?? text;
  const parsed = parseAnswer(inner);
  return parsed.ok && sameJson(parsed.value, wanted);
}

/** Two characters of Chinese can be a name of a bakery. */
const leastCharacters = 2;

/** How models decline. An answer that only mentions such words elsewhere is rare at these questions. */
const refusal =
  /^\W*(?:(?:i['’]?m|i am) (?:really |very )?(?:sorry|unable|afraid)|sorry|i (?:can ?not|can['’]t|won['’]t)|as an ai|unfortunately|很?抱歉|对不起|不好意思|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|我(?:不能|无法|没有办法))/iu;
