import assert from "node:assert/strict";
import test from "node:test";
import { checkAgainst } from "../../../src/evaluation/against.ts";
import { judge } from "../../../src/evaluation/judge.ts";
import { say } from "../../../src/evaluation/say.ts";
import type { ScoreRow } from "../../../src/protocol/item.ts";
import { candidate, every, judged, records } from "./judged.ts";

const items = records(120);
const good_enough = [{ metric: "record", margin: 0.05, against: "scores/today.jsonl" }];

/** Today's process: right but for `wrong`; without the items of `lacking`. */
function today(wrong: number[], lacking: number[] = []): ScoreRow[] {
  return items.flatMap(({ id }, index) =>
    lacking.includes(index) ? [] : [{ id, scores: { record: wrong.includes(index) ? 0 : 1 } }],
  );
}

function verdictOf(own: number[], rows: ScoreRow[]) {
  const candidates = [candidate(items, "reference", "reference", 2e8, { field: own })];
  return judge(judged(items, candidates, { good_enough }, { against: new Map([["scores/today.jsonl", rows]]) }))
    .verdict;
}

test("a model that is right where today's process is holds the margin against its score file", () => {
  const { candidates, chosen, notes } = verdictOf(every(10, 5), today(every(10, 5)));
  const [gate] = candidates[0]!.gates;
  assert.equal(gate!.holds, true);
  assert.equal(chosen, "reference");
  assert.deepEqual(notes, []);
  assert.match(say(gate!.saying), /loses at most \d\.\d points against scores\/today\.jsonl/);
});

test("a model that loses many of today's items fails it", () => {
  const [gate] = verdictOf(every(3, 40), today(every(10, 5))).candidates[0]!.gates;
  assert.equal(gate!.holds, false);
});

test("items that today's process was not asked are left out and counted, not scored as its failures", () => {
  // Were the 60 lacking items failures of today's process, the model would look far better than it.
  const { candidates, notes } = verdictOf([1, 21, 41], today([], every(2, 60)));
  const [gate] = candidates[0]!.gates;
  assert.equal(gate!.holds, null);
  assert.match(say(gate!.saying), /with 60 items/);
  assert.match(say(notes[0]!), /has no score of `record` for 60 of 120 test items/);
});

test("a score file that shares nothing decides nothing, and is refused before the run", () => {
  const [gate] = verdictOf([], [{ id: "elsewhere", scores: { record: 1 } }]).candidates[0]!.gates;
  assert.equal(gate!.holds, null);
  const codes = (rows: ScoreRow[]) =>
    checkAgainst(rows, { metrics: ["record"], items, shown: "today.jsonl" }).map(({ code, severity }) => [
      code,
      severity,
    ]);
  assert.deepEqual(codes([{ id: "elsewhere", scores: { record: 1 } }]), [["against-other-items", "error"]]);
  assert.deepEqual(codes([{ id: "item-1", scores: { exact: 1 } }]), [["against-without-metric", "error"]]);
  assert.deepEqual(codes([{ id: "item-1", scores: { record: 80 } }]), [["against-no-share", "error"]]);
  assert.deepEqual(codes(today([], [3])), [["against-lacks-items", "warning"]]);
  assert.deepEqual(codes(today([])), []);
});

test("repeats of today's process are averaged for each item", () => {
  const rows = items.flatMap(({ id }) => [0, 1].map((repeat) => ({ id, repeat, scores: { record: repeat } })));
  const [gate] = verdictOf(every(2, 60), rows).candidates[0]!.gates;
  // Half right on average against half of the items right: no difference in the mean, much in the single items.
  assert.equal(gate!.holds, null);
});
