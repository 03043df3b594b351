import assert from "node:assert/strict";
import test from "node:test";
import {
  itemsNeeded,
  minimumDetectable,
  minimumDetectableMcNemar,
  powerPairedT,
  sampleSizeMcNemar,
  sampleSizePairedT,
  sampleSizeUnpaired,
} from "../../../src/stats/power.ts";
import { minimumDetectableMcNemarExact, powerMcNemarExact } from "../../../src/stats/power-mcnemar.ts";
import { groupSequential } from "../../../src/stats/sequential.ts";

const plan = { alpha: 0.05, power: 0.8 };
const near = (actual: number | null, expected: number, what: string, tolerance = 1e-9) =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, expected ${expected}`);

test("items needed and detectable difference are each other's inverse", () => {
  for (const n of [10, 120, 5000]) {
    for (const sides of [1, 2] as const) {
      const difference = minimumDetectable({ ...plan, sides, deviation: 0.4, n });
      near(itemsNeeded({ ...plan, sides, deviation: 0.4, difference }), n, "n", 1e-8 * n);
    }
  }
});

test("four times the items see half the difference; more power or fewer false claims cost items", () => {
  const base = itemsNeeded({ ...plan, deviation: 0.4, difference: 0.05 });
  near(itemsNeeded({ ...plan, deviation: 0.4, difference: 0.025 }), 4 * base, "half", 1e-9 * base);
  assert.ok(itemsNeeded({ ...plan, power: 0.9, deviation: 0.4, difference: 0.05 }) > base);
  assert.ok(itemsNeeded({ ...plan, alpha: 0.01, deviation: 0.4, difference: 0.05 }) > base);
  assert.ok(itemsNeeded({ ...plan, sides: 1, deviation: 0.4, difference: 0.05 }) < base);
});

test("McNemar: 19 % discordant, 5 points: 595 items where unpaired groups of 80 % and 85 % need 903 each", () => {
  assert.equal(Math.ceil(sampleSizeMcNemar({ ...plan, discordant: 0.19, difference: 0.05 })), 595);
  assert.equal(Math.ceil(sampleSizeUnpaired({ ...plan, first: 0.8, second: 0.85 })), 903);
});

test("McNemar's detectable difference is Connor's sample size turned round, or none", () => {
  for (const discordant of [0.05, 0.2, 0.7]) {
    for (const n of [100, 400, 3000]) {
      const difference = minimumDetectableMcNemar({ ...plan, discordant, n });
      if (difference === null) continue;
      near(sampleSizeMcNemar({ ...plan, discordant, difference }), n, "n", 1e-7 * n);
    }
  }
  assert.equal(minimumDetectableMcNemar({ ...plan, discordant: 0.05, n: 50 }), null);
  assert.equal(minimumDetectableMcNemar({ ...plan, discordant: 0.9, n: 1 }), null);
  assert.equal(minimumDetectableMcNemarExact({ ...plan, discordant: 0.05, n: 50 }), null);
});

test("the exact test's power: 0 with too few discordant items, below alpha without a difference, rising with it", () => {
  assert.equal(powerMcNemarExact({ discordant: 0.5, difference: 0.5, n: 5, alpha: 0.05 }), 0);
  assert.equal(powerMcNemarExact({ discordant: 0, difference: 0, n: 50, alpha: 0.05 }), 0);
  const at = (difference: number) => powerMcNemarExact({ discordant: 0.2, difference, n: 300, alpha: 0.05 });
  assert.ok(at(0) <= 0.05 && at(0) > 0.02);
  assert.ok(at(0.05) < at(0.1) && at(0.1) < at(0.2));
  near(at(-0.1), at(0.1), "either way");
  const seen = minimumDetectableMcNemarExact({ ...plan, discordant: 0.2, n: 300 })!;
  near(at(seen), 0.8, "power at the detectable difference", 1e-6);
  assert.ok(seen > minimumDetectableMcNemar({ ...plan, discordant: 0.2, n: 300 })!);
});

test("t: alpha without an effect; the planned power at the planned size", () => {
  near(powerPairedT({ effect: 0, n: 30, alpha: 0.05 }), 0.05, "size");
  const n = sampleSizePairedT({ ...plan, effect: 0.3 });
  near(powerPairedT({ effect: 0.3, n, alpha: 0.05 }), 0.8, "power");
  assert.equal(sampleSizePairedT({ alpha: 0.05, power: 0.051, effect: 30 }), 2);
  near(sampleSizePairedT({ ...plan, effect: -0.3 }), n, "mirrored");
});

test("what can't be planned is refused", () => {
  const refused = { code: "stats-out-of-range" };
  assert.throws(() => itemsNeeded({ ...plan, deviation: 0.4, difference: 0 }), refused);
  assert.throws(() => minimumDetectable({ ...plan, deviation: 0.4, n: 0 }), refused);
  assert.throws(() => minimumDetectable({ alpha: 0.05, power: 0.04, deviation: 0.4, n: 9 }), refused);
  assert.throws(() => sampleSizeMcNemar({ ...plan, discordant: 0.1, difference: 0.2 }), refused);
  assert.throws(() => powerPairedT({ effect: 0.1, n: 1, alpha: 0.05 }), refused);
  assert.throws(() => groupSequential({ looks: 0, alpha: 0.05, type: "pocock" }), refused);
});

// Jennison & Turnbull 2000, tables 2.1 and 2.3, alpha 0.05.
const published = { pocock: [1.96, 2.178, 2.289, 2.361, 2.413], "obrien-fleming": [1.96, 1.977, 2.004, 2.024, 2.04] };
for (const type of ["pocock", "obrien-fleming"] as const) {
  test(`looks: ${type}'s published constants`, () => {
    for (const [index, constant] of published[type].entries()) {
      const { z, p } = groupSequential({ looks: index + 1, alpha: 0.05, type });
      near(z.at(-1)!, constant, `${index + 1} looks`, 6e-4);
      assert.equal(z.length, index + 1);
      assert.ok(p.every((value) => value <= 0.05 + 1e-12));
    }
  });
}
