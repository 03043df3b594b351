import assert from "node:assert/strict";
import test from "node:test";
import { scoreAnswers } from "../../../src/evaluation/score.ts";
import { chrF } from "../../../src/evaluation/scorers/chrf.ts";
import type { ScorerSpec } from "../../../src/spec/schema-evaluate.ts";
import { cpuClock } from "../cpu-clock.ts";
import { item, readCase } from "./cases.ts";

const overlap =
  readCase<Record<"chrf" | "token_f1", { answer: string; expected: string; score: number }[]>>("overlap.json");

function scored(scorers: ScorerSpec[], pairs: readonly { answer: string; expected: string }[]) {
  const items = pairs.map(({ expected }, index) => item(String(index), expected));
  const answers = pairs.map(({ answer }, index) => ({ id: String(index), answer }));
  return scoreAnswers({ items, answers, scorers, schema: null, rules: [] });
}

test("chrF and token F1 are what Python's implementations say", () => {
  for (const metric of ["chrf", "token_f1"] as const) {
    assert.ok(overlap[metric].length >= 30);
    const { rows } = scored([metric], overlap[metric]);
    for (const [index, { answer, expected, score }] of overlap[metric].entries()) {
      const given = rows[index]!.scores[metric]!;
      assert.ok(Math.abs(given - score) < 1e-12, `${metric} of "${answer}" for "${expected}": ${given}, not ${score}`);
    }
  }
});

test("chrF by hand: P = 1, R = ½, over single characters only, as there is no pair on one side", () => {
  assert.ok(Math.abs(chrF("a", "ab") - (5 * 1 * 0.5) / (4 * 1 + 0.5)) < 1e-15);
});

const all: ScorerSpec[] = [
  "normalized",
  "contains",
  "number",
  "classification",
  "token_f1",
  "chrf",
  { regex: "^42$" },
  { length: { at_least: 2, at_most: 2 } },
];

test("hostile answers get nothing, quickly, and keep the others' scores", () => {
  const hostile = readCase<{ cases: { text: string }[] }>("hostile-answers.json").cases.map(({ text }) => text);
  const long = ["[".repeat(10_000) + "]".repeat(10_000), "42 ".repeat(17_000_000), "x".repeat(50_000_000)];
  const texts = ["42", ...hostile.filter((text) => !/42/.test(text)), ...long, "42"];
  const used = cpuClock();
  const { rows, problems } = scored(
    all,
    texts.map((answer) => ({ answer, expected: "42" })),
  );
  assert.ok(used() < 10_000, `${used()} ms`);
  const sums = rows.map(({ scores }) => Object.values(scores).reduce((sum, score) => sum + score, 0));
  assert.deepEqual([sums[0], sums.at(-1)], [8, 8]);
  for (const [index, sum] of sums.slice(1, -1).entries()) {
    const text = texts[index + 1]!.slice(0, 40);
    // Two characters are two characters; chrF gives a bit for a digit in common.
    const { length = 0, chrf = 0, ...others } = rows[index + 1]!.scores;
    assert.deepEqual(new Set(Object.values(others)), new Set([0]), text);
    assert.ok(chrf < 0.2 && Number.isFinite(sum) && length === Number([...text.trim()].length === 2), text);
  }
  assert.deepEqual(problems, []);
});

test("the longest answer that is read costs seconds, not minutes", () => {
  const answer = "退款已经到账 ok 3.5, ".repeat(60_000).slice(0, 1_000_000);
  const used = cpuClock();
  const { rows } = scored(all, [{ answer, expected: "退款" }]);
  assert.ok(used() < 20_000, `${used()} ms`);
  assert.equal(rows[0]!.scores.contains, 1);
});

test("a pattern that takes years costs its items, and it is said", () => {
  const { rows, problems } = scored(
    [{ regex: "^(a+)+$" }],
    [
      { answer: "aaa", expected: "" },
      { answer: `${"a".repeat(60)}!`, expected: "" },
      { answer: "aa", expected: "" },
    ],
  );
  assert.deepEqual(
    rows.map(({ scores }) => scores.regex),
    [1, 0, 1],
  );
  assert.deepEqual(
    problems.map(({ code, severity, params }) => [code, severity, params]),
    [["regex-too-slow", "warning", { pattern: "^(a+)+$", count: 1 }]],
  );
});
