import assert from "node:assert/strict";
import test from "node:test";
import { classificationOf } from "../../../src/evaluation/classes.ts";
import { judge } from "../../../src/evaluation/judge.ts";
import { labelsOf } from "../../../src/evaluation/scorers/labels.ts";
import { verdictSchema } from "../../../src/protocol/comparison.ts";
import { createRandom } from "../../../src/stats/random.ts";
import { item } from "./cases.ts";
import { candidate, judged, records } from "./judged.ts";

const options = { confidence: 0.95, seed: 7 };

/** One item for each pair of an expected and a given label. */
function labelled(pairs: readonly (readonly [expected: string, given: string])[]) {
  const text = (value: string) => ({ ok: false as const, text: value, reason: "not-json" as const });
  return labelsOf(
    pairs.map(([wanted, given]) => ({ item: item("", wanted), expected: text(wanted), answer: text(given) })),
  );
}

test("precision, recall, F1 and the confusion matrix, by hand", () => {
  const { classes, confusion, macro_f1 } = classificationOf(
    labelled([
      ["a", "a"],
      ["a", "A."],
      ["a", "b"],
      ["b", "b"],
      ["b", "what?"],
      ["c", "a"],
    ]),
    null,
    options,
  );
  assert.deepEqual(confusion, [
    [2, 1, 0, 0],
    [0, 1, 0, 1],
    [1, 0, 0, 0],
  ]);
  assert.deepEqual(classes, [
    { label: "a", expected: 3, given: 3, right: 2, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
    { label: "b", expected: 2, given: 2, right: 1, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
    { label: "c", expected: 1, given: 0, right: 0, precision: null, recall: 0, f1: 0 },
  ]);
  assert.ok(Math.abs(macro_f1.value - (2 / 3 + 1 / 2) / 3) < 1e-15);
  assert.ok(macro_f1.interval!.low < macro_f1.value && macro_f1.value < macro_f1.interval!.high);
  assert.deepEqual(macro_f1.interval!.method, { code: "method-macro-f1", params: { units: 6, resamples: 2000 } });
});

test("where nothing varies there is no interval, rather than one without width", () => {
  const { macro_f1 } = classificationOf(labelled(Array.from({ length: 30 }, () => ["a", "a"] as const)), null, options);
  assert.deepEqual(macro_f1, { value: 1, interval: null });
});

test("clusters are drawn whole: the same items in clusters say less", () => {
  const pairs = Array.from({ length: 200 }, (_, index) => {
    const cluster = Math.floor(index / 10);
    const wanted = index % 2 === 0 ? "yes" : "no";
    return [wanted, cluster % 4 === 0 ? "no idea whether yes" : wanted] as const;
  });
  const clusters = pairs.map((_, index) => `c${Math.floor(index / 10)}`);
  const apart = classificationOf(labelled(pairs), null, options).macro_f1;
  const together = classificationOf(labelled(pairs), clusters, options).macro_f1;
  const width = ({ interval }: typeof apart) => interval!.high - interval!.low;
  assert.ok(width(together) > 2 * width(apart));
  assert.equal(together.value, apart.value);
  assert.deepEqual(together.interval!.method.code, "method-macro-f1-clusters");
});

test("in 300 simulations of 150 items the interval holds the true macro F1 about as often as it says", () => {
  const { uniform } = createRandom(11);
  const names = ["a", "b", "c"];
  // Expected labels are as frequent as these; an answer is right in 7 of 10, else any other label.
  const shares = [0.5, 0.3, 0.2];
  const draw = (): [string, string] => {
    const place = uniform();
    const wanted = place < 0.5 ? 0 : place < 0.8 ? 1 : 2;
    const other = (wanted + 1 + Math.floor(uniform() * 2)) % 3;
    return [names[wanted]!, names[uniform() < 0.7 ? wanted : other]!];
  };
  const truth =
    shares.reduce((sum, share) => {
      const given = 0.7 * share + 0.15 * (1 - share);
      return sum + (2 * 0.7 * share) / (share + given);
    }, 0) / 3;
  let held = 0;
  for (let round = 0; round < 300; round++) {
    const { interval } = classificationOf(labelled(Array.from({ length: 150 }, draw)), null, {
      confidence: 0.95,
      seed: round,
    }).macro_f1;
    if (interval!.low <= truth && truth <= interval!.high) held += 1;
  }
  assert.ok(held >= 273 && held <= 297, `${held} of 300`);
});

test("a verdict has the classes of a field as facts; accuracy is its metric, with intervals like any other", () => {
  const items = records(60);
  const candidates = [
    candidate(items, "base", "rival", 270e6, { text: [0, 1, 2, 3] }),
    candidate(items, "reference", "reference", 270e6),
  ];
  const scorers = [{ classification: { field: "category" } }];
  const { verdict } = judge(judged(items, candidates, { scorers, primary: "classification" }));
  assert.deepEqual(verdictSchema.parse(JSON.parse(JSON.stringify(verdict))), verdict);
  const [base, reference] = verdict.candidates;
  assert.deepEqual(base!.classification!.confusion, [
    [18, 0, 2],
    [0, 38, 2],
  ]);
  assert.equal(reference!.classification!.macro_f1.value, 1);
  assert.equal(verdict.comparisons[0]!.variants[0]!.mean, 56 / 60);
});

test("what has more labels than a table holds is said, and has no classes", () => {
  const items = Array.from({ length: 60 }, (_, index) => item(String(index), `label ${index}`));
  const answers = items.map(({ id, answer }) => ({ id, answer }));
  const right = { ...candidate(records(1), "base", "rival", 1), answers: answers as never };
  const { verdict } = judge(
    judged(items, [right], { scorers: ["classification"], primary: "classification" }, { schema: null }),
  );
  assert.equal(verdict.candidates[0]!.classification, undefined);
  assert.deepEqual(verdict.notes, [{ code: "labels-too-many", params: { labels: 60, limit: 50 } }]);
});
