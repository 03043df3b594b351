/**
 * Where a text stops being JSON: the index of the first character that cannot follow, or the text's length if it ends too
 * early. JSON.parse says this for some mistakes only, and not in the same words in every version of V8.
 * Only for text that JSON.parse has refused.
 */
export function jsonErrorAt(text: string): number {
  const open: ("{" | "[")[] = [];
  let expects: Expectation = "value";
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const character = text[at]!;
    const next: number | Expectation = step(text, at, character, expects, open);
    if (typeof next === "number") return next;
    expects = next;
    at = skipSpace(text, tokenEnd(text, at));
  }
  return text.length;
}

type Expectation = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end";

/** The expectation after the token at `at`, or the index of the mistake. */
function step(
  text: string,
  at: number,
  character: string,
  expects: Expectation,
  open: ("{" | "[")[],
): number | Expectation {
  switch (expects) {
    case ":":
      return character === ":" ? "value" : at;
    case "key":
    case "key or }":
      if (character === "}" && expects === "key or }") return close(open);
      return character === '"' ? (mistakeIn(text, at, stringToken) ?? ":") : at;
    case ", or end":
      if (character === "," && open.length > 0) return open.at(-1) === "{" ? "key" : "value";
      if (character === "}" && open.at(-1) === "{") return close(open);
      return character === "]" && open.at(-1) === "[" ? close(open) : at;
    default:
      if (character === "]" && expects === "value or ]") return close(open);
      return value(text, at, character, open);
  }
}

function value(text: string, at: number, character: string, open: ("{" | "[")[]): number | Expectation {
  if (character === "{" || character === "[") {
    open.push(character);
    return character === "{" ? "key or }" : "value or ]";
  }
  if (character === '"') return mistakeIn(text, at, stringToken) ?? ", or end";
  return mistakeIn(text, at, wordToken) ?? ", or end";
}

function close(open: ("{" | "[")[]): Expectation {
  open.pop();
  return ", or end";
}

const stringToken = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const wordToken = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
/** As much of a string as is good; what follows is the mistake. */
const stringStart = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

function mistakeIn(text: string, at: number, token: RegExp): number | null {
  token.lastIndex = at;
  if (token.test(text)) return null;
  if (token !== stringToken) return at;
  stringStart.lastIndex = at;
  stringStart.test(text);
  return stringStart.lastIndex;
}

function tokenEnd(text: string, at: number): number {
  for (const token of [stringToken, wordToken]) {
    token.lastIndex = at;
    if (token.test(text)) return token.lastIndex;
  }
  return at + 1;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && " \t\r\n".includes(text[next]!)) next++;
  return next;
}
