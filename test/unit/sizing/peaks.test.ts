import assert from "node:assert/strict";
import { test } from "node:test";
import { correctionsFrom, type MeasuredPeak, residualsOf } from "../../../src/sizing/peaks.ts";

const peak = (counted_bytes: number, measured_bytes: number, kind = "train"): MeasuredPeak => ({
  cpu: "c",
  runtime: "embedded",
  architecture: "llama",
  kind,
  counted_bytes,
  measured_bytes,
  at: "2026-01-01T00:00:00.000Z",
});

test("what was measured corrects what is counted next, by kind and architecture", () => {
  const corrections = correctionsFrom([peak(100, 110), peak(200, 230), peak(100, 120), peak(100, 80, "evaluate")]);
  assert.equal(corrections["llama/train"], 1.15);
  assert.equal(corrections["llama/evaluate"], 0.8);
  assert.equal(corrections["qwen2/train"], undefined);
});

test("the latest count, and what cannot be is not believed", () => {
  const old = Array.from({ length: 20 }, () => peak(100, 150));
  const recent = Array.from({ length: 7 }, () => peak(100, 105));
  assert.equal(correctionsFrom([...old, ...recent])["llama/train"], 1.05);
  assert.equal(correctionsFrom([peak(100, 5000)])["llama/train"], 2);
  assert.deepEqual(correctionsFrom([peak(0, 100)]), {});
});

test("residuals: what correcting was worth is said of stages that came after", () => {
  const [residual] = residualsOf([peak(100, 125), peak(200, 250), peak(400, 500)]);
  assert.deepEqual(
    { ...residual, bias: residual?.bias.toFixed(2), error: residual?.error.toFixed(2) },
    {
      key: "llama/train",
      n: 3,
      bias: "-0.20",
      error: "0.20",
      corrected_error: 0,
    },
  );
});
