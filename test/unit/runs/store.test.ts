import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  commitArtifact,
  findArtifact,
  type Recipe,
  temporaryArtifact,
  verifyArtifact,
} from "../../../src/runs/artifacts.ts";
import { openEventLog, readEvents } from "../../../src/runs/event-log.ts";
import { listRuns, resolveRun } from "../../../src/runs/history.ts";
import { readRun } from "../../../src/runs/list.ts";
import { identify, isAlive } from "../../../src/runs/process-identity.ts";
import { newRunId, runIdPattern } from "../../../src/runs/run-id.ts";
import { createStore, findWorkspace, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { plannedStage, runStarted } from "./fixtures.ts";

let workspace: Workspace;
const key = "a".repeat(64);
const recipe: Recipe = { key, kind: "merge", run: "r", stage: "merge", recipe: { kind: "merge" }, facts: {} };

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "deepextension 客服-")));
  await createStore(workspace);
});
afterEach(() => rm(workspace.root, { recursive: true, force: true }));

async function makeArtifact(content = "weights"): Promise<void> {
  const folder = await temporaryArtifact(workspace);
  await mkdir(path.join(folder, "scores"));
  await writeFile(path.join(folder, "model.gguf"), content);
  await writeFile(path.join(folder, "scores", "base.jsonl"), "{}\n");
  await commitArtifact(workspace, folder, recipe);
}

test("a committed artifact is found, whole and verified", async () => {
  assert.equal(await findArtifact(workspace, key), null);
  await makeArtifact();
  const found = await findArtifact(workspace, key);
  assert.deepEqual(
    found?.manifest.files.map((file) => file.path),
    ["model.gguf", "scores/base.jsonl"],
  );
  assert.deepEqual(await verifyArtifact(found!), []);
  const left = await readdir(path.join(workspace.store, "artifacts"));
  assert.deepEqual(left, [key], "no temporary folder stays behind");
});

test("the second of two equal artifacts is discarded and the first kept", async () => {
  await makeArtifact("first");
  await makeArtifact("other");
  const found = await findArtifact(workspace, key);
  assert.equal(await readFile(path.join(found!.folder, "model.gguf"), "utf8"), "first");
  assert.deepEqual(await readdir(path.join(workspace.store, "artifacts")), [key]);
});

test("a damaged artifact is moved aside and said, never used", async () => {
  await makeArtifact();
  await truncate(path.join(workspace.artifactFolder(key), "model.gguf"), 3);
  let reason = "";
  const found = await findArtifact(workspace, key, (_folder, why) => {
    reason = why;
  });
  assert.equal(found, null);
  assert.match(reason, /model\.gguf has 3 bytes in place of 7/);
  const [aside] = await readdir(path.join(workspace.store, "artifacts"));
  assert.match(aside ?? "", /\.damaged-/);
});

test("verification finds bytes of the right size and the wrong content", async () => {
  await makeArtifact();
  await writeFile(path.join(workspace.artifactFolder(key), "model.gguf"), "WEIGHTS");
  const found = await findArtifact(workspace, key);
  assert.deepEqual(await verifyArtifact(found!), ["model.gguf"]);
});

test("a log is numbered, complete and readable while it is written", async () => {
  const run = newRunId();
  const folder = workspace.runFolder(run);
  await mkdir(folder, { recursive: true });
  const log = await openEventLog({ folder, run });
  log.append(runStarted([plannedStage("train", "train")]));
  log.append({ type: "stage.started", stage: "train" });
  await log.close();
  const { events, skipped } = await readEvents(folder);
  assert.deepEqual(
    events.map(({ seq, type }) => [seq, type]),
    [
      [1, "run.started"],
      [2, "stage.started"],
    ],
  );
  assert.equal(skipped, 0);
});

test("a log that the disk refuses is told to the run and thrown at the end", {
  skip: process.platform !== "linux",
}, async () => {
  const folder = path.join(workspace.root, "full");
  await mkdir(folder);
  // Every write to /dev/full fails with ENOSPC, as on a full disk.
  await import("node:fs/promises").then(({ symlink }) => symlink("/dev/full", path.join(folder, "events.jsonl")));
  let told: unknown;
  const log = await openEventLog({
    folder,
    run: "r",
    onFailure: (error) => {
      told = error;
    },
  });
  log.append({ type: "stage.started", stage: "train" });
  await assert.rejects(log.close(), { code: "ENOSPC" });
  assert.equal((told as NodeJS.ErrnoException).code, "ENOSPC");
});

async function startedRun(name: string, at: number, pid: number): Promise<string> {
  const run = newRunId(at);
  const folder = workspace.runFolder(run);
  await mkdir(folder, { recursive: true });
  const log = await openEventLog({ folder, run });
  log.append({ ...runStarted([plannedStage("train", "train")]), name } as ReturnType<typeof runStarted>);
  await log.close();
  await writeFile(path.join(folder, "owner.json"), JSON.stringify({ ...identify(pid), pid }));
  return run;
}

test("runs are listed newest first; one damaged run does not hide the others", async () => {
  const old = await startedRun("old", 1_700_000_000_000, process.pid);
  const fresh = await startedRun("fresh", 1_700_000_100_000, process.pid);
  const broken = newRunId(1_700_000_050_000);
  await mkdir(path.join(workspace.runFolder(broken), "events.jsonl"), { recursive: true });
  const { runs, damaged } = await listRuns(workspace);
  assert.deepEqual(
    runs.map(({ run }) => run),
    [fresh, old],
  );
  assert.deepEqual(
    damaged.map(({ run }) => run),
    [broken],
  );
});

test("a run can be called by id, beginning, name or latest; an unknown one is named in the error", async () => {
  const old = await startedRun("triage", 1_700_000_000_000, process.pid);
  const fresh = await startedRun("replies", 1_800_000_000_000, process.pid);
  assert.equal(await resolveRun(workspace, "latest"), fresh);
  assert.equal(await resolveRun(workspace, "triage"), old);
  assert.equal(await resolveRun(workspace, old.slice(0, 13)), old);
  await assert.rejects(resolveRun(workspace, "nothing"), { code: "run-not-found" });
});

test("a run whose process is gone is interrupted, not running for ever", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const run = await startedRun("killed", Date.now(), child.pid!);
  assert.equal((await readRun(workspace, run)).state, "running");
  const closed = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGKILL");
  await closed;
  assert.equal((await readRun(workspace, run)).state, "interrupted");
});

test("a pid that was given to another process is not taken for the old one", {
  skip: process.platform !== "linux",
}, () => {
  const mine = identify();
  assert.equal(isAlive(mine), true);
  assert.equal(isAlive({ pid: mine.pid, started: mine.started! - 1 }), false);
});

test("run ids are UUIDs of version 7 that sort by time", () => {
  const ids = [1, 2, 3].map((second) => newRunId(1_700_000_000_000 + second * 1000));
  assert.ok(ids.every((id) => runIdPattern.test(id)));
  assert.deepEqual([...ids].sort(), ids);
});

test("the workspace is the nearest store or Git root upward, else the file's own folder", async () => {
  const nested = path.join(workspace.root, "a", "b");
  await mkdir(nested, { recursive: true });
  assert.equal((await findWorkspace(path.join(nested, "x.run.yaml"))).root, workspace.root);
  await mkdir(path.join(workspace.root, "a", ".git"));
  assert.equal((await findWorkspace(path.join(nested, "x.run.yaml"))).root, path.join(workspace.root, "a"));
});
