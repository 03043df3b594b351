import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Happening, RunEvent } from "../../../src/protocol/event.ts";
import { alarmBoard } from "../../../src/runs/alarms/board.ts";
import { type Budget, watchRun } from "../../../src/runs/alarms/watch.ts";

const HOUR = 3_600_000;
let now = 0;

/** A run whose time the test moves on; `said` are the alarms in the order in which they began and ended. */
function watched(options: { budget?: Budget; memory?: () => number | null } = {}) {
  const said: string[] = [];
  const params: Record<string, unknown>[] = [];
  const exceeded: string[] = [];
  const raise = alarmBoard((happening: Happening) => {
    if (happening.type === "alarm.raised") {
      said.push(`+ ${happening.alarm.slice("alarm-".length)}`);
      params.push(happening.params);
    }
    if (happening.type === "alarm.cleared") said.push(`- ${happening.alarm.slice("alarm-".length)}`);
  });
  const estimate = { memory_bytes: 1e9, seconds: null, disk_bytes: null };
  const watch = watchRun({
    stages: [{ id: "train", kind: "train", estimate }],
    budget: options.budget ?? null,
    raise,
    memory: options.memory ?? (() => null),
    onExceeded: (code) => exceeded.push(code),
    tickMs: 1000,
  });
  let seq = 0;
  const tell = (happening: Happening) => {
    seq += 1;
    const envelope = { v: 1 as const, run: "r", seq, at: "2026-01-02T03:04:05.000Z", elapsed: now / 1000, attempt: 1 };
    watch.onEvent({ ...envelope, ...happening } as RunEvent);
  };
  tell({ type: "stage.started", stage: "train" });
  const step = (number: number, loss: number | null, seconds = 2) => {
    pass(seconds * 1000);
    const rest = { steps: 100, epoch: 0, learning_rate: 1, grad_norm: 1, tokens: 10, threads: 1, seconds_left: null };
    tell({ type: "train.step", stage: "train", step: number, loss, seconds, ...rest });
  };
  return { said, params, exceeded, tell, step, close: watch.close };
}

function pass(milliseconds: number): void {
  for (let left = milliseconds; left > 0; left -= 1000) {
    now += Math.min(1000, left);
    mock.timers.tick(Math.min(1000, left));
  }
}

beforeEach(() => {
  now = 0;
  mock.timers.enable({ apis: ["setInterval"] });
  mock.method(performance, "now", () => now);
});
afterEach(() => mock.reset());

test("silence is an alarm at many times the median step, and over with the next step", () => {
  const { said, params, step } = watched();
  for (let number = 1; number <= 10; number += 1) step(number, 1, 5);
  pass(90_000);
  assert.deepEqual(said, [], "20 × 5 s are not over");
  pass(15_000);
  assert.deepEqual(said, ["+ no-step"]);
  assert.deepEqual(params[0], { seconds: 101, median: 5 });
  step(11, 1, 5);
  assert.deepEqual(said, ["+ no-step", "- no-step"]);
});

test("a silence as long as one that was harmless before is none: validation takes its time", () => {
  const { said, step, tell } = watched();
  for (let number = 1; number <= 6; number += 1) step(number, 1);
  pass(100_000);
  tell({ type: "train.evaluation", stage: "train", step: 6, loss: 1, tokens: 9 });
  const alarms = said.length;
  for (let number = 7; number <= 12; number += 1) step(number, 1);
  pass(150_000);
  assert.equal(said.filter((text) => text.startsWith("+")).length, alarms, said.join(" "));
});

test("a loss that is no number is an alarm with the step, over after three that are", () => {
  const { said, params, step } = watched();
  step(1, 2);
  step(2, null);
  step(3, null);
  assert.deepEqual([said, params], [["+ not-a-number"], [{ step: 2 }]]);
  for (let number = 4; number <= 6; number += 1) step(number, 2);
  assert.deepEqual(said, ["+ not-a-number", "- not-a-number"]);
});

test("a loss that runs away is an alarm; one that only jumps is not", () => {
  const jumping = watched();
  for (let number = 1; number <= 40; number += 1) jumping.step(number, number % 7 === 0 ? 3 : 1);
  assert.deepEqual(jumping.said, []);
  const running = watched();
  for (let number = 1; number <= 20; number += 1) running.step(number, 1);
  for (let number = 21; number <= 32; number += 1) running.step(number, 5);
  assert.deepEqual(running.said, ["+ loss-diverged"]);
  assert.equal(running.params[0]?.lowest, 1);
});

test("memory beyond the estimate is said once, with both numbers, and is over with the stage", () => {
  const { said, params, tell } = watched({ memory: () => 1.6e9 });
  pass(3000);
  assert.deepEqual([said, params], [["+ memory"], [{ used: "1.60 GB", estimate: "1.00 GB" }]]);
  tell({ type: "stage.cancelled", stage: "train", seconds: 3 });
  assert.deepEqual(said, ["+ memory", "- memory"]);
});

test("a budget of hours ends the run, or only says so where that is asked for", () => {
  const strict = watched({ budget: { hours: 1, on_exceed: "stop" } });
  now += HOUR;
  pass(1000);
  assert.deepEqual([strict.said, strict.exceeded[0]], [["+ budget-hours"], "budget-hours-reached"]);
  strict.close();
  const lenient = watched({ budget: { hours: 1, on_exceed: "warn" } });
  now += HOUR;
  pass(1000);
  assert.deepEqual([lenient.said, lenient.exceeded], [["+ budget-hours"], []]);
});

test("a clock that is set back changes nothing: durations are monotonic", () => {
  const wall = mock.method(Date, "now", () => 1_800_000_000_000);
  const { said, step } = watched({ budget: { hours: 1, on_exceed: "stop" } });
  step(1, 1);
  wall.mock.mockImplementation(() => 1_600_000_000_000);
  for (let number = 2; number <= 10; number += 1) step(number, 1);
  assert.deepEqual(said, []);
});
