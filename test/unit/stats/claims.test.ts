import assert from "node:assert/strict";
import test from "node:test";
import { benjaminiHochberg, fixedSequence, holm, passedInSequence } from "../../../src/stats/multiple.ts";
import {
  aboveFloor,
  meanAboveFloor,
  nonInferiority,
  nonInferiorityBinary,
  nonInferiorityBinaryWald,
} from "../../../src/stats/non-inferiority.ts";
import { pairedT } from "../../../src/stats/paired-t.ts";
import { createRandom } from "../../../src/stats/random.ts";

const random = createRandom(17);
const near = (actual: number, expected: number, what: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, expected ${expected}`);

test("a claim holds exactly where its p is below 1 − confidence", () => {
  for (let round = 0; round < 400; round++) {
    const n = 20 + random.below(200);
    const [aOnly, bOnly] = [random.below(8), random.below(8)];
    const confidence = [0.9, 0.95, 0.99][round % 3]!;
    const values = Array.from({ length: 12 }, () => random.uniform() - 0.45);
    const estimate = pairedT(values, 0.95);
    const claims = [
      nonInferiorityBinary({ n, aOnly, bOnly, margin: 0.05, confidence }),
      nonInferiorityBinaryWald({ n, aOnly, bOnly: bOnly + 1, margin: 0.05, confidence }),
      nonInferiority({ ...estimate, difference: estimate.mean, margin: 0.1, confidence }),
      meanAboveFloor({ ...estimate, floor: -0.1, confidence }),
      aboveFloor({ successes: n - aOnly, n, floor: 0.93, confidence }),
    ];
    for (const { p, holds, bound } of claims) {
      assert.equal(holds, p < 1 - confidence, `p ${p}, bound ${bound}, confidence ${confidence}`);
      assert.ok(p >= 0 && p <= 1);
    }
  }
});

test("the bound does not depend on the margin, and more items without a loss raise it", () => {
  const bound = (n: number, margin: number) =>
    nonInferiorityBinary({ n, aOnly: 0, bOnly: 0, margin, confidence: 0.95 }).bound;
  assert.equal(bound(100, 0.01), bound(100, 0.2));
  assert.ok(bound(100, 0.05) < bound(400, 0.05) && bound(400, 0.05) < 0);
});

test("no discordant item at all proves nothing by itself: Wald would claim, the score bound does not", () => {
  const counts = { n: 30, aOnly: 0, bOnly: 0, margin: 0.02, confidence: 0.95 };
  assert.equal(nonInferiorityBinaryWald(counts).holds, true);
  assert.equal(nonInferiorityBinary(counts).holds, false);
});

test("floors and margins at the ends of their scales", () => {
  assert.deepEqual(aboveFloor({ successes: 0, n: 0, floor: 0.5, confidence: 0.95 }), { bound: 0, p: 1, holds: false });
  assert.equal(aboveFloor({ successes: 30, n: 30, floor: 1, confidence: 0.95 }).holds, false);
  assert.equal(aboveFloor({ successes: 1, n: 30, floor: 0, confidence: 0.95 }).holds, true);
  assert.equal(nonInferiorityBinary({ n: 5, aOnly: 5, bOnly: 0, margin: 1, confidence: 0.95 }).holds, false);
  assert.equal(nonInferiorityBinary({ n: 5, aOnly: 4, bOnly: 0, margin: 1, confidence: 0.95 }).holds, true);
  assert.equal(nonInferiorityBinary({ n: 50, aOnly: 0, bOnly: 9, margin: 0, confidence: 0.95 }).holds, true);
});

test("unknown spread decides nothing, no spread is taken at its word", () => {
  const unknown = nonInferiority({ difference: 5, se: Number.POSITIVE_INFINITY, df: 0, margin: 1, confidence: 0.95 });
  assert.deepEqual(unknown, { bound: Number.NEGATIVE_INFINITY, p: 1, holds: false });
  assert.deepEqual(nonInferiority({ difference: 0, se: 0, margin: 0.1, confidence: 0.95 }), {
    bound: 0,
    p: 0,
    holds: true,
  });
  assert.equal(meanAboveFloor({ mean: 0.5, se: 0, floor: 0.5, confidence: 0.95 }).holds, false);
});

test("few degrees of freedom ask for more than a normal approximation does", () => {
  const at = (df?: number) => {
    return nonInferiority({ difference: 0, se: 0.03, margin: 0.05, confidence: 0.95, ...(df && { df }) });
  };
  assert.ok(at(4).bound < at().bound && at(4).p > at().p);
});

test("what is no margin, confidence or estimate is refused", () => {
  const refused = { code: "stats-out-of-range" };
  assert.throws(() => nonInferiority({ difference: 0, se: 1, margin: -0.1, confidence: 0.95 }), refused);
  assert.throws(() => nonInferiority({ difference: Number.NaN, se: 1, margin: 0.1, confidence: 0.95 }), refused);
  assert.throws(() => nonInferiority({ difference: 0, se: Number.NaN, margin: 0.1, confidence: 0.95 }), refused);
  assert.throws(() => aboveFloor({ successes: 1, n: 2, floor: 0.5, confidence: 0.4 }), refused);
});

test("adjusted p values: never smaller than given, never above 1, in the order given", () => {
  for (let round = 0; round < 200; round++) {
    const p = Array.from({ length: random.below(9) }, () => random.uniform() ** 3);
    const [family, screening] = [holm(p), benjaminiHochberg(p)];
    for (const [index, value] of p.entries()) {
      assert.ok(value <= screening[index]! && screening[index]! <= family[index]! + 1e-12 && family[index]! <= 1);
    }
  }
  assert.deepEqual(holm([]), []);
  near(holm([0.5, 0.01])[1]!, 0.02, "the smallest is multiplied by the family's size");
  assert.throws(() => holm([0.1, Number.NaN]), { code: "stats-out-of-range" });
});

test("a sequence stops at its first failure, whatever comes later", () => {
  assert.deepEqual(fixedSequence([0.01, 0.2, 0.001]), [0.01, 0.2, 0.2]);
  assert.equal(passedInSequence([true, true, false, true]), 2);
  assert.equal(passedInSequence([]), 0);
  assert.equal(passedInSequence([true]), 1);
});
