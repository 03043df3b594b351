import assert from "node:assert/strict";
import test from "node:test";
import { judge } from "../../../src/evaluation/judge.ts";
import { expectedOptimism } from "../../../src/evaluation/optimism.ts";
import { say } from "../../../src/evaluation/say.ts";
import { createRandom } from "../../../src/stats/random.ts";
import { candidate, every, judged, records } from "./judged.ts";

const items = records(100);
const validation = records(30).map((item) => ({ ...item, id: `validation-${item.id}` }));
const both = [
  candidate(items, "base", "rival", 3e8, { text: every(2, 50) }),
  // Better on test by luck, worse on validation.
  candidate(items, "rank=8/reference", "reference", 2e8, { field: every(20, 5) }),
  candidate(items, "rank=8/q8_0", "quantized", 1e8, { field: every(20, 5) }),
  candidate(items, "rank=16/reference", "reference", 2e8, { field: every(10, 10) }),
  candidate(items, "rank=16/q8_0", "quantized", 1e8, { field: every(10, 10) }),
];
const answersTo = (name: string, field: number[]) => {
  const { answersKey, answers } = candidate(validation, name, "reference", 1, { field });
  return { name, answersKey, answers };
};
const selection = {
  items: validation,
  references: [answersTo("rank=8/reference", every(3, 10)), answersTo("rank=16/reference", [1])],
};

test("the variant is chosen on validation rows, and the test rows judge it alone, with the rivals", () => {
  const { verdict } = judge(judged(items, both, { good_enough: [{ metric: "record", at_least: 0.8 }] }, { selection }));
  assert.equal(verdict.selection?.chosen, "rank=16/reference");
  assert.deepEqual(
    verdict.selection?.variants.map(({ name, mean }) => [name, Number(mean.toFixed(3))]),
    [
      ["rank=8/reference", 0.667],
      ["rank=16/reference", 0.967],
    ],
  );
  assert.deepEqual(
    verdict.candidates.map(({ name }) => name),
    ["base", "rank=16/reference", "rank=16/q8_0"],
  );
  assert.equal(verdict.chosen, "rank=16/q8_0");
  assert.ok(verdict.notes.every(({ code }) => code !== "several-cells"));
});

test("judges and programs beside the primary have no part in the choice: they saw no validation row", () => {
  const scorers = ["json", "schema", "fields", "record", { custom: { file: "score.mjs" } }];
  const results = items.map(({ id }) => ({ id, repeat: 0, score: 1, failure: null }));
  const given = { judged: [], programmed: [{ metric: "custom", results }], opponentIn: [] };
  const scored = both.map((one) => ({ ...one, given }));
  const { verdict } = judge(judged(items, scored, { scorers }, { selection }));
  assert.equal(verdict.selection?.chosen, "rank=16/reference");
});

test("of equal variants the first is chosen, whatever the test rows say", () => {
  const equal = { ...selection, references: selection.references.map(({ name }) => answersTo(name, [4])) };
  const { verdict } = judge(judged(items, both, {}, { selection: equal }));
  assert.equal(verdict.selection?.chosen, "rank=8/reference");
});

test("without it all variants are judged, and the winner's curse is said with its size", () => {
  const { verdict } = judge(judged(items, both));
  const note = verdict.notes.find(({ code }) => code === "several-cells")!;
  assert.equal(verdict.selection, undefined);
  assert.match(say(note), /^2 variants .* by \d\.\d points on average/);
  assert.match(say({ code: "several-cells", params: { cells: 2 } }), /better than it is\. `select/);
});

/** Scores of `count` equally good candidates that share what makes items hard, in clusters of `perCluster`. */
function equals(count: number, perCluster: number, seed: number) {
  const { uniform } = createRandom(seed);
  const clusters = Array.from({ length: 200 }, (_, item) => `c${Math.floor(item / perCluster)}`);
  const hardness = clusters.map(() => uniform());
  const columns = Array.from({ length: count }, (): number[] => {
    const luck = new Map(clusters.map((name) => [name, (uniform() - 0.5) * 0.4]));
    return hardness.map((hard, item) =>
      uniform() < 0.3 + 0.4 * hard + (perCluster > 1 ? luck.get(clusters[item]!)! : 0) ? 1 : 0,
    );
  });
  return { columns, clusters: perCluster > 1 ? clusters : null };
}

for (const [what, perCluster] of [
  ["items", 1],
  ["clusters", 10],
] as const) {
  test(`the expected optimism is what simulated best-of-five of independent ${what} show`, () => {
    let [seen, expected] = [0, 0];
    const rounds = 80;
    for (let seed = 1; seed <= rounds; seed++) {
      const { columns, clusters } = equals(5, perCluster, seed);
      const means = columns.map((column) => column.reduce((sum, score) => sum + score, 0) / column.length);
      seen += (Math.max(...means) - means.reduce((sum, mean) => sum + mean, 0) / means.length) / rounds;
      expected += expectedOptimism(columns, clusters) / rounds;
    }
    assert.ok(Math.abs(expected / seen - 1) < 0.2, `${expected} against ${seen}`);
  });
}

test("one candidate, or candidates that never differ, have no optimism", () => {
  assert.equal(expectedOptimism([[1, 0, 1]], null), 0);
  assert.equal(
    expectedOptimism(
      [
        [1, 0, 1],
        [1, 0, 1],
      ],
      null,
    ),
    0,
  );
});
