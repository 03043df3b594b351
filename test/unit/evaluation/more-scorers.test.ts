import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ScoredAnswer, scoreAnswers } from "../../../src/evaluation/score.ts";
import type { ScorerSpec } from "../../../src/spec/schema-evaluate.ts";
import { cpuClock } from "../cpu-clock.ts";
import { item, readCase } from "./cases.ts";

interface Pair {
  answer: string;
  expected: string;
}

function scored(scorers: ScorerSpec[], pairs: readonly Pair[]) {
  const items = pairs.map(({ expected }, index) => item(String(index), expected));
  const answers = pairs.map(({ answer }, index) => ({ id: String(index), answer }));
  return scoreAnswers({ items, answers, scorers, schema: null, rules: [] }).rows.map(({ scores }) => scores);
}

describe("refusals", () => {
  const { refusals, answers } = readCase<{ refusals: string[]; answers: string[] }>("refusals.json");
  for (const answer of refusals) {
    test(`is one: ${answer}`, () => {
      assert.deepEqual(scored(["no_refusal"], [{ answer, expected: "Paris" }]), [{ no_refusal: 0 }]);
      // Where declining is what is wanted, it is right.
      assert.deepEqual(scored(["no_refusal"], [{ answer, expected: refusals[0]! }]), [{ no_refusal: 1 }]);
    });
  }
  for (const answer of answers) {
    test(`is none: ${answer.slice(0, 60)}`, () => {
      assert.deepEqual(scored(["no_refusal"], [{ answer, expected: "Paris" }]), [{ no_refusal: 1 }]);
    });
  }
});

describe("forms", () => {
  for (const { expected, answer, score } of readCase<{ cases: (Pair & { score: number })[] }>("formats.json").cases) {
    test(`${JSON.stringify(answer)} for ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(scored(["format"], [{ answer, expected }]), [{ format: score }]);
    });
  }
});

test("hostile answers cost neither time nor the others' scores", () => {
  const hostile = readCase<{ cases: { text: string }[] }>("hostile-answers.json").cases.map(({ text }) => text);
  const nested = "[".repeat(10_000) + "]".repeat(10_000);
  const texts = ["Paris", ...hostile, nested, "抱歉".repeat(12_000_000), `sorry${" a".repeat(25_000_000)}`, "Paris"];
  const used = cpuClock();
  const rows = scored(
    ["no_refusal", "format"],
    texts.map((answer) => ({ answer, expected: "Paris" })),
  );
  assert.ok(used() < 5, `${used()} s of CPU`);
  assert.deepEqual(
    [rows[0], rows.at(-1)],
    [
      { no_refusal: 1, format: 1 },
      { no_refusal: 1, format: 1 },
    ],
  );
  assert.deepEqual(rows.at(-2), { no_refusal: 1, format: 0 }, "longer than any answer");
});

test("latency and tokens are limits on what was measured; no answer is late", () => {
  const items = ["quick", "slow", "missing"].map((id) => item(id, "x"));
  const answers = [
    { id: "quick", answer: "x", seconds: 0.5, answer_tokens: 10 },
    { id: "slow", answer: "x", seconds: 3, answer_tokens: 100 },
  ];
  const scorers: ScorerSpec[] = [{ latency: { at_most: 1 } }, { tokens: { at_most: 100 } }];
  const { rows } = scoreAnswers({ items, answers, scorers, schema: null, rules: [] });
  assert.deepEqual(
    rows.map(({ scores }) => [scores.latency, scores.tokens]),
    [
      [1, 1],
      [0, 1],
      [0, 0],
    ],
  );
});

describe("repeats", () => {
  const items = ["a", "b"].map((id) => item(id, "yes"));
  const answers: ScoredAnswer[] = [
    ...["yes", "no", "yes", "no"].map((answer, repeat) => ({ id: "a", answer, repeat })),
    ...["yes", "yes", "yes"].map((answer, repeat) => ({ id: "b", answer, repeat })),
  ];

  test("are averaged per item; a missing one counts as wrong; one row an item", () => {
    const result = scoreAnswers({ items, answers, scorers: ["exact"], schema: null, rules: [] });
    assert.deepEqual(
      result.rows.map(({ id, scores }) => [id, scores.exact]),
      [
        ["a", 0.5],
        ["b", 0.75],
      ],
    );
    assert.deepEqual(result.failedLayers, ["exact", "answer"]);
    assert.equal(result.missing, 1);
  });

  test("scores that were made before are taken by repeat; what has none counts as 0", () => {
    const given = new Map([["judge", new Map([["a", [1, 1, 0, 0]]])]]);
    const scorers: ScorerSpec[] = [
      { judge: { rubric: "?", scale: [1, 2], pairwise: false, expected: true, explain: false, model: "wise" } },
    ];
    const { rows } = scoreAnswers({ items, answers, scorers, schema: null, rules: [], given });
    assert.deepEqual(
      rows.map(({ scores }) => scores.judge),
      [0.5, 0],
    );
    assert.throws(() => scoreAnswers({ items, answers, scorers, schema: null, rules: [] }), {
      code: "scores-not-given",
    });
  });
});
