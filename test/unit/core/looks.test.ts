import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { looksBefore } from "../../../src/core/looks.ts";
import { emptyRun } from "../../../src/runs/fold.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";

let workspace: Workspace;
beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "deepextension looks-")));
  await createStore(workspace);
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

const id = (number: number) => `019ab3f2-7c1${number}-7d2a-9c4e-2b8f5d0a1c33`;

/** A run that compared candidates, named by their keys, on the rows of a hash. */
async function look(number: number, items: string, answers: string[], finished = true): Promise<void> {
  const key = `compare-${number}`;
  const stages = [
    ...answers.map((name) => ({ id: `evaluate:${name}`, kind: "evaluate", key: name, work: { kind: "evaluate" } })),
    {
      id: "compare",
      kind: "compare",
      key,
      work: { items, candidates: answers.map((name) => ({ stage: `evaluate:${name}` })) },
    },
  ];
  await mkdir(workspace.runFolder(id(number)), { recursive: true });
  await writeFile(path.join(workspace.runFolder(id(number)), "plan.json"), JSON.stringify({ stages }));
  if (!finished) return;
  await mkdir(workspace.artifactFolder(key), { recursive: true });
  await writeFile(path.join(workspace.artifactFolder(key), "manifest.json"), "{}");
}

const looksOf = (number: number) => looksBefore(workspace, emptyRun(id(number)));

test("looks at the same rows before this run are counted, with the different candidates", async () => {
  await look(1, "rows", ["base", "rank8"]);
  await look(2, "rows", ["base", "rank16"]);
  await look(3, "other rows", ["base", "rank32"]);
  await look(4, "rows", ["base", "rank64"], false);
  await look(5, "rows", ["base", "rank16"]);
  await look(6, "rows", ["base", "later"]);
  assert.deepEqual(await looksOf(5), { runs: 2, candidates: 3 });
  assert.deepEqual(await looksOf(1), { runs: 0, candidates: 2 });
});

test("a run that compared nothing has no looks; another's damaged plan is passed over", async () => {
  await mkdir(workspace.runFolder(id(1)), { recursive: true });
  await writeFile(path.join(workspace.runFolder(id(1)), "plan.json"), '{"stages": 3');
  await look(2, "rows", ["base"]);
  assert.equal(await looksOf(1), undefined);
  assert.deepEqual(await looksOf(2), { runs: 0, candidates: 1 });
});
