import assert from "node:assert/strict";
import { test } from "node:test";
import type { Happening, RunEvent } from "../../../src/protocol/event.ts";
import { parseEvents } from "../../../src/runs/event-log.ts";
import { applyEvent, emptyRun, foldEvents } from "../../../src/runs/fold.ts";
import { plannedStage, runStarted } from "./fixtures.ts";

function events(...happenings: Happening[]): RunEvent[] {
  return happenings.map((happening, index) => ({
    v: 1,
    run: "r",
    seq: index + 1,
    at: `2026-11-24T10:00:0${index % 10}.000Z`,
    elapsed: index,
    attempt: 1,
    ...happening,
  }));
}

const step = (number: number, loss: number | null): Happening => ({
  type: "train.step",
  stage: "train",
  step: number,
  steps: 4,
  epoch: number / 4,
  loss,
  learning_rate: 0.002,
  grad_norm: 1,
  tokens: 100,
  seconds: 1,
  threads: 2,
  seconds_left: 4 - number,
});

test("a run's state is what its events say, whether folded at once or one by one", () => {
  const log = events(
    runStarted([plannedStage("train", "train"), plannedStage("evaluate:base", "evaluate")]),
    { type: "stage.started", stage: "train" },
    step(1, 2.5),
    step(2, 1.5),
    { type: "train.evaluation", stage: "train", step: 2, loss: 1.7, tokens: 50 },
    {
      type: "stage.finished",
      stage: "train",
      key: "k",
      seconds: 3,
      peak_memory_bytes: 9e8,
      bytes: 2e7,
      facts: { a: 1 },
    },
    { type: "stage.reused", stage: "evaluate:base", key: "k2", from: "earlier" },
    { type: "run.finished", state: "succeeded", seconds: 4 },
  );
  const whole = foldEvents("r", log);
  const stepwise = emptyRun("r");
  for (const event of log) applyEvent(stepwise, event);
  assert.deepEqual(stepwise, whole);

  assert.equal(whole.state, "succeeded");
  const [train, evaluate] = whole.stages;
  assert.equal(train?.state, "finished");
  assert.deepEqual(
    train?.steps.map(({ step: number, loss }) => [number, loss]),
    [
      [1, 2.5],
      [2, 1.5],
    ],
  );
  assert.deepEqual(train?.evaluations, [{ step: 2, loss: 1.7 }]);
  assert.equal(evaluate?.state, "reused");
  assert.equal(evaluate?.reused_from, "earlier");
});

test("an event read twice counts once", () => {
  const log = events(runStarted([plannedStage("train", "train")]), step(1, 2), step(2, 1));
  const state = foldEvents("r", [...log, ...log]);
  assert.equal(state.stages[0]?.steps.length, 2);
});

test("a resumed training replaces the steps that it does again", () => {
  const log = events(
    runStarted([plannedStage("train", "train")]),
    step(1, 3),
    step(2, 2),
    step(3, 1),
    { type: "train.resumed", stage: "train", step: 1 },
    step(2, 2.1),
  );
  const steps = foldEvents("r", log).stages[0]?.steps.map(({ step: number, loss }) => [number, loss]);
  assert.deepEqual(steps, [
    [1, 3],
    [2, 2.1],
  ]);
});

test("a loss that is not a number leaves a gap, not a crash", () => {
  const state = foldEvents("r", events(runStarted([plannedStage("train", "train")]), step(1, null)));
  assert.equal(state.stages[0]?.steps[0]?.loss, null);
});

test("torn, unknown and foreign lines are counted and cost nothing else", () => {
  const good = events(runStarted([plannedStage("train", "train")]), step(1, 2)).map((event) => JSON.stringify(event));
  const future = JSON.stringify({ ...JSON.parse(good[0]!), seq: 9, type: "train.telepathy" });
  const { events: read, skipped } = parseEvents(
    [good[0], future, "\u0000\u0000", good[1], good[1]!.slice(0, 40)].join("\n"),
  );
  assert.equal(read.length, 2);
  assert.equal(skipped, 3);
  assert.equal(foldEvents("r", read, skipped).skipped_events, 3);
});

test("an event of a stage that the run did not plan is counted as skipped", () => {
  const state = foldEvents(
    "r",
    events(runStarted([plannedStage("train", "train")]), { type: "stage.started", stage: "ghost" }),
  );
  assert.equal(state.skipped_events, 1);
});

test("a running stage's memory is its last reading, its peak stays when it is over", () => {
  const log = events(
    runStarted([plannedStage("train", "train")]),
    { type: "stage.started", stage: "train" },
    { type: "stage.memory", stage: "train", bytes: 700, peak_bytes: 900 },
    { type: "stage.memory", stage: "train", bytes: 650, peak_bytes: 900 },
  );
  const running = foldEvents("r", log).stages[0]!;
  assert.deepEqual([running.memory_bytes, running.peak_memory_bytes], [650, 900]);
  const over = foldEvents("r", [
    ...log,
    ...events({ type: "stage.cancelled", stage: "train", seconds: 3 }).map((event) => ({ ...event, seq: 5 })),
  ]).stages[0]!;
  assert.deepEqual([over.memory_bytes, over.peak_memory_bytes], [undefined, 900]);
});
