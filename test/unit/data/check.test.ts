import assert from "node:assert/strict";
import { test } from "node:test";
import { answerValidator } from "../../../src/data/answer-schema.ts";
import { checkData } from "../../../src/data/check.ts";
import type { ResolvedData } from "../../../src/data/resolve.ts";
import type { Item } from "../../../src/protocol/item.ts";

let row = 0;
function item(prompt: string, answer: string, more: Partial<Item> = {}): Item {
  row++;
  const source = { file: "d.jsonl", row };
  return { id: `i${row}`, cluster: null, messages: [{ role: "user", content: prompt }], answer, source, ...more };
}

function check(splits: Partial<ResolvedData["splits"]>, schema?: unknown) {
  const resolved: ResolvedData = {
    splits: { train: [], validation: [], test: [], ...splits },
    files: [],
    schema: schema === undefined ? null : { path: "s.json", text: JSON.stringify(schema), value: schema },
    problems: [],
  };
  return checkData(resolved, "dir").map(
    ({ code, severity, params }): Record<string, unknown> => ({ code, severity, ...params }),
  );
}

test("nothing to say about good data", () => {
  assert.deepEqual(check({ train: [item("a", "x"), item("b", "y")], test: [item("c", "x")] }), []);
});

test("empty prompts and answers: how many and which rows", () => {
  row = 0;
  const train = [item("a", "x"), item(" ", "x"), item("b", ""), item("c", "\n")];
  const [prompt, answer] = check({ train });
  assert.deepEqual([prompt?.code, prompt?.count, prompt?.of, prompt?.rows], ["empty-prompt", 1, 4, "2"]);
  assert.deepEqual([answer?.code, answer?.count, answer?.rows, answer?.severity], ["empty-answer", 2, "3, 4", "error"]);
});

test("answers that break their schema", () => {
  row = 0;
  const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
  const test = [item("a", '{"n":1}'), item("b", '{"n":"1"}'), item("c", "spam"), item("d", "{}")];
  const found = check({ test }, schema);
  assert.deepEqual(
    found.map(({ code, count, rows, expected }) => [code, count, rows, expected]),
    [
      ["answer-not-json", 1, "3", undefined],
      ["answer-breaks-schema", 2, "2, 4", "/n must be integer"],
    ],
  );
});

test("test rows that training has seen, exactly and nearly", () => {
  row = 0;
  const train = [item("Hello, World!", "x"), item("b", "y")];
  const validation = [item("c", "z")];
  const test = [item("c", "other"), item("hello   world", "x"), item("new", "x")];
  const found = check({ train, validation, test });
  assert.deepEqual(
    found.map(({ code, severity, count, rows, other_row }) => [code, severity, count, rows, other_row]),
    [
      ["test-row-in-training", "warning", 1, "4", 3],
      ["test-row-nearly-in-training", "warning", 1, "5", 1],
    ],
  );
});

test("clusters on both sides", () => {
  const train = [item("a", "x", { cluster: "one" }), item("b", "x", { cluster: null })];
  const test = [
    item("c", "x", { cluster: "one" }),
    item("d", "x", { cluster: null }),
    item("e", "x", { cluster: "two" }),
  ];
  const found = check({ train, test });
  assert.deepEqual(
    found.map(({ code, count, clusters, rows }) => [code, count, clusters, rows]),
    [["cluster-on-both-sides", 1, "one", 1]],
  );
});

test("classes that training never shows, of answers and of fields", () => {
  const train = Array.from({ length: 9 }, (_, index) => item(`p${index}`, index % 2 ? "spam" : "ham"));
  assert.deepEqual(
    check({ train, test: [item("q", "eggs"), item("r", "ham")] }).map(({ code, severity, values }) => [
      code,
      severity,
      values,
    ]),
    [["answer-not-in-training", "info", "eggs"]],
  );
  const json = (kind: string, note: string) => JSON.stringify({ kind, note });
  const rows = Array.from({ length: 9 }, (_, index) => item(`p${index}`, json(index % 2 ? "a" : "b", `note ${index}`)));
  assert.deepEqual(
    check({ train: rows, test: [item("q", json("c", "new note"))] }).map(({ code, field, values }) => [
      code,
      field,
      values,
    ]),
    [["field-value-not-in-training", "kind", "c"]],
  );
});

test("schemas of both drafts work, others are named", () => {
  const accepts = (schema: unknown, value: unknown) => answerValidator(schema, "s.json").validate?.(value) === null;
  const seven = { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "number" }], type: "array" };
  assert.ok(accepts(seven, [1, "x"]));
  assert.ok(!accepts(seven, ["x"]));
  const twenty = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    prefixItems: [{ type: "number" }],
    items: false,
  };
  assert.ok(accepts(twenty, [1]));
  assert.ok(!accepts(twenty, [1, 2]));
  assert.ok(!accepts({ type: "string", format: "date" }, "yesterday"));
  const code = (schema: unknown) => answerValidator(schema, "s.json").problems[0]?.code;
  assert.equal(code([]), "schema-not-object");
  assert.equal(code({ $schema: "http://json-schema.org/draft-04/schema#" }), "schema-draft-unknown");
  assert.equal(code({ type: "strin" }), "schema-broken");
  assert.equal(code({ $ref: "https://elsewhere.example/s.json" }), "schema-broken");
  assert.deepEqual(
    check({ train: [item("a", "{}")] }, { type: "strin" }).map((problem) => problem.code),
    ["schema-broken"],
  );
});
