import assert from "node:assert/strict";
import test from "node:test";
import { parseAnswer } from "../../../src/evaluation/parse-answer.ts";
import { compileRules, type Rule, runRules } from "../../../src/evaluation/rules.ts";
import { runLimited } from "../../../src/evaluation/time-limit.ts";
import { casesIn, rule } from "./cases.ts";

interface RuleCases {
  about: string;
  rules: Rule[];
  cases: { answer: string | null; expected?: string; outcomes: string[] }[];
}

for (const [file, { about, rules, cases }] of casesIn<RuleCases>("rules")) {
  test(`${file}: ${about}`, () => {
    const compiled = compileRules(rules);
    assert.deepEqual(compiled.problems, []);
    const results = runRules(
      compiled.rules,
      cases.map(({ answer, expected }) => ({ answer: parseAnswer(answer), expected: parseAnswer(expected ?? "{}") })),
    );
    for (const [index, { answer, outcomes }] of cases.entries()) {
      assert.deepEqual(
        results[index]!.map(({ outcome }) => outcome),
        outcomes,
        answer ?? "no answer",
      );
    }
  });
}

test("a rule that CEL can't read is named, with the place in it", () => {
  const { rules, problems } = compileRules([
    rule("cut-off", "answer.total =="),
    rule("unknown-name", "true", "anwser.total > 1"),
    rule("number", "1 + 1"),
    rule("good", "true"),
  ]);
  assert.deepEqual(
    rules.map(({ id }) => id),
    ["good"],
  );
  assert.deepEqual(
    problems.map(({ code, params }) => [code, params.rule, params.part]),
    [
      ["rule-invalid", "cut-off", "then"],
      ["rule-invalid", "unknown-name", "when"],
      ["rule-not-a-condition", "number", "then"],
    ],
  );
  assert.equal(problems[1]!.params.start, 0);
  assert.match(String(problems[1]!.params.detail), /anwser/);
});

test("a regular expression that would take years costs its item, not the run", () => {
  const { rules } = compileRules([rule("words", "answer.matches('^(\\\\w+\\\\s?)*$')")]);
  const hang = JSON.stringify(`${"a".repeat(60)}!`);
  const answers = ['"fine"', hang, '"also fine"'].map((text) => ({
    answer: parseAnswer(text),
    expected: parseAnswer("0"),
  }));
  const results = runRules(rules, answers);
  assert.deepEqual(
    results.map(([result]) => result),
    [{ outcome: "holds" }, { outcome: "error", detail: "time limit" }, { outcome: "holds" }],
  );
});

test("slow work among quick work is not given up while it has its time", () => {
  const done: number[] = [];
  const timedOut: number[] = [];
  const busy = (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };
  // Each call is well within the limit, all together are beyond it.
  runLimited(
    12,
    (index) => {
      busy(100);
      done.push(index);
    },
    timedOut.push.bind(timedOut),
    1,
  );
  assert.deepEqual(timedOut, []);
  assert.deepEqual([...new Set(done)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
