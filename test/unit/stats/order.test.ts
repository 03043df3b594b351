import assert from "node:assert/strict";
import test from "node:test";
import { expectedMaximum } from "../../../src/stats/order.ts";

test("the expected largest of normal numbers is what tables of order statistics have", () => {
  // Closed forms for two and three; the rest from Harter (1961), table 1, five decimals.
  assert.ok(Math.abs(expectedMaximum(2) - 1 / Math.sqrt(Math.PI)) < 1e-12);
  assert.ok(Math.abs(expectedMaximum(3) - 1.5 / Math.sqrt(Math.PI)) < 1e-12);
  for (const [count, value] of [
    [5, 1.16296],
    [10, 1.53875],
    [20, 1.86748],
    [100, 2.50759],
  ] as const) {
    assert.ok(Math.abs(expectedMaximum(count) - value) < 5e-6, `${count}: ${expectedMaximum(count)}`);
  }
  assert.equal(expectedMaximum(1), 0);
});

test("fewer than one candidate has no largest", () => {
  assert.throws(() => expectedMaximum(0), { code: "stats-out-of-range" });
});
