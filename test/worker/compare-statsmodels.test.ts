// `compare` on score files, from the files' text to the verdict, against what statsmodels says of the same numbers.
import assert from "node:assert/strict";
import test from "node:test";
import { compareScores } from "../../src/evaluation/compare-scores.ts";
import { parseScoreFile } from "../../src/evaluation/score-file.ts";
import { createRandom } from "../../src/stats/random.ts";
import { askOracle, setUpOracle } from "./stats-environment.ts";

const random = createRandom(20261124);
const list = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));

/** A score file's text, its rows in an order of its own. */
function scoreFile(scores: readonly number[]): string {
  const rows = scores.map((score, index) => JSON.stringify({ id: `item-${index}`, scores: { exact: score } }));
  return rows.sort(() => random.uniform() - 0.5).join("\n");
}

function compared(columns: Record<string, readonly number[]>) {
  const sources = Object.entries(columns).map(([name, scores]) => {
    const { rows, problems } = parseScoreFile(scoreFile(scores), `${name}.jsonl`);
    assert.deepEqual(problems, []);
    return { name, rows };
  });
  return compareScores(sources);
}

function near(ours: number, theirs: number, what: string): void {
  assert.ok(Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs)), `${what}: ${ours} against ${theirs}`);
}

test("compare on score files agrees with statsmodels", async (t) => {
  const missing = setUpOracle();
  if (missing !== null) return t.skip(missing);

  const cases = [20, 120, 700].map(yesOrNo);
  const cells = cases.flatMap((one) => one.cells);
  const a = list(2500, () => random.uniform());
  const b = a.map((score) => Math.min(1, Math.max(0, score + (random.uniform() - 0.48) * 0.3)));
  const differences = a.map((score, index) => b[index]! - score);
  const told = askOracle({
    mcnemar_exact: cells.map(({ a_only, b_only }) => ({ a_only, b_only })),
    newcombe: cells.map((cell) => ({ ...cell, confidence: 0.95 })),
    paired_t: [{ differences, confidence: 0.95 }],
  });
  const p = told.mcnemar_exact!.map(([value]) => value!);
  const families = cases.map((_, index) => p.slice(index * 3, index * 3 + 3));
  const adjusted = askOracle({ holm: families.map((family) => ({ p: family })) }).holm!;

  for (const [index, { items, columns }] of cases.entries()) {
    await t.test(`yes or no for each of ${items} items: McNemar, Newcombe, Holm over three candidates`, () => {
      for (const [place, pair] of compared(columns).pairs.entries()) {
        const at = index * 3 + place;
        const [difference, low, high] = told.newcombe![at]!;
        near(pair.p!, p[at]!, `p of ${pair.b}`);
        near(pair.p_adjusted!, adjusted[index]![place]!, `Holm's p of ${pair.b}`);
        near(pair.difference, difference!, `difference of ${pair.b}`);
        near(pair.low, low!, `low of ${pair.b}`);
        near(pair.high, high!, `high of ${pair.b}`);
      }
    });
  }

  await t.test("parts of a point, many items: the paired t test", () => {
    const [difference, , , probability, low, high] = told.paired_t![0]!;
    const [pair] = compared({ a, b }).pairs;
    near(pair!.difference, difference!, "difference");
    near(pair!.p!, probability!, "p");
    near(pair!.low, low!, "low");
    near(pair!.high, high!, "high");
  });
});

/** A base, two independent candidates, and one that differs on a tenth of the items; with McNemar's table of each. */
function yesOrNo(items: number) {
  const column = (share: number) => list(items, () => (random.uniform() < share ? 1 : 0));
  const base = column(0.6);
  const others = {
    b: column(0.65),
    c: column(0.75),
    d: base.map((score) => (random.uniform() < 0.1 ? 1 - score : score)),
  };
  const cells = Object.values(others).map((scores) => {
    const count = (x: number, y: number) => base.filter((score, index) => score === x && scores[index] === y).length;
    return { both: count(1, 1), a_only: count(1, 0), b_only: count(0, 1), neither: count(0, 0) };
  });
  return { items, columns: { base, ...others }, cells };
}
