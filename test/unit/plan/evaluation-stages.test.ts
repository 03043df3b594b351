import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlanFacts } from "../../../src/plan/facts.ts";

import { anew, data, demo, facts, ids, plan, split } from "./world.ts";

const general = {
  ...split("general", 96),
  version: 1,
  decode: { temperature: 0, max_tokens: 48, constrain: "none" as const },
};
const withGeneral: PlanFacts = { ...facts, data: () => ({ ...data, general }) };
const validated = { ...demo.data, validation: { from: "train", share: 0.1 } };

test("`forgetting` asks base and tuned model the general set, and asks the user's questions of nobody again", () => {
  const evaluate = { ...demo.evaluate, forgetting: { margin: 0.1 } };
  const made = plan({ evaluate }, withGeneral);
  assert.deepEqual(anew(plan(), made), ["evaluate:general/base", "evaluate:general", "compare"]);
  const compare = made.stages.at(-1)!;
  assert.ok(compare.inputs.includes("evaluate:general/base") && compare.inputs.includes("evaluate:general"));
  assert.ok(made.stages.every(({ estimate }) => estimate !== undefined));
});

test("variants that train alike share their general answers; the untouched base is asked once", () => {
  const matrix = { "train.adapter.rank": [8, 16] };
  const made = plan({ evaluate: { ...demo.evaluate, forgetting: {} }, matrix }, withGeneral);
  const asked = ids(made).filter((id) => id.includes("general"));
  assert.deepEqual(asked, ["evaluate:rank=8/general/base", "evaluate:rank=8/general", "evaluate:rank=16/general"]);
});

test("`select: validation` has every variant's reference answer the validation rows; one variant has nothing to choose", () => {
  const evaluate = { ...demo.evaluate, select: "validation" as const };
  const matrix = { "train.adapter.rank": [8, 16] };
  const made = plan({ data: validated, evaluate, matrix });
  const asked = ids(made).filter((id) => id.includes("validation"));
  assert.deepEqual(asked, ["evaluate:rank=8/validation", "evaluate:rank=16/validation"]);
  const { work } = made.stages.at(-1)!;
  assert.deepEqual(work.kind === "compare" && work.selection?.references.map(({ name }) => name), [
    "rank=8/reference",
    "rank=16/reference",
  ]);
  const alone = plan({ data: validated, evaluate });
  const { work: single } = alone.stages.at(-1)!;
  assert.ok(single.kind === "compare" && single.selection === undefined);
});

test("a table of slices and today's scores are in the comparison's key and in no other", () => {
  const world: PlanFacts = {
    ...facts,
    data: () => ({ ...data, test: { ...data.test!, slices: "table" }, against: { "today.jsonl": "scores" } }),
  };
  assert.deepEqual(anew(plan(), plan({}, world)), ["compare"]);
});
