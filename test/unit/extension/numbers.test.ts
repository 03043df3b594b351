import assert from "node:assert/strict";
import { test } from "node:test";
import { formatBytes, formatCount, formatDuration, formatEstimate, formatShare } from "../../../src/protocol/format.ts";
import { outlookOf, peakMemory, shareOf, tokensPerSecond } from "../../../src/protocol/outlook.ts";
import { exampleState } from "./example-run.ts";

test("durations", () => {
  const seconds = [0, 0.04, 0.44, 5, 9.96, 59.6, 60, 3599, 3600, 7530, 86399, 86400 * 3.2];
  assert.deepEqual(
    seconds.map((value) => formatDuration(value)),
    [
      "0 s",
      "0.0 s",
      "0.4 s",
      "5 s",
      "10 s",
      "1 min 00 s",
      "1 min 00 s",
      "59 min 59 s",
      "1 h 00 min",
      "2 h 06 min",
      "1 d 0 h",
      "3 d 5 h",
    ],
  );
  assert.equal(formatDuration(3725, "zh-cn"), "1 小时 02 分");
  assert.deepEqual([formatDuration(null), formatDuration(Number.NaN), formatDuration(-3)], ["–", "–", "0 s"]);
  assert.deepEqual([formatEstimate(0.2), formatEstimate(5.4), formatEstimate(null)], ["1 s", "5 s", "–"]);
});

test("bytes, shares and counts", () => {
  assert.deepEqual([0, 999, 1000, 98_400_000, 999_600_000, 1_450_000_000].map(formatBytes), [
    "0 B",
    "999 B",
    "1.00 kB",
    "98.4 MB",
    "1.00 GB",
    "1.45 GB",
  ]);
  assert.deepEqual([formatShare(0.875), formatShare(1, 0), formatShare(null)], ["87.5 %", "100 %", "–"]);
  assert.deepEqual([950, 12_500, 134_515_008, 1.2e9].map(formatCount), ["950", "12.5 k", "135 M", "1.20 B"]);
});

test("time left is what the running stage says plus what waits; share is by time", () => {
  const run = exampleState({ until: "training" });
  const waiting = run.stages.slice(2).reduce((sum, stage) => sum + (stage.estimate.seconds ?? 0), 0);
  const { active, seconds_left, share } = outlookOf(run);
  assert.equal(active?.id, "train");
  assert.equal(seconds_left, 17 * 5.7 + waiting);
  assert.ok(Math.abs(share - run.seconds / (run.seconds + seconds_left!)) < 1e-9);
});

test("one stage without an estimate, and no time is claimed; the share goes by stages", () => {
  const run = exampleState({ until: "training" });
  run.stages[7]!.estimate.seconds = null;
  const { seconds_left, share } = outlookOf(run);
  assert.equal(seconds_left, null);
  assert.ok(Math.abs(share - (1 + 27 / 44) / 8) < 1e-9);
});

test("a run that is over has nothing left", () => {
  assert.deepEqual(outlookOf(exampleState({})), { active: null, share: 1, seconds_left: null });
  const failed = outlookOf(exampleState({ until: "failed" }));
  assert.deepEqual([failed.active, failed.seconds_left], [null, null]);
});

test("speed is that of the newest steps, memory the largest that was measured", () => {
  const run = exampleState({});
  const train = run.stages[1]!;
  assert.equal(shareOf(train), 1);
  const recent = train.steps.slice(-8);
  const expected =
    recent.reduce((sum, { tokens }) => sum + tokens, 0) / recent.reduce((sum, { seconds }) => sum + seconds, 0);
  assert.equal(tokensPerSecond(train), expected);
  assert.equal(tokensPerSecond({ ...train, steps: [] }), null);
  assert.equal(peakMemory(run), 889 * 1024 * 1024);
});
