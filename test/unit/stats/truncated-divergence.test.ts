import assert from "node:assert/strict";
import { test } from "node:test";
import { klDivergence } from "../../../src/stats/divergence.ts";
import { createRandom } from "../../../src/stats/random.ts";
import {
  logSoftmax,
  MOST_TOKENS,
  REST,
  topTokens,
  truncatedDivergence,
} from "../../../src/stats/truncated-divergence.ts";

test("log probabilities sum to one, whatever is added to all logits", () => {
  const logs = logSoftmax(Float32Array.of(1000, 1001, 998));
  const sum = logs.reduce((total, log) => total + Math.exp(log), 0);
  assert.ok(Math.abs(sum - 1) < 1e-4);
  assert.ok(Math.abs(logs[1]! - logs[0]! - 1) < 1e-4);
});

test("a sure distribution takes a few tokens, a flat one no more than the limit", () => {
  const sure = topTokens(logSoftmax(Float32Array.from({ length: 5000 }, (_, token) => (token === 7 ? 20 : 0))));
  assert.deepEqual([...sure.tokens], [7]);
  assert.ok(sure.rest < REST);
  const flat = topTokens(logSoftmax(new Float32Array(5000)));
  assert.equal(flat.tokens.length, MOST_TOKENS);
  assert.ok(Math.abs(flat.rest - (1 - MOST_TOKENS / 5000)) < 1e-4);
});

test("the divergence lies between what is told and that with what may be missing", () => {
  const { uniform: random } = createRandom(5);
  for (let trial = 0; trial < 200; trial += 1) {
    const spread = 1 + 8 * random();
    const noise = random();
    const logits = Float32Array.from({ length: 2000 }, () => spread * (random() + random() + random() - 1.5));
    const changed = logits.map((logit) => logit + noise * (random() - 0.5));
    const base = logSoftmax(logits);
    const other = logSoftmax(changed);
    const { kld, missing } = truncatedDivergence(topTokens(base), other);
    const full = klDivergence(base, other);
    assert.ok(kld <= full + 1e-5 && full <= kld + missing + 1e-5, `${kld} … ${full} … ${kld + missing}`);
  }
});

test("the same distribution does not diverge", () => {
  const logs = logSoftmax(Float32Array.from({ length: 300 }, (_, token) => Math.sin(token) * 5));
  assert.ok(truncatedDivergence(topTokens(logs), logs).kld < 1e-5);
});
