import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { copyRun } from "../../../src/core/copy-run.ts";
import { commitArtifact, findArtifact, temporaryArtifact } from "../../../src/runs/artifacts.ts";
import { findGarbage, removeGarbage } from "../../../src/runs/collect.ts";
import { identify } from "../../../src/runs/process-identity.ts";
import { newRunId } from "../../../src/runs/run-id.ts";
import { deleteRun, deletionOf, emptyTrash, restoreRun, trashEntries } from "../../../src/runs/trash.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { exampleLog } from "../extension/example-run.ts";

let workspace: Workspace;
const keys = ["a", "b", "c", "d"].map((letter) => letter.repeat(64)) as [string, string, string, string];
const data = "e".repeat(64);
const runFile = `# my experiment
version: 1
name: mail
model: smollm2-135m-instruct # small
data: { train: t.jsonl, test: e.jsonl, prompt: "{{a}}", answer: "{{b}}" }
train:
  learning_rate: 2e-3 # tried before
`;

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "回收 trash-")));
  await createStore(workspace);
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

let clock = Date.UTC(2026, 10, 24);
function nextId(): string {
  clock += 1000;
  return newRunId(clock);
}

async function put(needs: readonly string[], options: Parameters<typeof exampleLog>[0] = {}): Promise<string> {
  const run = nextId();
  const folder = workspace.runFolder(run);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "owner.json"), JSON.stringify(identify()));
  await writeFile(path.join(folder, "run.yaml"), runFile);
  await writeFile(path.join(folder, "events.jsonl"), exampleLog(options));
  await writeFile(path.join(folder, "plan.json"), JSON.stringify({ stages: needs.map((key) => ({ key })) }));
  return run;
}

async function artifact(key: string, content = "weights"): Promise<void> {
  const folder = await temporaryArtifact(workspace);
  await writeFile(path.join(folder, "model.gguf"), content);
  await commitArtifact(workspace, folder, { key, kind: "merge", run: "r", stage: "merge", recipe: {}, facts: {} });
}

const artifacts = async () => (await readdir(path.join(workspace.store, "artifacts"))).sort();
const runs = async () => (await readdir(path.join(workspace.store, "runs"))).sort();

test("a preview says what goes, what stays, and who uses it, and changes nothing", async () => {
  for (const key of keys.slice(0, 3)) await artifact(key);
  const run = await put(keys.slice(0, 3));
  const other = await put([keys[1]]);
  await writeFile(path.join(workspace.store, "releases.jsonl"), `${JSON.stringify({ artifact: keys[2] })}\n`);
  const deletion = await deletionOf(workspace, run);
  assert.deepEqual(
    deletion.artifacts.map(({ key }) => key),
    [keys[0]],
  );
  assert.deepEqual(deletion.kept, [
    { key: keys[1], runs: 1, released: false },
    { key: keys[2], runs: 0, released: true },
  ]);
  assert.deepEqual(deletion.dependents, [other]);
  assert.ok(deletion.bytes > 7);
  assert.deepEqual([await artifacts(), await runs()], [keys.slice(0, 3), [run, other].sort()]);
});

test("a deleted run comes back as it was, with its artifacts", async () => {
  await artifact(keys[0]);
  await artifact(keys[1]);
  const run = await put([keys[0], keys[1]]);
  await put([keys[1]]);
  const before = await readFile(path.join(workspace.runFolder(run), "events.jsonl"), "utf8");
  await deleteRun(workspace, run);
  assert.deepEqual([await artifacts(), (await runs()).length], [[keys[1]], 1]);
  const [entry] = await trashEntries(workspace);
  assert.deepEqual([entry?.run, entry?.name], [run, "mail-triage"]);
  await restoreRun(workspace, run);
  assert.equal(await readFile(path.join(workspace.runFolder(run), "events.jsonl"), "utf8"), before);
  assert.ok(await findArtifact(workspace, keys[0]));
  assert.deepEqual(await trashEntries(workspace), []);
  assert.deepEqual(await readdir(path.join(workspace.store, "trash")), []);
});

test("what was made again meanwhile stays, and the run comes back all the same", async () => {
  await artifact(keys[0], "first");
  const run = await put([keys[0]]);
  await deleteRun(workspace, run);
  await artifact(keys[0], "again");
  await restoreRun(workspace, run);
  const found = await findArtifact(workspace, keys[0]);
  assert.equal(await readFile(path.join(found!.folder, "model.gguf"), "utf8"), "again");
});

test("a live run is not deleted; a damaged one may be", async () => {
  const live = await put([], { until: "training" });
  await assert.rejects(deleteRun(workspace, live), { code: "run-still-running" });
  const damaged = nextId();
  await mkdir(path.join(workspace.runFolder(damaged), "events.jsonl"), { recursive: true });
  await assert.rejects(findGarbage(workspace), { code: "needs-unknown" });
  await deleteRun(workspace, damaged);
  assert.deepEqual(await runs(), [live]);
  await assert.rejects(deleteRun(workspace, newRunId()), { code: "run-not-found" });
  await assert.rejects(restoreRun(workspace, newRunId()), { code: "run-not-in-trash" });
});

test("emptying the trash is for good", async () => {
  await artifact(keys[0]);
  const run = await put([keys[0]]);
  await deleteRun(workspace, run);
  assert.ok((await emptyTrash(workspace)) > 7);
  await assert.rejects(restoreRun(workspace, run), { code: "run-not-in-trash" });
});

test("garbage is what no run and no release needs, and what may still be in the making is none", async () => {
  for (const key of keys) await artifact(key);
  await put([keys[0], data]);
  await writeFile(path.join(workspace.store, "releases.jsonl"), `${JSON.stringify({ artifact: keys[1] })}\n`);
  await writeFile(workspace.dataFile(data), "{}\n");
  await writeFile(workspace.dataFile("f".repeat(64)), "{}\n");
  await mkdir(workspace.workFolder(keys[3]));
  await mkdir(path.join(workspace.store, "artifacts", ".tmp-new"));
  await mkdir(path.join(workspace.store, "artifacts", `${keys[0]}.damaged-1`));
  const found = async (now: number) =>
    (await findGarbage(workspace, now)).map(({ kind, path: name }) => `${kind} ${name.slice(0, 14)}`);
  const now = Date.now();
  assert.deepEqual(await found(now), [`damaged artifacts/aaaa`, `artifact artifacts/cccc`, `artifact artifacts/dddd`]);
  assert.deepEqual(await found(now + 25 * 3600 * 1000), [
    `damaged artifacts/aaaa`,
    `artifact artifacts/cccc`,
    `artifact artifacts/dddd`,
    `unfinished artifacts/.tmp`,
    `unfinished work/ddddddddd`,
    `data data/fffffffff`,
  ]);
  const freed = await removeGarbage(workspace, await findGarbage(workspace, now + 25 * 3600 * 1000));
  assert.ok(freed > 14);
  assert.deepEqual(await artifacts(), [keys[0], keys[1]]);
  assert.ok((await stat(workspace.dataFile(data))).isFile());
  assert.deepEqual(await findGarbage(workspace, now + 25 * 3600 * 1000), []);
});

test("a run without a plan needs what its log says", async () => {
  const run = await put([], {});
  await rm(path.join(workspace.runFolder(run), "plan.json"));
  const [, key] = /"key":"([0-9a-f]{64})"/.exec(exampleLog()) ?? [];
  await artifact(key!);
  assert.deepEqual(await findGarbage(workspace), []);
});

test("copying takes the run file as it ran, with its comments, and what is to be different", async () => {
  const run = await put([]);
  await writeFile(path.join(workspace.root, "mail-triage.run.yaml"), "edited: since\n");
  const changes = new Map([
    ["train.learning_rate", "1e-3"],
    ["train.adapter.rank", "4"],
    ["quantize", "[q8_0]"],
  ]);
  const copied = await copyRun({ workspace, run, changes });
  assert.equal(path.basename(copied.file), "mail-triage-2.run.yaml");
  assert.deepEqual([copied.name, copied.problems], ["mail-triage-2", []]);
  const text = await readFile(copied.file, "utf8");
  assert.match(text, /^# my experiment/);
  assert.match(text, /learning_rate: (1e-3|0\.001) # tried before/);
  assert.match(text, /rank: 4/);
  assert.match(text, /name: mail-triage-2\n/);
  assert.doesNotMatch(text, /edited/);
  assert.equal(path.basename((await copyRun({ workspace, run, changes })).file), "mail-triage-3.run.yaml");
});

test("a change that makes no sense is told as a problem of the new file; one that can't be written is refused", async () => {
  const run = await put([]);
  const { problems } = await copyRun({ workspace, run, changes: new Map([["train.warmpu", "1"]]) });
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["unknown-key"],
  );
  const refuse = (change: [string, string]) => copyRun({ workspace, run, changes: new Map([change]) });
  await assert.rejects(refuse(["train..x", "1"]), { code: "change-not-valid" });
  await assert.rejects(refuse(["train", "{"]), { code: "change-not-valid" });
  const output = path.join(workspace.root, "mine.run.yaml");
  await writeFile(output, "");
  await assert.rejects(copyRun({ workspace, run, changes: new Map(), output }), { code: "file-exists" });
  await rm(path.join(workspace.runFolder(run), "run.yaml"));
  await assert.rejects(copyRun({ workspace, run, changes: new Map() }), { code: "run-file-gone" });
});
