import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "../../../src/cli/run-end.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import { exampleState } from "../extension/example-run.ts";

const withChosen = (chosen: string | null): RunState => {
  const run = structuredClone(exampleState({}));
  run.verdict!.chosen = chosen;
  return run;
};

test("with --gate a run is as good as its best candidate, for whoever asks by exit codes", () => {
  assert.equal(codeOf(withChosen("q4_k_m"), true), 0);
  assert.equal(codeOf(withChosen(null), true), 1);
  assert.equal(codeOf(withChosen(null), false), 0);
});

test("a run that compared nothing shows nothing to be good enough", () => {
  assert.equal(codeOf({ ...withChosen("q4_k_m"), verdict: null }, true), 1);
});

test("a run that failed or was stopped says so, with or without --gate", () => {
  for (const gate of [true, false]) {
    assert.equal(codeOf({ ...withChosen("q4_k_m"), state: "failed" }, gate), 1);
    assert.equal(codeOf({ ...withChosen("q4_k_m"), state: "cancelled" }, gate), 130);
  }
});
