import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeFacts } from "../../../../src/evaluation/judging/facts.ts";
import { type Judgement, judgeables, judgeItems, judgementsOf } from "../../../../src/evaluation/judging/judgement.ts";
import { readRatings } from "../../../../src/evaluation/judging/ratings.ts";
import { readGrade, readPreference } from "../../../../src/evaluation/judging/reply.ts";
import type { Answer, Item } from "../../../../src/protocol/item.ts";

const scale = [1, 2, 3, 4, 5];
const rubric = { rubric: "?", scale, expected: false, explain: false };
const items = ["a", "b"].map(
  (id): Item => ({
    id,
    cluster: null,
    messages: [{ role: "user", content: id }],
    answer: "",
    source: { file: "f", row: 1 },
  }),
);
const answer = (id: string, text: string, repeat?: number): Answer => ({
  ...{ id, prompt: "", answer: text, prompt_tokens: 1, answer_tokens: 1, seconds: 1, finish: "stop" },
  ...(repeat === undefined ? {} : { repeat }),
});

describe("a judge's reply is read strictly", () => {
  const grades: [string | null, boolean, number | string][] = [
    ['{"score": 4}', false, 4],
    ['  {"reason": "good", "score": 1}\n', false, 1],
    ['{"score": 6}', false, "off-scale"],
    ['{"score": 4.5}', false, "off-scale"],
    ['{"score": "4"}', false, "no-verdict"],
    ['{"score": 4, "score": 5}', false, "not-json"],
    ['{"score": 1e999}', false, "not-json"],
    ['```json\n{"score": 4}\n```', false, "not-json"],
    ["I give it a 5.", false, "not-json"],
    ['{"reason": "it begins wi', true, "cut"],
    ["[5]", false, "not-json"],
    [`${"[".repeat(10_000)}5${"]".repeat(10_000)}`, false, "not-json"],
    [null, false, "missing"],
  ];
  for (const [text, isCut, wanted] of grades) {
    test(`${String(text).slice(0, 40)} → ${wanted}`, () => {
      const judged = readGrade(text, isCut, scale);
      assert.equal(judged.ok ? "score" in judged && judged.score : judged.failure, wanted);
    });
  }

  test("preferences", () => {
    const read = (text: string) => {
      const judged = readPreference(text, false);
      return judged.ok ? "winner" in judged && judged.winner : judged.failure;
    };
    assert.deepEqual(['{"winner":"1"}', '{"winner":2}', '{"winner":"tie"}', '{"winner":"both"}', "{}", "1"].map(read), [
      1,
      2,
      "tie",
      "off-scale",
      "no-verdict",
      "not-json",
    ]);
  });
});

/** Judges all pairs with a function of the two answers as they are shown. */
function judgePairs(judge: (first: string, second: string) => string): Judgement[] {
  const pairs = judgeables(
    items,
    [answer("a", "own a"), answer("b", "own b")],
    [answer("a", "other a"), answer("b", "other b")],
  );
  const replies = new Map(
    [...judgeItems(pairs, rubric)].map(({ id, messages }) => {
      const shown = [...messages[1]!.content.matchAll(/ANSWER [12]>>\n(o[^\n]*)\n<</g)].map(([, text]) => text!);
      return [id, { answer: judge(shown[0]!, shown[1]!), finish: "stop" as const }];
    }),
  );
  return [...judgementsOf(pairs, replies, rubric)];
}

describe("a pair is judged in both orders", () => {
  test("a win counts if it survives the swap", () => {
    const likesOwn = judgePairs((first) => JSON.stringify({ winner: first.startsWith("own") ? "1" : "2" }));
    assert.deepEqual(
      likesOwn.map(({ score }) => score),
      [1, 1],
    );
    const likesFirst = judgePairs(() => '{"winner": "1"}');
    assert.deepEqual(
      likesFirst.map(({ score, shown_first, shown_second }) => [score, shown_first, shown_second]),
      [
        [0.5, "own", "other"],
        [0.5, "own", "other"],
      ],
    );
  });

  test("where one order brings no verdict, nothing survived, and the failure is named", () => {
    const [first] = judgePairs((shown) => (shown.startsWith("own") ? "hm" : '{"winner": "2"}'));
    assert.deepEqual([first!.score, first!.failures], [0.5, ["not-json"]]);
  });

  test("each repeat is judged; an item without an answer is not", () => {
    const twice = judgeables(items, [answer("a", "x", 0), answer("a", "y", 1)], [answer("a", "z")]);
    assert.deepEqual(
      twice.map(({ answer: own, other }) => [own.repeat, other?.answer]),
      [
        [0, "z"],
        [1, "z"],
      ],
    );
  });
});

const factsOf = (judgements: Judgement[], rest: object = {}) =>
  judgeFacts({
    metric: "judge",
    candidate: "tuned",
    against: "base",
    judge: "wise",
    judgements,
    answerTo: () => undefined,
    ratings: [],
    scale,
    confidence: 0.95,
    cost: null,
    seconds: null,
    ...rest,
  });

describe("how far a judge can be believed", () => {
  const pair = (
    id: string,
    first: "own" | "other" | "tie",
    second: "own" | "other" | "tie",
    length = 10,
  ): Judgement => ({
    ...{ id, repeat: 0, shown_first: first, shown_second: second, failures: [], length, other_length: 5 },
    score: first === second && first !== "tie" ? (first === "own" ? 1 : 0) : 0.5,
  });

  test("consistency, place and length of pairs", () => {
    const judgements = [
      ...Array.from({ length: 6 }, (_, index) => pair(`w${index}`, "own", "own")),
      ...Array.from({ length: 2 }, (_, index) => pair(`l${index}`, "other", "other", 3)),
      ...Array.from({ length: 12 }, (_, index) => pair(`p${index}`, "own", "other")),
    ];
    const facts = factsOf(judgements);
    assert.deepEqual(facts.wins, { own: 6, other: 2, tie: 12 });
    assert.equal(facts.consistency?.share, 0.4);
    assert.ok(facts.consistency!.low < 0.4 && facts.consistency!.high > 0.4);
    assert.deepEqual([facts.position?.first, facts.position?.second], [12, 0]);
    assert.ok(facts.position!.p < 0.001);
    assert.deepEqual([facts.length.measure, facts.length.value, facts.length.n], ["longer-wins", 1, 8]);
  });

  test("agreement with people: pairs by kappa, ratings of others left out", () => {
    const { ratings, problems } = readRatings(
      [
        '{"id": "1", "winner": "tuned"}',
        '{"id": "2", "winner": "base", "candidate": "tuned", "against": "base"}',
        '{"id": "3", "winner": "tie", "candidate": "someone-else"}',
        '{"id": "4"}',
        "no json",
      ].join("\n"),
      "r.jsonl",
    );
    assert.deepEqual(
      problems.map(({ params }) => params.row),
      [4, 5],
    );
    const facts = factsOf([pair("1", "own", "own"), pair("2", "other", "other"), pair("3", "tie", "tie")], { ratings });
    assert.deepEqual([facts.agreement?.n, facts.agreement?.kappa, facts.agreement?.weights], [2, 1, "none"]);
  });

  test("grades: quadratic kappa; a rating of an answer counts only for that very answer", () => {
    const grade = (id: string, value: number): Judgement => ({
      ...{ id, repeat: 0, grade: value, score: (value - 1) / 4, failures: [], length: value * 10 },
    });
    const { ratings } = readRatings(
      '{"id": "1", "answer": "the answer", "score": 5}\n{"id": "2", "answer": "an older answer", "score": 1}\n{"id": "3", "candidate": "tuned", "score": 2}\n',
      "r.jsonl",
    );
    const facts = factsOf([grade("1", 5), grade("2", 4), grade("3", 1), grade("4", 3)], {
      ratings,
      against: null,
      answerTo: () => "the answer",
    });
    assert.equal(facts.agreement?.n, 2);
    assert.equal(facts.agreement?.weights, "quadratic");
    assert.ok(facts.agreement!.kappa! > 0.9 && facts.agreement!.kappa! < 1);
    assert.deepEqual([facts.length.measure, facts.length.value], ["rank-correlation", 1], "it likes long answers");
    assert.equal(facts.consistency, null);
  });
});
