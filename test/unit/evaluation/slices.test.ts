import assert from "node:assert/strict";
import test from "node:test";
import { judge } from "../../../src/evaluation/judge.ts";
import { say } from "../../../src/evaluation/say.ts";
import { createRandom } from "../../../src/stats/random.ts";
import { candidate, every, judged, records } from "./judged.ts";

const items = records(200);
/** Items 0 … 59 are Chinese, the rest English; three have a language of their own, one has none. */
const languageOf = (index: number) => (index < 60 ? "zh" : index > 196 ? `rare-${index}` : "en");
const values = new Map(
  items.map(({ id }, index) => [id, index === 196 ? ({} as Record<string, string>) : { language: languageOf(index) }]),
);

function verdictOf(wrong: number[], slices = values) {
  const candidates = [
    candidate(items, "reference", "reference", 2e8, { field: every(20, 9) }),
    candidate(items, "q2_k", "quantized", 1e8, { field: [...every(20, 9), ...wrong] }),
  ];
  return judge(judged(items, candidates, { slices: ["language"] }, { slices }));
}

test("a loss in one slice is found, named and corrected for looking at all of them", () => {
  const { verdict, scores } = verdictOf(every(3, 20));
  const { columns, findings, family, least_items } = verdict.slices!;
  assert.deepEqual(
    columns[0]!.slices.map(({ kind, value, items: count, values: merged }) => [kind, value, count, merged]),
    [
      ["value", "en", 136, 1],
      ["value", "zh", 60, 1],
      ["rest", "", 3, 3],
      ["none", "", 1, 1],
    ],
  );
  assert.equal(least_items, 10);
  // Two slices are large enough and there is one pair: the other two have means and no test.
  assert.equal(family, 2);
  const [, zh] = columns[0]!.slices;
  const [pair] = zh!.pairs;
  assert.equal(pair!.verdict_code, "worse");
  assert.ok(pair!.p_adjusted >= pair!.p && pair!.low < pair!.difference && pair!.high < 0);
  assert.equal(findings.length, 1);
  assert.match(say(findings[0]!), /^Where `language` is zh, q2_k scores 31\.7 points less than reference \(60 items/);
  assert.match(say(findings[0]!, "zh-cn"), /^`language` 为 zh 时，q2_k 比 reference 低 31\.7 个百分点/);
  assert.deepEqual(scores.q2_k![0]!.slices, { language: "zh" });
});

test("the same slice and two models that agree: nothing stands out, and that is said to be no proof", () => {
  const { verdict } = verdictOf([]);
  const { columns, findings } = verdict.slices!;
  assert.deepEqual(
    columns[0]!.slices.flatMap(({ pairs }) => pairs.map(({ verdict_code }) => verdict_code)),
    ["same", "same"],
  );
  assert.match(say(findings[0]!), /^No slice stands out among 2 comparisons\. That does not prove/);
});

test("a column of ids is one slice of everything else, not a table of thousands", () => {
  const ids = new Map(items.map(({ id }) => [id, { language: id }]));
  const { verdict } = verdictOf([1, 2], ids);
  const [only, ...more] = verdict.slices!.columns[0]!.slices;
  assert.deepEqual([only!.kind, only!.values, only!.items, more.length], ["rest", 200, 200, 0]);
});

test("screening many slices of equal models claims few differences", () => {
  const { below } = createRandom(7);
  const groups = new Map(items.map(({ id }, index) => [id, { language: `group-${index % 20}` }]));
  let claimed = 0;
  for (let round = 0; round < 20; round++) {
    const wrong = () => items.flatMap((_, index) => (below(10) < 3 ? [index] : []));
    const candidates = [
      candidate(items, "reference", "reference", 2e8, { field: wrong() }),
      candidate(items, "q2_k", "quantized", 1e8, { field: wrong() }),
    ];
    const { verdict } = judge(
      judged(items, candidates, { slices: ["language"], scorers: ["record"] }, { slices: groups }),
    );
    const pairs = verdict.slices!.columns[0]!.slices.flatMap((slice) => slice.pairs);
    assert.equal(pairs.length, 20);
    if (pairs.some(({ verdict_code }) => verdict_code !== "cannot-tell" && verdict_code !== "same")) claimed += 1;
  }
  // Under no difference at all the false discovery rate is the chance of any claim: 5 % of 20 rounds is 1.
  assert.ok(claimed <= 4, `${claimed} of 20`);
});

test("without columns a verdict says nothing of slices", () => {
  const { verdict, scores } = judge(
    judged(items, [candidate(items, "a", "rival", 1), candidate(items, "b", "rival", 1)]),
  );
  assert.equal(verdict.slices, undefined);
  assert.equal(scores.a![0]!.slices, undefined);
});
