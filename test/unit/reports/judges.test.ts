import assert from "node:assert/strict";
import { test } from "node:test";
import type { JudgeFacts } from "../../../src/protocol/judging.ts";
import { renderReport } from "../../../src/reports/report.ts";
import { sample } from "./sample.ts";

const pair: JudgeFacts = {
  ...{ metric: "judge.pair", candidate: "q4_k_m", against: "base", judge: "wise (judge.example)" },
  judged: 118,
  failures: [{ failure: "not-json", answers: 2 }],
  consistency: { share: 0.7, low: 0.61, high: 0.77, n: 118 },
  position: { first: 30, second: 5, p: 0.0001 },
  wins: { own: 40, other: 20, tie: 58 },
  length: { measure: "longer-wins", value: 0.65, low: 0.52, high: 0.76, n: 60 },
  agreement: { kappa: 0.55, share: 0.8, weights: "none", low: 0.3, high: 0.8, n: 40 },
  ...{ cost: { amount: 1.5, currency: "EUR" }, seconds: 12 },
};
const graded: JudgeFacts = {
  ...pair,
  ...{ metric: "judge", against: null, consistency: null, position: null, wins: null, agreement: null, failures: [] },
  length: { measure: "rank-correlation", value: 0.1, low: -0.1, high: 0.3, n: 118 },
};

function withJudges() {
  const input = sample();
  const [first, ...others] = input.verdict.candidates;
  const endpoint = { host: "api.example", model: "big-<b>one</b>", cost: { amount: 0.6, currency: "EUR" } };
  return {
    ...input,
    verdict: { ...input.verdict, judges: [pair, graded], candidates: [{ ...first!, endpoint }, ...others] },
  };
}

test("judges and endpoints have their part in a report, in both languages", () => {
  const english = renderReport(withJudges(), "md", "en");
  assert.match(english, /said the same in both orders; all others are ties/);
  assert.match(english, /kappa 0\.55 \(0\.30 to 0\.80\), 40 answers/);
  assert.match(english, /`judge` was not held against human ratings/);
  assert.match(english, /cost 0\.6 EUR: 5\.00 EUR for a thousand items/);
  const chinese = renderReport(withJudges(), "md", "zh-cn");
  assert.match(chinese, /评判有多可信/);
  const page = renderReport(withJudges(), "html", "en");
  assert.ok(page.includes("How far the judges can be believed") && !page.includes("<b>one</b>"));
});

test("a report without judges says nothing of them", () => {
  assert.doesNotMatch(renderReport(sample(), "md", "en"), /How far the judges|behind an address/);
});
