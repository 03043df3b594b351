import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { progressView } from "../../../src/cli/progress.ts";
import { StatusLine } from "../../../src/cli/status-line.ts";
import { cells, clipped, table } from "../../../src/cli/table.ts";
import type { Happening, RunEvent } from "../../../src/protocol/event.ts";
import { applyEvent, emptyRun } from "../../../src/runs/fold.ts";
import { plannedStage, runStarted } from "../runs/fixtures.ts";
import { recorder, recordingIo } from "./recorder.ts";

/** Plays events at given seconds; returns what was written. */
function play(happenings: [elapsed: number, happening: Happening][], isTty: boolean): string {
  const err = recorder(isTty);
  const view = progressView(recordingIo({ err }));
  const state = emptyRun("r");
  happenings.forEach(([elapsed, happening], index) => {
    const envelope = { v: 1 as const, run: "r", seq: index + 1, at: "2026-01-01T00:00:00Z", elapsed, attempt: 1 };
    const event: RunEvent = { ...envelope, ...happening };
    applyEvent(state, event);
    view.onEvent(event, state);
  });
  view.close();
  return err.text;
}

const progress = (done: number): Happening => ({
  type: "stage.progress",
  stage: "convert",
  done,
  total: 100,
  unit: "tensors",
  seconds_left: 100 - done,
});
const start: [number, Happening][] = [
  [0, runStarted([plannedStage("convert", "convert")])],
  [0, { type: "stage.started", stage: "convert" }],
];
const finish: [number, Happening] = [
  40,
  { type: "stage.finished", stage: "convert", key: "k", seconds: 40, peak_memory_bytes: null, bytes: 1, facts: {} },
];
const steady = Array.from({ length: 40 }, (_, second): [number, Happening] => [second, progress(second)]);

describe("progress", () => {
  test("without a terminal: the start, the end, and a line about every ten seconds between", () => {
    const lines = play([...start, ...steady, finish], false)
      .trimEnd()
      .split("\n");
    assert.deepEqual([lines[0], lines[1], lines.at(-1)], ["Run r", "… convert", "✓ convert  40 s"]);
    assert.equal(lines.length, 3 + 3);
    assert.match(lines[2]!, /^convert [█░]{16} 10\/100 tensors, 1 min 30 s left.*, 1\.0\/s/);
    assert.ok(!lines.join("").includes("\r"));
  });

  test("on a terminal: one line that is drawn over, and the ends of stages above it", () => {
    const text = play([...start, [1, progress(1)], finish], true);
    assert.ok(text.includes("\r\u001b[2Kconvert"), JSON.stringify(text));
    assert.ok(text.endsWith("\r\u001b[2K✓ convert  40 s\n"), JSON.stringify(text));
  });

  test("a reused and a failed stage are said in words", () => {
    const error = { code: "memory-too-small", params: { stage: "train", needed: "9 GB", total: "8 GB" }, message: "" };
    const text = play(
      [
        start[0]!,
        [0, { type: "stage.reused", stage: "convert", key: "k", from: "0199a1b2-c3d4-7e5f" }],
        [1, { type: "stage.failed", stage: "convert", seconds: 1, error }],
      ],
      false,
    );
    assert.match(text, /✓ convert {2}reused from run 0199a1b2-c3d4\n/);
    assert.match(text, /✗ convert {2}.*9 GB.*\(memory-too-small\)/);
  });
});

test("the status line is drawn at most ten times a second, and cut to the terminal's width", () => {
  const output = recorder(true);
  const line = new StatusLine(output);
  line.draw("first", 1000);
  line.draw("second", 1050);
  line.draw("x".repeat(200), 1100);
  assert.ok(!output.text.includes("second"));
  assert.ok(output.text.endsWith(`${"x".repeat(98)}…`));
});

test("columns line up under Chinese characters", () => {
  assert.equal(cells("客服ab"), 6);
  assert.deepEqual(
    table(
      [
        ["客服", "1"],
        ["ab", "20"],
      ],
      new Set([1]),
    ),
    ["客服   1", "ab    20"],
  );
  assert.equal(clipped("客服数据", 5), "客服…");
});
