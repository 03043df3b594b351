import assert from "node:assert/strict";
import { test } from "node:test";
import { anyJson, grammarSubset } from "../../../src/engines/embedded/native/evaluate/schema-subset.ts";

const cases: [name: string, schema: unknown, grammar: unknown, ignored: string[]][] = [
  ["scalars", { type: "integer" }, { type: "integer" }, []],
  ["a choice of types", { type: ["string", "null"] }, { oneOf: [{ type: "string" }, { type: "null" }] }, []],
  ["literals", { enum: ["a", 1, null] }, { enum: ["a", 1, null] }, []],
  ["a constant", { const: true, title: "Yes" }, { const: true }, []],
  ["bounded text", { type: "string", minLength: 1, maxLength: 9 }, { type: "string", minLength: 1, maxLength: 9 }, []],
  ["text too long for a grammar", { type: "string", maxLength: 5000 }, { type: "string" }, ["maxLength"]],
  ["a known format", { type: "string", format: "date" }, { type: "string", format: "date" }, []],
  [
    "what has no grammar",
    { type: "string", pattern: "^a", format: "email" },
    { type: "string" },
    ["format", "pattern"],
  ],
  ["a range", { type: "number", minimum: 0, maximum: 1 }, { type: "number" }, ["maximum", "minimum"]],
  [
    "an object",
    { type: "object", properties: { a: { type: "boolean" } }, required: ["a"], additionalProperties: false },
    { type: "object", properties: { a: { type: "boolean" } } },
    [],
  ],
  ["optional properties", { properties: { a: true } }, { type: "object", properties: { a: anyJson } }, ["optional"]],
  ["any object", { type: "object" }, { type: "object", additionalProperties: true }, []],
  [
    "a map",
    { type: "object", additionalProperties: { type: "number" } },
    { type: "object", additionalProperties: { type: "number" } },
    [],
  ],
  [
    "a list",
    { type: "array", items: { type: "null" }, minItems: 1, maxItems: 3, uniqueItems: true },
    { type: "array", items: { type: "null" }, minItems: 1, maxItems: 3 },
    ["uniqueItems"],
  ],
  ["alternatives", { anyOf: [{ const: 1 }, { type: "null" }] }, { oneOf: [{ const: 1 }, { type: "null" }] }, []],
  ["all of one", { allOf: [{ type: "null" }] }, { type: "null" }, []],
  ["all of several", { allOf: [{ type: "null" }, { type: "string" }] }, anyJson, ["allOf"]],
  ["anything", {}, anyJson, []],
  ["a reference elsewhere", { $ref: "other.json" }, anyJson, ["$ref"]],
  [
    "definitions, recursive ones too",
    { $ref: "#/definitions/tree", definitions: { tree: { type: "array", items: { $ref: "#/definitions/tree" } } } },
    { $ref: "#/$defs/tree", $defs: { tree: { type: "array", items: { $ref: "#/$defs/tree" } } } },
    [],
  ],
  [
    "a condition",
    { type: "object", properties: {}, if: {}, else: {} },
    { type: "object", properties: {} },
    ["else", "if"],
  ],
];
for (const [name, schema, grammar, ignored] of cases) {
  test(name, () => assert.deepEqual(grammarSubset(schema), { grammar, ignored }));
}

test("what is no schema is refused", () => {
  for (const nonsense of [7, "string", [], null, { type: "colour" }]) {
    assert.throws(() => grammarSubset(nonsense), TypeError);
  }
});
