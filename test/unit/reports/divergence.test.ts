import assert from "node:assert/strict";
import { test } from "node:test";
import type { Divergence } from "../../../src/protocol/divergence.ts";
import { renderReport } from "../../../src/reports/report.ts";
import { sample } from "./sample.ts";

const measured: Divergence = {
  ...{ items: 118, tokens: 4720, perplexity: 1.234, reference_perplexity: 1.2 },
  ...{ kld_mean: 0.0123, kld_median: 0.004, kld_p90: 0.03, kld_p99: 0.2, kld_max: 1.5, kld_missing: 0.0011 },
  ...{ same_top: 0.981, probability_change_mean: -0.001, probability_change_rms: 0.02 },
};

test("what quantizing did to the tokens has its part in a report, in both languages", () => {
  const input = sample();
  const candidates = input.verdict.candidates.map((candidate) =>
    candidate.role === "quantized" ? { ...candidate, divergence: measured } : candidate,
  );
  const report = { ...input, verdict: { ...input.verdict, candidates } };
  const english = renderReport(report, "md", "en");
  assert.match(english, /## Divergence from the unquantized model/);
  assert.match(english, /the same token for the likeliest as the unquantized model in 98\.1 % of places/);
  assert.match(english, /\| 0\.0123 \| 0\.0300 \| 0\.2000 \| 1\.5000 \| 98\.1 \| 1\.234 \|/);
  assert.match(english, /at most 0\.0011 above/);
  assert.match(renderReport(report, "html", "zh-cn"), /与未量化模型的差异/);
});

test("a report says nothing of what was not measured", () => {
  assert.doesNotMatch(renderReport(sample(), "md", "en"), /Divergence from/);
});
