import assert from "node:assert/strict";
import test from "node:test";
import { judge } from "../../../src/evaluation/judge.ts";
import { verdictSchema } from "../../../src/protocol/comparison.ts";
import { rule } from "./cases.ts";
import { candidate, every, judged, records } from "./judged.ts";

const items = records(120);
const base = candidate(items, "base", "rival", 270e6, { text: every(1, 60), field: every(1, 110) });
const reference = candidate(items, "reference", "reference", 270e6, { field: every(12, 10) });
const q8 = candidate(items, "q8_0", "quantized", 145e6, { field: every(12, 10) });
const q4 = candidate(items, "q4_k_m", "quantized", 105e6, { field: [...every(12, 10), 1, 2] });

test("a verdict holds everything that a report says", () => {
  const { verdict, scores, failedLayers } = judge(judged(items, [base, reference, q8, q4]));
  assert.deepEqual(verdictSchema.parse(verdict), verdict);
  assert.deepEqual(JSON.parse(JSON.stringify(verdict)), verdict);
  assert.equal(verdict.items, 120);
  assert.equal(verdict.baseline, "base");
  assert.equal(verdict.reference, "reference");
  assert.equal(verdict.comparisons[0]!.metric, "record");
  assert.deepEqual(
    verdict.comparisons.map(({ metric }) => metric),
    ["record", "json", "schema", "fields", "fields.category", "fields.reply", "fields.links"],
  );
  assert.deepEqual(Object.keys(scores), ["base", "reference", "q8_0", "q4_k_m"]);
  assert.equal(scores.base![0]!.scores.json, 0);
  assert.equal(failedLayers.base![0], "json");
  const [first] = verdict.candidates;
  assert.equal(first!.answers, "key-of-base");
  assert.deepEqual(first!.failures, [
    { layer: "answer", items: 0 },
    { layer: "json", items: 60 },
    { layer: "schema", items: 0 },
    { layer: "fields", items: 50 },
    { layer: "record", items: 0 },
  ]);
});

test("every candidate is set against the baseline, and every quantization against its reference", () => {
  const { verdict } = judge(judged(items, [base, reference, q8, q4]));
  for (const { pairs } of verdict.comparisons) {
    assert.deepEqual(
      pairs.map(({ a, b }) => [a, b]),
      [
        ["base", "reference"],
        ["base", "q8_0"],
        ["base", "q4_k_m"],
        ["reference", "q8_0"],
        ["reference", "q4_k_m"],
      ],
    );
  }
  const codes = verdict.comparisons[0]!.pairs.map(({ verdict_code }) => verdict_code);
  assert.deepEqual(codes, ["better", "better", "better", "same", "cannot-tell"]);
});

test("declared comparisons are one family, all others another", () => {
  const { verdict } = judge(judged(items, [base, reference, q8, q4]));
  const [primary, ...others] = verdict.comparisons;
  assert.deepEqual([primary!.declared, primary!.family], [true, 5]);
  for (const other of others) assert.deepEqual([other.declared, other.family], [false, 30]);
});

test("the smallest that is good enough is chosen, and it is said what was tested", () => {
  const good_enough = [
    { metric: "record", margin: 0.1, against: "reference" },
    { metric: "json", at_least: 0.95 },
  ];
  const { verdict } = judge(judged(items, [base, reference, q8, q4], { good_enough }));
  assert.equal(verdict.chosen, "q4_k_m");
  assert.equal(
    verdict.sentence,
    "q4_k_m (105 MB) is good enough, the smallest that was shown to be: 90.0 % on `record` over 120 items, 39 % of the size of reference.",
  );
  const byName = new Map(verdict.candidates.map((one) => [one.name, one]));
  assert.equal(byName.get("base")!.good_enough, false);
  assert.deepEqual(
    byName.get("q4_k_m")!.gates.map(({ kind, limit, against, holds }) => ({ kind, limit, against, holds })),
    [
      { kind: "margin", limit: 0.1, against: "reference", holds: true },
      { kind: "floor", limit: 0.95, against: null, holds: true },
    ],
  );
  assert.match(
    byName.get("q4_k_m")!.gates[0]!.sentence,
    /^`record`: q4_k_m loses at most \d\.\d points against reference/,
  );
  assert.match(byName.get("reference")!.gates[0]!.sentence, /is what the others are measured against/);
  const pair = verdict.comparisons[0]!.pairs.at(-1)!;
  assert.deepEqual([pair.verdict_code, pair.margin], ["within-margin", 0.1]);
});

test("a small model that holds after a larger one failed is not believed", () => {
  const poorQ8 = candidate(items, "q8_0", "quantized", 145e6, { field: every(2, 55) });
  const good_enough = [{ metric: "record", margin: 0.1 }];
  const { verdict } = judge(judged(items, [reference, poorQ8, q4], { good_enough }));
  const q4Result = verdict.candidates.find(({ name }) => name === "q4_k_m")!;
  assert.equal(q4Result.good_enough, true);
  assert.equal(verdict.chosen, "reference");
});

test("too few items to decide: nobody is chosen, and it is said that we can't tell", () => {
  const few = items.slice(0, 20);
  const good_enough = [{ metric: "json", at_least: 0.95 }];
  const { verdict } = judge(judged(few, [candidate(few, "reference", "reference", 1e6)], { good_enough }));
  assert.equal(verdict.chosen, null);
  assert.equal(verdict.candidates[0]!.good_enough, null);
  assert.match(
    verdict.sentence,
    /^No candidate is shown to be good enough: with 20 items we can't tell whether reference/,
  );
});

test("proven too bad is not the same as undecided", () => {
  const good_enough = [{ metric: "record", at_least: 0.99 }];
  const { verdict } = judge(judged(items, [base, q4], { good_enough }));
  assert.equal(verdict.chosen, null);
  assert.equal(verdict.sentence, "No candidate is shown to be good enough: q4_k_m falls short on `record`.");
  assert.match(
    verdict.candidates[1]!.gates[0]!.sentence,
    /and at most \d+\.\d % with 95 % confidence; 99\.0 % was asked/,
  );
});

test("nothing asked: nobody is chosen", () => {
  const { verdict } = judge(judged(items, [base, reference, q4]));
  assert.equal(verdict.chosen, null);
  assert.equal(verdict.candidates[1]!.good_enough, null);
  assert.match(
    verdict.sentence,
    /^`good_enough` asks for nothing.* Highest on `record`: reference with 91\.7 % over 120 items\.$/,
  );
});

test("a rival that holds all gates and is smaller is chosen", () => {
  const rival = candidate(items, "constrained", "rival", 90e6, { field: every(12, 10) });
  const good_enough = [{ metric: "record", margin: 0.1 }];
  const { verdict } = judge(judged(items, [rival, reference, q4], { good_enough }));
  assert.equal(verdict.chosen, "constrained");
});

test("an even share per item is compared by its mean; where items come in clusters, over clusters", () => {
  const clustered = records(120, 4);
  const candidates = [
    candidate(clustered, "reference", "reference", 2e6),
    candidate(clustered, "q4_k_m", "quantized", 1e6, { field: every(7, 15) }),
  ];
  const methods = (items: typeof clustered) =>
    judge(judged(items, candidates, { primary: "fields" })).verdict.comparisons.map(
      ({ metric, pairs }) => `${metric}: ${pairs[0]!.method_saying.code}`,
    );
  assert.deepEqual(methods(records(120)), [
    "fields: method-wider",
    "json: method-identical",
    "schema: method-identical",
    "fields.category: method-identical",
    "fields.reply: method-identical",
    "fields.links: method-mcnemar",
    "record: method-mcnemar",
  ]);
  assert.ok(methods(clustered).every((method) => /clustered|identical/.test(method)));
});

test("quantizations of several cells are measured against their own reference", () => {
  const of = (cell: string, name: string, role: "reference" | "quantized", size: number) =>
    candidate(items, `${cell}/${name}`, role, size);
  const candidates = [
    candidate(items, "base", "rival", 3e6, { field: every(1, 110) }),
    of("rank=8", "reference", "reference", 3e6),
    of("rank=8", "q4_k_m", "quantized", 1e6),
    of("rank=16", "reference", "reference", 3e6),
    of("rank=16", "q4_k_m", "quantized", 1e6),
  ];
  const good_enough = [{ metric: "record", margin: 0.05 }];
  const { verdict } = judge(judged(items, candidates, { good_enough }));
  const against = verdict.candidates.map(({ gates }) => gates[0]!.against);
  assert.deepEqual(against.slice(1), [
    "rank=8/reference",
    "rank=8/reference",
    "rank=16/reference",
    "rank=16/reference",
  ]);
  assert.ok(verdict.comparisons[0]!.pairs.some(({ a, b }) => a === "rank=16/reference" && b === "rank=16/q4_k_m"));
  assert.ok(verdict.comparisons[0]!.pairs.every(({ a, b }) => !(a === "rank=8/reference" && b === "rank=16/q4_k_m")));
  assert.deepEqual(
    verdict.notes.map(({ code }) => code),
    ["several-cells"],
  );
});

test("what a reader has to know is noted", () => {
  const clustered = records(12, 4);
  const cut = candidate(clustered, "reference", "reference", 1e6, { missing: [3, 4] });
  const answers = cut.answers.map((answer, index) => (index === 0 ? { ...answer, finish: "length" as const } : answer));
  const rules = [
    rule("few-links", "answer.links < 4"),
    rule("size", "answer.size > 0"),
    rule("broken", "answer.links <"),
  ];
  const scorers = ["json", "rules", "record"];
  const { verdict } = judge(judged(clustered, [{ ...cut, answers }], { scorers }, { rules }));
  const notes = verdict.notes.map(({ code, params }) => [code, params.rule ?? params.count ?? params.clusters]);
  assert.deepEqual(notes, [
    ["expected-breaks-rule", "few-links"],
    ["expected-breaks-rule", "size"],
    ["few-clusters", 3],
    ["answers-missing", 2],
    ["answers-cut", 1],
    ["rule-invalid", "broken"],
    ["rule-error-of", "size"],
  ]);
  assert.equal(verdict.candidates[0]!.missing_answers, 2);
  assert.equal(verdict.candidates[0]!.rule_errors, 10);
});

test("metrics that decide are scored though the file does not list their scorer", () => {
  const good_enough = [{ metric: "json", at_least: 0.9 }];
  const { verdict } = judge(
    judged(items, [reference, q4], { scorers: ["exact"], primary: "fields.links", good_enough }),
  );
  assert.equal(verdict.comparisons[0]!.metric, "fields.links");
  assert.equal(verdict.candidates[0]!.gates[0]!.holds, true);
});

test("what can't be judged is refused by name", () => {
  assert.throws(() => judge(judged([], [])), { code: "no-items" });
  assert.throws(() => judge(judged(items, [q4], { primary: "f1" })), { code: "metric-not-scored" });
  assert.throws(() => judge(judged(items, [q4], { primary: "fields.nothing" })), { code: "metric-not-scored" });
  assert.throws(() => judge(judged(items, [q4], { baseline: "gpt" })), {
    code: "baseline-unknown",
    params: { name: "gpt", known: "q4_k_m" },
  });
});
