import type { Problem } from "../protocol/problem.ts";
import { jsonErrorAt } from "./json-error.ts";
import { problemAt } from "./rows.ts";

type Place = { file: string; row?: number };

/** JSON text as a value, or the problem that says what is wrong with it and where. `place.row` is left out for whole files. */
export function parseJson(text: string, place: Place): { value: unknown; problems: Problem[] } {
  try {
    const value: unknown = JSON.parse(text);
    return { value, problems: oddNumbers(text, place) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { value: undefined, problems: [syntaxProblem(text, place)] };
  }
}

function syntaxProblem(text: string, place: Place): Problem {
  const position = jsonErrorAt(text);
  const at = place.row === undefined ? { ...place, row: lineAt(text, position) } : place;
  const notANumber = /^-?(NaN|nan|Infinity|inf)\b/.exec(text.slice(position, position + 12));
  if (notANumber) return problemAt(at, "json-not-a-number", { found: notANumber[0] });
  if (text.slice(position).trim() === "") return problemAt(at, "json-cut-off", { near: text.trimEnd().slice(-24) });
  const character = place.row === undefined ? position - text.lastIndexOf("\n", position - 1) : position + 1;
  return problemAt(at, "json-syntax", { character, near: text.slice(Math.max(0, position - 12), position + 12) });
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < position; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** Only texts with such digits are worth the slow look. */
const suspicious = /\d{16}|[eE]\+?\d{3}/;

/**
 * Numbers that JavaScript cannot hold: beyond its range they would become Infinity, and whole numbers of more than
 * 16 digits (order numbers, message ids) would silently become other numbers.
 */
function oddNumbers(text: string, place: Place): Problem[] {
  if (!suspicious.test(text)) return [];
  const found: Problem[] = [];
  const look = (key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value !== "number") return value;
    const source = context?.source ?? "";
    if (!Number.isFinite(value)) {
      found.push(problemAt({ ...place, column: key }, "json-number-too-large", { found: source || String(value) }));
    } else if (/^-?\d{16,}$/.test(source) && BigInt(source) !== BigInt(value)) {
      const params = { found: source, becomes: String(value) };
      found.push(problemAt({ ...place, column: key }, "json-number-imprecise", params, "warning"));
    }
    return value;
  };
  // The third argument, the number's source text, came with ES2025; without it only the range is looked at.
  JSON.parse(text, look as (key: string, value: unknown) => unknown);
  return found;
}
