import assert from "node:assert/strict";
import { test } from "node:test";
import { gbnfOf } from "../../../src/engines/embedded/native/evaluate/gbnf.ts";
import { grammarSubset } from "../../../src/engines/embedded/native/evaluate/schema-subset.ts";

const root = (schema: unknown) => gbnfOf(grammarSubset(schema).grammar).split("\n")[0]!.replace("root ::= ", "");

const cases: [name: string, schema: unknown, expected: string][] = [
  ["a choice", { enum: ["spam", 3, null] }, String.raw`("\"spam\"" | "3" | "null")`],
  ["quotes, backslashes and line breaks", { const: 'a"\\\n' }, String.raw`"\"a\\\"\\\\\\n\""`],
  ["other scripts as they are", { const: "客服" }, String.raw`"\"客服\""`],
  ["several types", { type: ["string", "null"] }, "(string | null)"],
  ["a length", { type: "string", minLength: 2, maxLength: 5 }, String.raw`"\"" character{2,5} "\""`],
  ["an open length", { type: "string", minLength: 2 }, String.raw`"\"" character{2,} "\""`],
  ["no text at all", { type: "string", maxLength: 0 }, String.raw`"\""  "\""`],
  [
    "fields in their order",
    { type: "object", properties: { b: { type: "integer" }, a: { type: "boolean" } }, required: ["a", "b"] },
    String.raw`"{" [ ]? "\"b\"" ":" [ ]? integer "," [ ]? "\"a\"" ":" [ ]? boolean [ ]? "}"`,
  ],
  [
    "fields of any name",
    { type: "object", additionalProperties: { type: "number" } },
    `"{" [ ]? ((string ":" [ ]? number) ("," [ ]? (string ":" [ ]? number))*)? [ ]? "}"`,
  ],
  [
    "fields, and others",
    { type: "object", properties: { a: { type: "null" } }, required: ["a"], additionalProperties: true },
    String.raw`"{" [ ]? "\"a\"" ":" [ ]? null ("," [ ]? string ":" [ ]? json)* [ ]? "}"`,
  ],
  ["a list", { type: "array", items: { type: "null" } }, `"[" [ ]? ((null) ("," [ ]? (null))*)? [ ]? "]"`],
  [
    "a list of one to three",
    { type: "array", items: { type: "null" }, minItems: 1, maxItems: 3 },
    `"[" [ ]? (null) ("," [ ]? (null)){0,2} [ ]? "]"`,
  ],
  ["an empty list", { type: "array", maxItems: 0 }, `"[" [ ]?  [ ]? "]"`],
  [
    "a tuple",
    { type: "array", prefixItems: [{ type: "null" }, { type: "boolean" }], maxItems: 2 },
    `"[" [ ]? null "," [ ]? boolean  [ ]? "]"`,
  ],
];
for (const [name, schema, expected] of cases) test(name, () => assert.equal(root(schema), expected));

test("definitions become rules, recursive ones too; one that is missing is any JSON", () => {
  const tree = { type: "array", items: { $ref: "#/$defs/tree" } };
  const text = gbnfOf(grammarSubset({ $ref: "#/$defs/tree", $defs: { tree } }).grammar);
  assert.match(text, /^root ::= def-0\ndef-0 ::= "\[" \[ \]\? \(\(def-0\)/);
  assert.equal(root({ $ref: "#/$defs/gone" }), "json");
});
