import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, test } from "node:test";
import { comparisonSchema } from "../../../src/protocol/comparison.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import type { Workspace } from "../../../src/runs/workspace.ts";
import { cli } from "../cli/cli.ts";
import { dataHash, storedRun } from "./stored-run.ts";

let workspace: Workspace;
let state: RunState;
before(async () => {
  ({ workspace, state } = await storedRun());
});
after(() => rm(workspace.root, { recursive: true, force: true }));

async function compared(...args: string[]) {
  const { code, stdout, stderr } = await cli(["compare", ...args, "--workspace", workspace.root, "--json"]);
  assert.equal(code, 0, stdout + stderr);
  return comparisonSchema.parse(JSON.parse(stdout));
}

test("items that a candidate lost, with the prompt, what was expected and both answers", async () => {
  const { item_changes } = await compared("latest", "--items", "regressed", "--baseline", "base");
  // The base answers items 0, 3 … 27 with text; q8_0 has a wrong field in items 1 and 2.
  assert.deepEqual(item_changes?.counts, { regressed: 2, fixed: 10, same: 28 });
  assert.deepEqual(
    item_changes?.items.map(({ id, a, b }) => [id, a, b]),
    [
      ["item-1", 1, 0],
      ["item-2", 1, 0],
    ],
  );
  const [first] = item_changes!.items;
  assert.equal(first!.prompt, "question item-1");
  assert.match(first!.expected!, /"links":1/);
  assert.match(first!.answer_a!, /"links":1/);
  assert.match(first!.answer_b!, /"links":99/);
});

test("on a terminal the difference to what was expected is marked", async () => {
  const { stdout } = await cli(["compare", "latest", "--of", "q8_0", "--limit", "1", "--workspace", workspace.root]);
  assert.match(stdout, /2 items regressed, 10 were fixed, 28 stayed the same/);
  assert.match(stdout, /11 more/);
  const { stdout: lost } = await cli(["compare", "latest", "--items", "regressed", "--workspace", workspace.root]);
  assert.match(lost, /item-1 {2}regressed {2}100\.0 % → 0\.0 %/);
  assert.match(lost.replace(/\s+/g, " "), /"links":\[-1-\]\{\+99\+\}/);
});

test("several other candidates need a name", async () => {
  const sources = ["base.jsonl", "tuned.jsonl", "tuned.jsonl"];
  const { code, stderr } = await cli(["compare", ...sources, "--items", "all"]);
  assert.equal(code, 1);
  assert.match(stderr, /--of[\s\S]*tuned, tuned#2/);
});

test("score files have items without texts", async () => {
  const { code, stdout } = await cli(["compare", "base.jsonl", "tuned.jsonl", "--items", "fixed", "--json"]);
  assert.equal(code, 0);
  const { item_changes } = comparisonSchema.parse(JSON.parse(stdout));
  assert.equal(item_changes?.counts.fixed, 4);
  assert.ok(
    item_changes.items.every(
      ({ change, expected, answer_b }) => change === "fixed" && expected === null && answer_b === null,
    ),
  );
});

test("a run is compared by the slices that its file names, and by no others", async () => {
  const { slices } = await compared(state.run, "--slice", "language");
  assert.deepEqual(
    slices?.columns.map(({ column, slices: own }) => [column, own.map(({ value, items }) => [value, items])]),
    [
      [
        "language",
        [
          ["en", 20],
          ["zh", 20],
        ],
      ],
    ],
  );
  const { stdout } = await cli(["compare", "latest", "--slice", "language", "--workspace", workspace.root]);
  assert.match(stdout, /Means of `record` by `language`/);
  const refused = await cli(["compare", "latest", "--slice", "customer", "--workspace", workspace.root]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /There are: language/);
});

test("texts that were removed from the store are missing, not an error", async () => {
  await rm(workspace.dataFile(dataHash));
  const { item_changes } = await compared("latest", "--items", "regressed");
  assert.equal(item_changes?.items[0]?.expected, null);
  assert.match(item_changes!.items[0]!.answer_b!, /99/);
});
