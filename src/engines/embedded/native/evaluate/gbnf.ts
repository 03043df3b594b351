import type { Grammar, Scalar, Subset } from "./schema-subset.ts";

/**
 * A JSON schema's subset as a grammar in GBNF, llama.cpp's notation, with the rule `root`.
 *
 * The JSON is on one line, with at most one space where JSON allows white space, and it ends where the value ends. Left
 * more freedom, a model may spend half of its `max_tokens` on line breaks and indentation and be cut off for it.
 */
export function gbnfOf({ $defs = {}, ...root }: Subset["grammar"]): string {
  const names = new Map(Object.keys($defs).map((name, index) => [name, `def-${index}`]));
  const write = (grammar: Grammar) => expression(grammar, (name) => names.get(name) ?? "json");
  const definitions = [...names].map(([name, rule]) => `${rule} ::= ${write($defs[name]!)}`);
  return [`root ::= ${write(root as Grammar)}`, ...definitions, ...builtIn].join("\n");
}

const SPACE = "[ ]?";
const COMMA = `"," ${SPACE}`;
const NUMBER = `"-"? ("0" | [1-9] [0-9]{0,15})`;
const EXPONENT = `([eE] [-+]? ("0" | [1-9] [0-9]{0,15}))?`;
const DATE = `[0-9]{4} "-" ("0" [1-9] | "1" [012]) "-" ("0" [1-9] | [12] [0-9] | "3" [01])`;
const HOUR = `([01] [0-9] | "2" [0-3])`;
const TIME = `${HOUR} ":" [0-5] [0-9] ":" [0-5] [0-9] ("." [0-9]{3})? ("Z" | [-+] ${HOUR} ":" [0-5] [0-9])`;

const simple: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  integer: "integer",
  boolean: "boolean",
  null: "null",
};
const quoted = (inside: string) => String.raw`"\"" ${inside} "\""`;
const formats: Readonly<Record<string, string>> = {
  date: quoted(DATE),
  time: quoted(TIME),
  "date-time": quoted(`${DATE} "T" ${TIME}`),
};

const builtIn = [
  "json ::= string | number | boolean | null | array | object",
  `array ::= ${list("[", "]", separated("json", 0))}`,
  `object ::= ${list("{", "}", separated("pair", 0))}`,
  `pair ::= string ":" ${SPACE} json`,
  `string ::= ${quoted("character*")}`,
  String.raw`character ::= [^"\\\x7F\x00-\x1F] | "\\" ["\\/bfnrt] | "\\u" [0-9a-fA-F]{4}`,
  `number ::= ${NUMBER} ("." [0-9]{1,16})? ${EXPONENT}`,
  `integer ::= ${NUMBER} ${EXPONENT}`,
  `boolean ::= "true" | "false"`,
  `null ::= "null"`,
];

type RuleOf = (definition: string) => string;

function expression(grammar: Grammar, ruleOf: RuleOf): string {
  if ("$ref" in grammar) return ruleOf(/[^/]*$/.exec(grammar.$ref)![0]);
  if ("const" in grammar) return literal(grammar.const);
  if ("enum" in grammar) return alternatives(grammar.enum.map(literal));
  if ("oneOf" in grammar) return alternatives(grammar.oneOf.map((each) => expression(each, ruleOf)));
  if (isObject(grammar)) return object(grammar, ruleOf);
  if (isArray(grammar)) return array(grammar, ruleOf);
  if (typeof grammar.type !== "string") return alternatives(grammar.type.map((type) => simple[type]!));
  if (grammar.type !== "string") return simple[grammar.type]!;
  if (grammar.format !== undefined) return formats[grammar.format]!;
  const { minLength = 0, maxLength } = grammar;
  return minLength === 0 && maxLength === undefined
    ? "string"
    : quoted(repeated("character", minLength, atLeast(minLength, maxLength)));
}

type ObjectGrammar = Extract<Grammar, { type: "object" }>;
type ArrayGrammar = Extract<Grammar, { type: "array" }>;
const isObject = (grammar: { type: unknown }): grammar is ObjectGrammar => grammar.type === "object";
const isArray = (grammar: { type: unknown }): grammar is ArrayGrammar => grammar.type === "array";

function object({ properties = {}, additionalProperties = false }: ObjectGrammar, ruleOf: RuleOf): string {
  const pair = (key: string, value: string) => `${key} ":" ${SPACE} ${value}`;
  const fields = Object.entries(properties).map(([name, value]) => pair(literal(name), expression(value, ruleOf)));
  const rest =
    additionalProperties === false
      ? null
      : pair("string", additionalProperties === true ? "json" : expression(additionalProperties, ruleOf));
  const all = fields.join(` ${COMMA} `);
  if (rest === null) return list("{", "}", all);
  return list("{", "}", fields.length === 0 ? separated(rest, 0) : `${all} (${COMMA} ${rest})*`);
}

function array({ items, prefixItems = [], minItems = 0, maxItems }: ArrayGrammar, ruleOf: RuleOf): string {
  const item = items ? expression(items, ruleOf) : "json";
  const first = prefixItems.map((each) => expression(each, ruleOf)).join(` ${COMMA} `);
  const least = Math.max(0, minItems - prefixItems.length);
  const most = maxItems === undefined ? undefined : Math.max(least, maxItems - prefixItems.length);
  if (first === "") return list("[", "]", separated(item, least, most));
  return list("[", "]", `${first} ${most === 0 ? "" : repeated(`(${COMMA} ${item})`, least, most)}`);
}

function list(open: string, close: string, inside: string): string {
  return `"${open}" ${SPACE} ${inside} ${SPACE} "${close}"`;
}

/** `least` to `most` values with commas between; most undefined: any number. */
function separated(value: string, least: number, most?: number): string {
  if (most === 0) return "";
  const further = repeated(`(${COMMA} (${value}))`, Math.max(0, least - 1), most === undefined ? undefined : most - 1);
  const some = `(${value}) ${further}`;
  return least === 0 ? `(${some})?` : some;
}

function repeated(value: string, least: number, most: number | undefined): string {
  if (most === 0) return "";
  if (most === undefined) return least === 0 ? `${value}*` : `${value}{${least},}`;
  return `${value}{${least},${most}}`;
}

const atLeast = (least: number, most: number | undefined) => (most === undefined ? undefined : Math.max(least, most));

function alternatives(list: readonly string[]): string {
  return list.length === 1 ? list[0]! : `(${list.join(" | ")})`;
}

/** The value's JSON as a literal: JSON's own escapes stay escapes, so only quotes and backslashes need one of GBNF's. */
function literal(value: Scalar): string {
  return `"${JSON.stringify(value).replace(/["\\]/g, "\\$&")}"`;
}
