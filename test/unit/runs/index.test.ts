import assert from "node:assert/strict";
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { annotateRun, foldAnnotations, readAnnotations } from "../../../src/runs/annotations.ts";
import { openRunIndex, type RunIndex } from "../../../src/runs/index/run-index.ts";
import { allowsWal, loadSqlite } from "../../../src/runs/index/sqlite.ts";
import { readRun } from "../../../src/runs/list.ts";
import { identify } from "../../../src/runs/process-identity.ts";
import { newRunId } from "../../../src/runs/run-id.ts";
import { createStore, type Workspace, workspaceAt } from "../../../src/runs/workspace.ts";
import { exampleEvents, exampleLog } from "../extension/example-run.ts";

let workspace: Workspace;
let index: RunIndex;
const runFile = `version: 1
name: mail-triage
model: smollm2-135m-instruct
data: { train: t.jsonl, test: e.jsonl, prompt: "{{a}}", answer: "{{b}}" }
train: { learning_rate: 2e-3, adapter: { type: lora, rank: 8 } }
`;

beforeEach(async () => {
  workspace = workspaceAt(await mkdtemp(path.join(tmpdir(), "索引 index-")));
  await createStore(workspace);
  index = await openRunIndex(workspace);
});
afterEach(async () => {
  index.close();
  await rm(workspace.root, { recursive: true, force: true });
});

const logOf = (run: string) => path.join(workspace.runFolder(run), "events.jsonl");
let clock = Date.UTC(2026, 10, 24);
function nextId(): string {
  clock += 1000;
  return newRunId(clock);
}

async function put(log: string, run = nextId(), owner: object = identify()): Promise<string> {
  const folder = workspace.runFolder(run);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "owner.json"), JSON.stringify(owner));
  await writeFile(path.join(folder, "run.yaml"), runFile);
  await writeFile(logOf(run), log);
  return run;
}

async function reopened(): Promise<RunIndex> {
  index.close();
  index = await openRunIndex(workspace);
  return index;
}

test("runs newest first, as their logs say, and again from the index alone", async () => {
  const runs = [await put(exampleLog()), await put(exampleLog({ until: "failed" }))];
  await index.refresh();
  const heads = index.heads();
  assert.deepEqual(
    heads.map(({ run, state, spec_name }) => [run, state, spec_name]),
    [
      [runs[1], "failed", "mail-triage"],
      [runs[0], "succeeded", "mail-triage"],
    ],
  );
  assert.match(heads[1]!.sentence ?? "", /is good enough/);
  // Nothing is refreshed after this: what is shown was kept.
  assert.deepEqual((await reopened()).heads(), heads);
});

test("deleting the index, or damaging it, loses nothing", async () => {
  await put(exampleLog());
  await index.refresh();
  const before = index.heads();
  index.close();
  const file = path.join(workspace.store, "index.sqlite");
  await writeFile(file, "this is no database".repeat(400));
  await rm(`${file}-wal`, { force: true });
  index = await openRunIndex(workspace);
  assert.equal(index.fallback, null);
  await index.refresh();
  assert.deepEqual(index.heads(), before);
});

test("an index of a newer version is left alone, and runs are listed all the same", async () => {
  await put(exampleLog());
  await index.refresh();
  index.close();
  const file = path.join(workspace.store, "index.sqlite");
  const database = new (loadSqlite()!.DatabaseSync)(file);
  database.exec("PRAGMA user_version = 999");
  database.close();
  const bytes = await readFile(file);
  index = await openRunIndex(workspace);
  assert.equal(index.fallback, "index-newer");
  await index.refresh();
  assert.equal(index.heads().length, 1);
  assert.deepEqual(await readFile(file), bytes);
});

test("an index of an older version is made again", async () => {
  await put(exampleLog());
  await index.refresh();
  index.close();
  const database = new (loadSqlite()!.DatabaseSync)(path.join(workspace.store, "index.sqlite"));
  database.exec("DROP TABLE runs; CREATE TABLE runs (run TEXT, old TEXT); PRAGMA user_version = 0");
  database.close();
  index = await openRunIndex(workspace);
  assert.equal(index.fallback, null);
  await index.refresh();
  assert.equal(index.heads().length, 1);
});

test("a growing log is read on from where it was, to the state that reading it whole gives", async () => {
  const lines = exampleEvents().map((event) => `${JSON.stringify(event)}\n`);
  const run = await put(lines.slice(0, 20).join(""));
  await index.refresh();
  for (let at = 20; at < lines.length; at += 7) {
    await appendFile(logOf(run), lines.slice(at, at + 7).join(""));
    const changed = await index.refresh();
    assert.ok(changed.has(run));
    const whole = await readRun(workspace, run);
    const head = index.find(run)!;
    assert.deepEqual(
      [head.state, head.seconds, head.sentence],
      [whole.state, whole.seconds, whole.verdict?.sentence ?? null],
    );
  }
  const [row] = index.rows([run]).get(run)!;
  await rm(path.join(workspace.store, "index.sqlite"));
  await (await reopened()).refresh();
  assert.deepEqual(index.rows([run]).get(run), [row]);
});

test("of an unchanged history no log is read again", async () => {
  const runs = [await put(exampleLog()), await put(exampleLog())];
  await index.refresh();
  // An access time in the past moves on by a read (relatime), and stays where nothing is read.
  for (const run of runs) await utimes(logOf(run), new Date(0), new Date((await stat(logOf(run))).mtimeMs));
  await (await reopened()).refresh({ thorough: true });
  const after = await Promise.all(runs.map(async (run) => (await stat(logOf(run))).atimeMs));
  assert.deepEqual(after, [0, 0]);
});

test("one damaged run among many is marked, and the others are there", async () => {
  const good = await put(exampleLog());
  const folder = nextId();
  await mkdir(path.join(workspace.runFolder(folder), "events.jsonl"), { recursive: true });
  const garbage = await put("\u0000\u0001 not a line\n{]\n");
  const torn = await put(exampleLog().slice(0, -25));
  await index.refresh();
  const damage = (run: string) => index.find(run)?.damage ?? null;
  assert.equal(damage(good), null);
  assert.equal(damage(torn), null, "a torn last line costs itself");
  assert.match(damage(folder) ?? "", /EISDIR/);
  assert.match(damage(garbage) ?? "", /no line/);
  assert.equal(index.heads().length, 4);
});

test("a run that just began and has no log is not shown yet; one that is deleted goes", async () => {
  await mkdir(workspace.runFolder(nextId()), { recursive: true });
  const run = await put(exampleLog());
  await index.refresh();
  assert.deepEqual(
    index.heads().map((head) => head.run),
    [run],
  );
  await rm(workspace.runFolder(run), { recursive: true });
  const changed = await index.refresh();
  assert.ok(changed.has(run));
  assert.deepEqual((await reopened()).heads(), []);
});

test("a live run whose process is gone is interrupted; one that goes on after its end is live again", async () => {
  const run = await put(exampleLog({ until: "training" }), nextId(), { pid: 2 ** 22 + 7, started: 1 });
  await index.refresh();
  assert.equal(index.find(run)?.state, "interrupted");
  const over = await put(exampleLog({ until: "failed" }));
  await index.refresh();
  assert.equal(index.find(over)?.state, "failed");
  const last = exampleEvents({ until: "failed" }).length;
  const again = { ...exampleEvents()[0]!, seq: last + 1, attempt: 2 };
  await appendFile(logOf(over), `${JSON.stringify(again)}\n`);
  await index.refresh({ runs: [over] });
  assert.equal(index.find(over)?.state, "running");
});

test("two programs share one index: what one puts into it the other takes from there", async () => {
  const run = await put(exampleLog());
  await index.refresh();
  const other = await openRunIndex(workspace);
  try {
    await other.refresh();
    await annotateRun(workspace, run, { add_tags: ["best"] });
    await other.refresh({ runs: [run] });
    assert.ok((await index.refresh()).has(run));
    assert.deepEqual(index.find(run)?.tags, ["best"]);
  } finally {
    other.close();
  }
});

test("a finished run's log is not read again for its annotations", async () => {
  const log = exampleLog();
  const run = await put(log);
  await index.refresh();
  const before = index.find(run)!;
  // As long as before, so that whoever looks at the size sees nothing, and of no use to whoever reads it.
  await writeFile(logOf(run), "x".repeat(Buffer.byteLength(log)));
  await annotateRun(workspace, run, { add_tags: ["best"] });
  await index.refresh({ runs: [run] });
  assert.deepEqual(index.find(run), { ...before, tags: ["best"] });
});

test("rows hold the parameters with their defaults, what was measured, and each variant's own values", async () => {
  const [started, ...rest] = exampleEvents();
  if (started?.type !== "run.started") throw new Error("the example begins with its start");
  const variants = [8, 16].map((rank) => ({
    name: `rank=${rank}`,
    values: { "train.adapter.rank": rank },
    candidates: rank === 16 ? ["reference", "q4_k_m"] : [],
  }));
  const run = await put(`${[{ ...started, variants }, ...rest].map((event) => JSON.stringify(event)).join("\n")}\n`);
  await index.refresh();
  const rows = index.rows([run]).get(run)!;
  assert.deepEqual(
    rows.map(({ variant, candidate, cells }) => [variant, candidate, cells["param:train.adapter.rank"]]),
    [
      ["rank=8", null, 8],
      ["rank=16", "q4_k_m", 16],
    ],
  );
  const { cells } = rows[1]!;
  assert.equal(cells["param:train.learning_rate"], 0.002);
  assert.equal(cells["param:train.batch_size"], 8, "a default that the file leaves out");
  assert.equal(typeof cells["metric:fields"], "number");
  assert.equal(typeof cells["loss:train"], "number");
  assert.ok((cells["size:memory"] as number) > 1e8);
});

test("write-ahead logging only where the file system is this machine's own", () => {
  assert.equal(allowsWal("/", 0xef53), true); // ext4
  assert.equal(allowsWal("/", 0x6969), false); // NFS
  assert.equal(allowsWal("/", 0xfe534d42), false); // SMB
  assert.equal(allowsWal("/", 0x65735546), false); // FUSE: sshfs and friends
});

describe("annotations", () => {
  test("changes fold; the last word holds", async () => {
    const run = await put(exampleLog());
    await annotateRun(workspace, run, { add_tags: ["b", "#a"], name: "第一个" });
    await annotateRun(workspace, run, { remove_tags: ["b"], note: "looks good", archived: true });
    const said = { name: "第一个", tags: ["a"], note: "looks good", archived: true };
    assert.deepEqual(await readAnnotations(workspace.runFolder(run)), said);
    await index.refresh();
    const { name, tags, note, archived } = index.find(run)!;
    assert.deepEqual({ name, tags, note, archived }, said);
    assert.equal((await annotateRun(workspace, run, { name: "" })).name, null);
  });

  test("the log itself is not touched", async () => {
    const run = await put(exampleLog());
    await annotateRun(workspace, run, { note: "x" });
    assert.equal(await readFile(logOf(run), "utf8"), exampleLog());
  });

  test("half a line that a crash left costs itself, not the next one", async () => {
    const run = await put(exampleLog());
    const file = path.join(workspace.runFolder(run), "annotations.jsonl");
    await annotateRun(workspace, run, { add_tags: ["kept"] });
    await appendFile(file, '{"v":1,"at":"2026');
    assert.deepEqual((await annotateRun(workspace, run, { add_tags: ["more"] })).tags, ["kept", "more"]);
  });

  test("lines of the future and garbage change nothing", () => {
    const folded = foldAnnotations(
      '{"v":2,"archived":true}\n{"v":1,"at":"","archived":"yes"}\n[]\n{"v":1,"at":"x","note":"n"}\n',
    );
    assert.deepEqual(folded, { name: null, tags: [], note: "n", archived: false });
  });

  test("what can't be kept is refused with a code", async () => {
    const run = await put(exampleLog());
    await assert.rejects(annotateRun(workspace, run, { add_tags: ["two words"] }), { code: "tag-not-valid" });
    await assert.rejects(annotateRun(workspace, run, { note: "x".repeat(20_000) }), { code: "annotation-too-long" });
    await assert.rejects(annotateRun(workspace, nextId(), { note: "x" }), { code: "run-not-found" });
  });
});
