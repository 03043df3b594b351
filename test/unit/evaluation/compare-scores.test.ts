import assert from "node:assert/strict";
import test from "node:test";
import { compareScores, type ScoreSource } from "../../../src/evaluation/compare-scores.ts";
import { parseScoreFile } from "../../../src/evaluation/score-file.ts";
import type { ScoreRow } from "../../../src/protocol/item.ts";
import { studentQuantile } from "../../../src/stats/distributions.ts";
import { readCase } from "./cases.ts";

interface Example {
  name: string;
  counts?: { both: number; a_only: number; b_only: number; neither: number };
  a?: number[];
  b?: number[];
  clusters?: string[];
  method: string;
  difference?: number;
  low?: number;
  high?: number;
  p?: number;
  se?: number;
  df?: number;
  tolerance: number;
}

for (const example of readCase<{ examples: Example[] }>("worked-examples.json").examples) {
  test(`worked example: ${example.name}`, () => {
    const { a, b } = scoresOf(example);
    const [pair] = compareScores([source("a", a, example.clusters), source("b", b, example.clusters)]).pairs;
    const near = (got: number, want: number, what: string) =>
      assert.ok(Math.abs(got - want) <= example.tolerance, `${what}: ${got}, not ${want}`);
    assert.equal(pair!.method_saying.code, example.method);
    for (const name of ["difference", "low", "high", "p"] as const) {
      if (example[name] !== undefined) near(pair![name]!, example[name], name);
    }
    if (example.se !== undefined) {
      const half = example.se * studentQuantile(0.975, example.df!);
      near(pair!.high - pair!.difference, half, "half width");
    }
    if (example.counts) {
      assert.deepEqual([pair!.b_only, pair!.c_only], [example.counts.a_only, example.counts.b_only]);
    }
  });
}

test("two copies of one model are the same, and it is said what could still hide", () => {
  const scores = answers({ both: 90, neither: 30 });
  const comparison = compareScores([source("reference", scores), source("copy", scores)]);
  const [pair] = comparison.pairs;
  assert.equal(pair!.verdict_code, "same");
  assert.equal(pair!.difference, 0);
  assert.equal(pair!.p, 1);
  assert.ok(pair!.high > 0.02 && pair!.high < 0.04);
  assert.equal(
    pair!.verdict,
    "copy and reference score the same on each of the 120 items; with 120 items a difference of up to 3.1 points can't be ruled out.",
  );
});

test("five planted flips in 120 items can't be told from chance", () => {
  const reference = answers({ both: 90, neither: 30 });
  for (const flips of [flip(reference, 5, 0), flip(reference, 0, 5), flip(reference, 3, 2), flip(reference, 2, 3)]) {
    const [pair] = compareScores([source("reference", reference), source("planted", flips)]).pairs;
    assert.equal(pair!.verdict_code, "cannot-tell");
    assert.match(pair!.verdict, /can't tell/);
    assert.match(pair!.verdict, /This set only sees differences above \d+\.\d points\./);
  }
  const [pair] = compareScores([source("reference", reference), source("planted", flip(reference, 3, 2))]).pairs;
  assert.match(pair!.verdict, /^planted is 0\.8 points below reference, but with 120 items we can't tell/);
  assert.match(pair!.verdict, /a loss of up to \d\.\d points can't be ruled out, nor a gain of \d\.\d/);
  assert.match(pair!.verdict, /About [\d,]+ items would see one of 0\.8 points\./);
});

test("as many gained as lost: level, and still can't be told", () => {
  const reference = answers({ both: 60, neither: 60 });
  const [pair] = compareScores([source("a", reference), source("b", flip(reference, 4, 4))]).pairs;
  assert.deepEqual([pair!.b_only, pair!.c_only, pair!.difference], [4, 4, 0]);
  assert.equal(pair!.verdict_code, "cannot-tell");
  assert.match(pair!.verdict, /^b and a have the same mean though they differ on single items/);
  assert.doesNotMatch(pair!.verdict, /About/);
});

test("a clear difference is said with its size, interval and p", () => {
  const base = answers({ both: 20, neither: 100 });
  const tuned = flip(base, 2, 70);
  const sources = [source("base", base), source("tuned", tuned)];
  const [up] = compareScores(sources).pairs;
  assert.equal(up!.verdict_code, "better");
  assert.match(
    up!.verdict,
    /^tuned is 56\.7 points above base on the same 120 items \(95 % interval \+4\d\.\d to \+6\d\.\d; p < 0\.001\)\.$/,
  );
  const [down] = compareScores(sources, { baseline: "tuned" }).pairs;
  assert.equal(down!.verdict_code, "worse");
  assert.equal(down!.a, "tuned");
  assert.match(down!.verdict, /^base is 56\.7 points below tuned/);
});

test("a tolerable loss that was declared before is within the margin, or not decided, or missed", () => {
  const reference = answers({ both: 350, neither: 50 });
  const verdict = (lost: number, margin: number) =>
    compareScores([source("f16", reference), source("q4", flip(reference, lost, 2))], { margin }).pairs[0]!;
  const held = verdict(4, 0.05);
  assert.equal(held.verdict_code, "within-margin");
  assert.equal(held.margin, 0.05);
  assert.match(
    held.verdict,
    /a loss of more than \d\.\d points is ruled out \(95 % one-sided\), and up to 5\.0 points/,
  );
  assert.equal(verdict(14, 0.05).verdict_code, "within-margin", "worse beyond doubt, and still tolerable");
  assert.equal(verdict(14, 0.02).verdict_code, "worse");
  assert.match(
    verdict(14, 0.02).verdict,
    /Up to 2\.0 points of loss were declared tolerable; that this holds is not shown\./,
  );
  assert.equal(verdict(4, 0.005).verdict_code, "cannot-tell");
});

test("clusters count as one witness each: what looks sure over items is not over few customers", () => {
  const clusters = Array.from({ length: 120 }, (_, index) => `customer ${index % 4}`);
  const base = Array.from({ length: 120 }, () => 0);
  // All of the gain is at one customer.
  const tuned = clusters.map((cluster) => (cluster === "customer 1" ? 1 : 0));
  const [alone] = compareScores([source("base", base), source("tuned", tuned)]).pairs;
  assert.equal(alone!.verdict_code, "better");
  const [together] = compareScores([source("base", base, clusters), source("tuned", tuned, clusters)]).pairs;
  assert.equal(together!.verdict_code, "cannot-tell");
  assert.match(together!.method, /standard error over 4 clusters, t with 3 degrees of freedom/);
  assert.deepEqual([together!.b_only, together!.c_only], [0, 30]);
});

test("clusters of one item each are no clusters", () => {
  const scores = answers({ both: 5, neither: 5 });
  const names = scores.map((_, index) => `c${index}`);
  const [pair] = compareScores([source("a", scores, names), source("b", flip(scores, 2, 0), names)]).pairs;
  assert.equal(pair!.method_saying.code, "method-mcnemar");
});

test("a few large losses reach farther by bootstrap than by t, and the same seed gives the same interval", () => {
  const a = Array.from({ length: 60 }, (_, index) => (index % 5) / 5);
  const b = a.map((score, index) => (index % 15 === 4 ? score / (index + 2) : score));
  const compare = (seed: number) => compareScores([source("a", a), source("b", b)], { seed }).pairs[0]!;
  assert.equal(compare(1).method_saying.code, "method-wider");
  assert.deepEqual(compare(1), compare(1));
  assert.notEqual(compare(1).low, compare(2).low);
  assert.equal(compare(1).b_only, null);
});

test("p is corrected for all comparisons by Holm", () => {
  const base = answers({ both: 30, neither: 30 });
  const sources = [
    source("base", base),
    source("one", flip(base, 0, 7)),
    source("two", flip(base, 0, 6)),
    source("three", flip(base, 1, 1)),
  ];
  const { pairs, correction, family } = compareScores(sources);
  assert.deepEqual([correction, family], ["holm", 3]);
  const [one, two, three] = pairs;
  assert.ok(Math.abs(one!.p_adjusted! - 3 * one!.p!) < 1e-12);
  assert.ok(Math.abs(two!.p_adjusted! - 2 * two!.p!) < 1e-12);
  assert.equal(three!.p_adjusted, 1);
  assert.equal(two!.verdict_code, "cannot-tell", "0.031 alone, 0.063 as one of three");
  assert.match(two!.verdict, /after correction for 3 comparisons/);
  assert.equal(compareScores(sources.slice(0, 2)).correction, "none");
});

test("missing items count as failures unless the intersection is asked for, and both are said", () => {
  const a = source("a", [1, 1, 1, 1]);
  const b = { name: "b", rows: a.rows.slice(0, 3) };
  const counted = compareScores([a, b]);
  assert.equal(counted.items, 4);
  assert.equal(counted.variants[1]!.mean, 0.75);
  assert.deepEqual(counted.notes, [{ code: "scores-missing", params: { file: "b", count: 1, items: 4 } }]);
  const common = compareScores([a, b], { intersect: true });
  assert.equal(common.items, 3);
  assert.equal(common.pairs[0]!.verdict_code, "same");
  assert.deepEqual(common.notes, [{ code: "scores-left-out", params: { count: 1, items: 4 } }]);
});

test("the rows' order does not matter", () => {
  const a = source("a", [1, 0, 1, 0, 1, 1]);
  const b = source("b", [0, 0, 1, 1, 1, 1]);
  const turned = { name: "b", rows: [...b.rows].reverse() };
  assert.deepEqual(compareScores([a, b]), compareScores([a, turned]));
});

test("repeats are averaged for each item first", () => {
  const rows = (scores: number[][]) =>
    scores.flatMap((repeats, id) => repeats.map((m, repeat) => ({ id: String(id), scores: { m }, repeat })));
  const a = {
    name: "a",
    rows: rows([
      [1, 0],
      [1, 1],
      [0, 0],
      [1, 0],
    ]),
  };
  const b = { name: "b", rows: rows([[1], [1], [0], [1]]) };
  const comparison = compareScores([a, b]);
  assert.equal(comparison.items, 4);
  assert.equal(comparison.variants[0]!.mean, 0.5);
  assert.equal(comparison.pairs[0]!.difference, 0.25);
});

test("scores that are no shares are compared in their own unit", () => {
  const a = source(
    "a",
    Array.from({ length: 40 }, (_, index) => 50 + (index % 9)),
  );
  const b = source(
    "b",
    Array.from({ length: 40 }, (_, index) => 53 + (index % 8)),
  );
  const [pair] = compareScores([a, b]).pairs;
  assert.equal(pair!.verdict_code, "better");
  assert.doesNotMatch(pair!.verdict, /points/);
  assert.match(pair!.verdict, /^b is 2\.\d+ above a on the same 40 items/);
});

test("the metric is the first that all have, unless one is named", () => {
  const rows = (scores: Record<string, number>): ScoreRow[] => [{ id: "1", scores }];
  const a = { name: "a", rows: rows({ x: 1, y: 0, z: 1 }) };
  const b = { name: "b", rows: rows({ z: 0, y: 1 }) };
  assert.equal(compareScores([a, b]).metric, "y");
  assert.equal(compareScores([a, b], { metric: "z" }).metric, "z");
  assert.throws(() => compareScores([a, b], { metric: "x" }), { code: "metric-in-no-file" });
  assert.throws(() => compareScores([a, { name: "b", rows: rows({ w: 1 }) }]), { code: "metric-not-shared" });
});

test("what can't be compared is refused by name", () => {
  const a = source("a", [1]);
  assert.throws(() => compareScores([a]), { code: "one-source" });
  assert.throws(() => compareScores([a, a]), { code: "source-name-twice", params: { name: "a" } });
  assert.throws(() => compareScores([a, source("b", [1])], { baseline: "c" }), {
    code: "baseline-unknown",
    params: { name: "c", known: "a, b" },
  });
  const elsewhere = { name: "b", rows: [{ id: "elsewhere", scores: { m: 1 } }] };
  assert.throws(() => compareScores([a, elsewhere], { intersect: true }), { code: "no-items" });
});

test("a score file is read line by line, and each bad line is named", () => {
  const text = [
    '\ufeff{"id": "1", "scores": {"m": 1, "n": 0.5}, "cluster": "c", "note": "kept out"}',
    "",
    '{"id": "2", "scores": {"m": "1"}}',
    '{"id": "3", "scores": {"m": true}}',
    "{'id': 4}",
    '{"id": "1", "scores": {"m": 0}}',
    '{"id": "1", "scores": {"m": 0}, "repeat": 1}',
    '{"id": 5, "scores": {"m": 0}}',
    '{"id": "6"}',
    '{"id": "7", "scores": {"m": 0}, "repeat": -1}',
    '{"id": "8", "scores": {"m": 0}, "cluster": null}',
    '{"id": "9", "scores": {"m": 1e999}}',
    '{"id": "10", "scores": {"m": 0}, "cluster": 3}',
  ].join("\r\n");
  const { rows, problems } = parseScoreFile(text, "a.jsonl");
  assert.deepEqual(rows, [
    { id: "1", scores: { m: 1, n: 0.5 }, cluster: "c" },
    { id: "1", scores: { m: 0 }, repeat: 1 },
    { id: "8", scores: { m: 0 } },
  ]);
  assert.deepEqual(
    problems.map(({ code, row }) => [row, code]),
    [
      [3, "score-not-number"],
      [4, "score-not-number"],
      [5, "score-line-not-json"],
      [6, "score-duplicate-id"],
      [8, "score-id-not-text"],
      [9, "score-scores-not-object"],
      [10, "score-repeat-not-count"],
      [12, "score-not-number"],
      [13, "score-cluster-not-text"],
    ],
  );
  assert.equal(problems[3]!.params.earlier, 1);
  assert.deepEqual(
    parseScoreFile("\n", "b.jsonl").problems.map(({ code }) => code),
    ["scores-empty"],
  );
});

function source(name: string, scores: readonly number[], clusters?: readonly string[]): ScoreSource {
  const rows = scores.map((m, index): ScoreRow => {
    const cluster = clusters?.[index];
    return { id: `item ${index}`, scores: { m }, ...(cluster === undefined ? {} : { cluster }) };
  });
  return { name, rows };
}

/** `both` right answers, then `neither` wrong ones. */
function answers({ both, neither }: { both: number; neither: number }): number[] {
  return [...Array(both).fill(1), ...Array(neither).fill(0)];
}

/** The same with the first `lost` right answers wrong and the last `won` wrong ones right. */
function flip(scores: readonly number[], lost: number, won: number): number[] {
  const flipped = [...scores];
  for (let index = 0; index < lost; index++) flipped[index] = 0;
  for (let index = 0; index < won; index++) flipped[flipped.length - 1 - index] = 1;
  return flipped;
}

function scoresOf({ counts, a, b }: Example): { a: number[]; b: number[] } {
  if (!counts) return { a: a!, b: b! };
  const rows = (count: number, left: number, right: number) =>
    Array.from({ length: count }, () => [left, right] as const);
  const { both, a_only, b_only, neither } = counts;
  const all = [...rows(both, 1, 1), ...rows(a_only, 1, 0), ...rows(b_only, 0, 1), ...rows(neither, 0, 0)];
  return { a: all.map(([left]) => left), b: all.map(([, right]) => right) };
}
