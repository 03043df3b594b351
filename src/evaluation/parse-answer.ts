import { maxAnswerCharacters, maxAnswerDepth } from "./limits.ts";

export type NotJson =
  | "missing"
  | "too-long"
  | "not-json"
  | "too-deep"
  | "duplicate-key"
  | "bad-number"
  | "lone-surrogate";

/** An answer as JSON, or why it is none. `text` is null where the candidate gave no answer. */
export type Parsed = { ok: true; text: string; value: unknown } | { ok: false; text: string | null; reason: NotJson };

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|-?\d[\d.eE+-]*/g;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * Reads an answer that must be exactly one JSON value: no code fence, no comment, no text around it.
 * Stricter than `JSON.parse` where readers of JSON disagree with each other, as the answer's next reader may be another one:
 * a key given twice, a number beyond the range of doubles, half of a surrogate pair. Never throws.
 * Numbers are doubles, as everywhere in JavaScript: integers beyond 2^53 that round to the same double count as equal.
 */
export function parseAnswer(text: string | null): Parsed {
  if (text === null) return { ok: false, text, reason: "missing" };
  if (text.length > maxAnswerCharacters) return { ok: false, text, reason: "too-long" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, text, reason: "not-json" };
  }
  const reason = objection(text);
  return reason ? { ok: false, text, reason } : { ok: true, text, value };
}

/** What is wrong with a text that `JSON.parse` accepts. The grammar is known to hold, so a look at the tokens suffices. */
function objection(text: string): NotJson | null {
  /** One entry for each open bracket: the keys so far of an object, null for an array. */
  const open: (Set<string> | null)[] = [];
  let beforeKey = false;
  for (const [lexeme] of text.matchAll(token)) {
    const first = lexeme[0]!;
    if (first === "{" || first === "[") {
      open.push(first === "{" ? new Set() : null);
      if (open.length > maxAnswerDepth) return "too-deep";
      beforeKey = first === "{";
    } else if (first === "}" || first === "]") {
      open.pop();
      beforeKey = false;
    } else if (first === ",") {
      beforeKey = open.at(-1) !== null;
    } else if (first === '"') {
      const string = JSON.parse(lexeme) as string;
      if (loneSurrogate.test(string)) return "lone-surrogate";
      const keys = open.at(-1);
      if (beforeKey && keys) {
        if (keys.has(string)) return "duplicate-key";
        keys.add(string);
      }
      beforeKey = false;
    } else if (first !== ":" && !Number.isFinite(Number(lexeme))) {
      return "bad-number";
    }
  }
  return null;
}

/**
 * The value as CEL sees it: `3` is an int, `3.0` a double, as CEL's own literals are, and as Python reads JSON.
 * Objects are Maps: CEL looks at an object's `constructor` to learn its type, and an answer may have a key of that name.
 */
export function celValue(text: string): unknown {
  // TypeScript's type of a reviver lacks the third parameter, which holds the number's own text.
  const revive = (_key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value === "number") return celNumber(value, context?.source ?? "");
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return new Map(Object.entries(value));
  };
  return JSON.parse(text, revive as Parameters<typeof JSON.parse>[1]);
}

const mostInt64 = 2n ** 63n;

function celNumber(value: number, source: string): bigint | number {
  if (!/^-?\d+$/.test(source)) return value;
  const integer = BigInt(source);
  return integer >= -mostInt64 && integer < mostInt64 ? integer : value;
}
