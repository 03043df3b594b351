import assert from "node:assert/strict";
import test from "node:test";
import type { Rule } from "../../../src/evaluation/rules.ts";
import { checkExpected, scoreAnswers } from "../../../src/evaluation/score.ts";
import type { ScorerSpec } from "../../../src/spec/schema-evaluate.ts";
import { casesIn, item, readCase, rule } from "./cases.ts";

interface ScorerCases {
  about: string;
  scorers: ScorerSpec[];
  schema: unknown;
  rules: Rule[];
  cases: { expected: string; answer: string | null; scores: Record<string, number>; failed: string | null }[];
}

for (const [file, { about, cases, ...rest }] of casesIn<ScorerCases>("scorers")) {
  test(`${file}: ${about}`, () => {
    const items = cases.map(({ expected }, index) => item(String(index), expected));
    const answers = cases.flatMap(({ answer }, index) => (answer === null ? [] : [{ id: String(index), answer }]));
    const result = scoreAnswers({ items, answers, ...rest });
    for (const [index, { answer, expected, scores, failed }] of cases.entries()) {
      const name = `${answer} for ${expected}`;
      const given = result.rows[index]!.scores;
      for (const [metric, score] of Object.entries(scores)) assert.equal(given[metric], score, `${metric}: ${name}`);
      assert.equal(result.failedLayers[index], failed, name);
    }
    const failures = cases.filter(({ failed }) => failed !== null).length;
    assert.equal(
      result.layers.reduce((sum, { failed }) => sum + failed, 0),
      failures,
    );
    assert.equal(result.missing, cases.filter(({ answer }) => answer === null).length);
  });
}

test("hostile answers score 0 everywhere and keep the others' scores", () => {
  const hostile = readCase<{ cases: { text: string }[] }>("hostile-answers.json").cases.map(({ text }) => text);
  const texts = ["[1]", ...hostile, "[".repeat(10_000) + "]".repeat(10_000), `"${"x".repeat(50_000_000)}"`, "[1]"];
  const items = texts.map((_, index) => item(String(index), "[1]"));
  const answers = texts.map((answer, index) => ({ id: String(index), answer }));
  const result = scoreAnswers({
    items,
    answers,
    scorers: ["json", "schema", "fields", "rules", "record"],
    schema: { type: "array" },
    rules: [rule("one", "answer[0] == 1")],
  });
  const sums = result.rows.map(({ scores }) => Object.values(scores).reduce((sum, score) => sum + score, 0));
  assert.deepEqual(sums, [6, ...Array(texts.length - 2).fill(0), 6]);
  assert.deepEqual(result.layers.slice(0, 2), [
    { layer: "answer", failed: 0 },
    { layer: "json", failed: texts.length - 2 },
  ]);
});

test("rows keep the items' clusters, and answers to nothing are said", () => {
  const result = scoreAnswers({
    items: [item("a", "x", "c1"), item("b", "x")],
    answers: [
      { id: "b", answer: "x" },
      { id: "z", answer: "x" },
    ],
    scorers: ["exact"],
    schema: null,
    rules: [],
  });
  assert.deepEqual(result.rows, [
    { id: "a", scores: { exact: 0 }, cluster: "c1" },
    { id: "b", scores: { exact: 1 } },
  ]);
  assert.deepEqual(
    result.problems.map(({ code, params }) => [code, params]),
    [["answers-unknown", { count: 1, id: "z" }]],
  );
});

test("rules that can't be decided are counted apart, and said once for each rule", () => {
  const result = scoreAnswers({
    items: [item("a", "{}"), item("b", "{}")],
    answers: [
      { id: "a", answer: '{"n": "x"}' },
      { id: "b", answer: "{}" },
    ],
    scorers: ["rules"],
    schema: null,
    rules: [rule("small", "answer.n < 3"), rule("fine", "true")],
  });
  assert.equal(result.ruleErrors, 2);
  assert.deepEqual(
    result.rows.map(({ scores }) => scores),
    [
      { rules: 0, "rules.small": 0, "rules.fine": 1 },
      { rules: 0, "rules.small": 0, "rules.fine": 1 },
    ],
  );
  assert.deepEqual(
    result.problems.map(({ code, params }) => [code, params.rule, params.count]),
    [["rule-error", "small", 2]],
  );
});

test("an id given twice is refused, by name", () => {
  const score = (ids: string[], answered: string[]) =>
    scoreAnswers({
      items: ids.map((id) => item(id, "x")),
      answers: answered.map((id) => ({ id, answer: "x" })),
      scorers: ["exact"],
      schema: null,
      rules: [],
    });
  assert.throws(() => score(["a", "a"], []), { code: "answers-duplicate", params: { id: "a" } });
  assert.throws(() => score(["a"], ["a", "a"]), { code: "answers-duplicate", params: { id: "a" } });
});

test("what is no schema is refused with what is wrong, and a schema elsewhere is not fetched", () => {
  const score = (schema: unknown) =>
    scoreAnswers({ items: [item("a", "1")], answers: [], scorers: ["schema"], schema, rules: [] });
  assert.throws(() => score({ type: "strnig" }), { code: "schema-broken" });
  assert.throws(() => score({ $ref: "https://schema.example/elsewhere.json" }), { code: "schema-broken" });
  assert.throws(() => score(null), { code: "schema-missing" });
});

test("each dialect of JSON schema is read as its own", () => {
  const valid = (schema: unknown, answer: string) => {
    const input = { items: [item("a", "1")], answers: [{ id: "a", answer }], scorers: ["schema" as const], rules: [] };
    return scoreAnswers({ ...input, schema }).rows[0]!.scores.schema === 1;
  };
  const tuple07 = {
    $schema: "http://json-schema.org/draft-07/schema#",
    items: [{ type: "string" }],
    additionalItems: false,
  };
  const tuple2020 = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    prefixItems: [{ type: "string" }],
    items: false,
  };
  for (const schema of [tuple07, tuple2020]) {
    assert.equal(valid(schema, '["a"]'), true);
    assert.equal(valid(schema, '["a", 1]'), false);
  }
  assert.equal(valid({ type: "string", format: "date" }, '"2026-02-30"'), false);
  assert.equal(valid({ type: "string", format: "date", example: "x", "x-note": 1 }, '"2026-02-28"'), true);
});

test("expected answers that break the schema or a rule are said: no candidate can be right there", () => {
  const problems = checkExpected({
    items: [item("a", '{"n": 1}'), item("b", '{"n": -1}'), item("c", '{"n": "x"}'), item("d", "text")],
    scorers: ["json", "schema", "rules"],
    schema: { properties: { n: { type: "number" } } },
    rules: [rule("positive", "answer.n > 0")],
  });
  assert.deepEqual(
    problems.map(({ code, params }) => [code, params]),
    [
      ["expected-not-json", { count: 1, id: "d" }],
      ["expected-not-valid", { count: 1, id: "c" }],
      ["expected-breaks-rule", { rule: "positive", count: 2, id: "b" }],
    ],
  );
});
