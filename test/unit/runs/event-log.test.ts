import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, mock, test } from "node:test";
import { moveFile, replaceFile } from "../../../src/disk/files.ts";
import { type Operation, watchOperations } from "../../../src/disk/operation.ts";
import { openEventLog, readEvents } from "../../../src/runs/event-log.ts";
import { foldEvents } from "../../../src/runs/fold.ts";
import { endOfLog } from "../../../src/runs/log-end.ts";
import { plannedStage, runStarted } from "./fixtures.ts";

let folder: string;
const log = () => path.join(folder, "events.jsonl");

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "deepextension 客服-"));
});
afterEach(async () => {
  watchOperations(null);
  mock.reset();
  await rm(folder, { recursive: true, force: true });
});

/** Lets operations fail for as long as `fails` says so. */
function failing(code: string, fails: (operation: Operation, count: number) => boolean): () => number {
  let count = 0;
  let failed = 0;
  watchOperations((operation) => {
    count += 1;
    if (!fails(operation, count)) return;
    failed += 1;
    throw Object.assign(new Error(`${code}: injected`), { code });
  });
  return () => failed;
}

test("a resumed log goes on with its numbers, its clock and the next attempt; half a line costs itself", async () => {
  const first = await openEventLog({ folder, run: "r" });
  first.append(runStarted([plannedStage("train", "train")]));
  first.append({ type: "stage.started", stage: "train" });
  await first.close();
  await appendFile(log(), '{"v":1,"run":"r","seq":3,"at":"2026');
  const { elapsed } = (await readEvents(folder)).events.at(-1)!;
  const second = await openEventLog({ folder, run: "r", newAttempt: true });
  const event = second.append({ type: "stage.started", stage: "train" });
  await second.close();
  assert.deepEqual([event.seq, event.attempt], [3, 2]);
  assert.ok(event.elapsed >= elapsed);
  const { events, skipped } = await readEvents(folder);
  assert.deepEqual([events.map(({ seq }) => seq), skipped], [[1, 2, 3], 1]);
});

test("a log's end is found from behind, past torn lines and events of a newer version", async () => {
  assert.deepEqual(await endOfLog(log()), { seq: 0, elapsed: 0, attempt: 0, torn: false });
  const line = (seq: number, type: string) =>
    `${JSON.stringify({ v: 1, run: "r", seq, at: "", elapsed: seq / 10, attempt: 1, type, text: "客".repeat(500) })}\n`;
  await writeFile(log(), `${line(1, "stage.started")}${line(2, "of.the.future")}not json\n{"torn`);
  const expected = { seq: 2, elapsed: 0.2, attempt: 1, torn: true };
  for (const chunk of [7, 100, 1000, 1 << 20]) assert.deepEqual(await endOfLog(log(), chunk), expected, `${chunk}`);
});

test("a full disk holds the log up and loses nothing of it", async () => {
  let full = true;
  failing("ENOSPC", ({ name }) => name === "write" && full);
  const told: boolean[] = [];
  const events = await openEventLog({
    folder,
    run: "r",
    onFull: (is) => {
      told.push(is);
      full = false; // somebody makes room
    },
  });
  for (let count = 0; count < 50; count += 1) events.append({ type: "stage.started", stage: "train" });
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (told.length < 2) return;
      clearInterval(look);
      resolve();
    }, 20);
  });
  await events.close();
  assert.deepEqual(told, [true, false]);
  const read = await readEvents(folder);
  assert.deepEqual([read.events.length, read.events.at(-1)?.seq, read.skipped], [50, 50, 0]);
});

test("a disk that stays full: the end of the log fails, and says so", async () => {
  failing("ENOSPC", ({ name }) => name === "write");
  const events = await openEventLog({ folder, run: "r" });
  events.append({ type: "stage.started", stage: "train" });
  await assert.rejects(events.close(), { code: "ENOSPC" });
});

test("a clock that is set back: the log's own clock goes on", async () => {
  const events = await openEventLog({ folder, run: "r" });
  events.append(runStarted([plannedStage("train", "train")]));
  mock.timers.enable({ apis: ["Date"], now: 0 });
  events.append({ type: "stage.started", stage: "train" });
  mock.timers.reset();
  events.append({ type: "run.finished", state: "succeeded", seconds: 1 });
  await events.close();
  const { events: read } = await readEvents(folder);
  assert.match(read[1]!.at, /^1970/);
  const elapsed = read.map((event) => event.elapsed);
  assert.deepEqual(
    elapsed,
    [...elapsed].sort((a, b) => a - b),
  );
  assert.ok(foldEvents("r", read).seconds >= 0);
});

test("a rename that another program holds up is tried again; a file is the old one or the new one", async () => {
  const file = path.join(folder, "owner.json");
  await replaceFile(file, "old");
  for (const code of ["EPERM", "EBUSY"]) {
    const failed = failing(code, ({ name }, count) => name === "rename" && count < 8);
    await replaceFile(file, "new");
    assert.ok(failed() >= 2, `${failed()}`);
    assert.equal(await readFile(file, "utf8"), "new");
  }
});

test("what is held for good is one clear error, and both files are as they were", async () => {
  const file = path.join(folder, "owner.json");
  await replaceFile(file, "old");
  const failed = failing("EPERM", ({ name }) => name === "rename");
  await assert.rejects(moveFile(file, path.join(folder, "other")), { code: "EPERM" });
  assert.ok(failed() > 5);
  assert.equal(await readFile(file, "utf8"), "old");
});

for (const code of ["ENOSPC", "EIO"]) {
  test(`replacing a file with ${code} at each of its operations leaves the old content or the new, and nothing beside it`, async () => {
    const file = path.join(folder, "small.json");
    for (let at = 1; ; at += 1) {
      await writeFile(file, "old");
      failing(code, (_, count) => count === at);
      const error = await replaceFile(file, "new content").then(
        () => null,
        (reason) => reason as NodeJS.ErrnoException,
      );
      watchOperations(null);
      const content = await readFile(file, "utf8");
      assert.equal(content, error ? "old" : "new content");
      if (!error) break; // at the first count that nothing reaches any more
      assert.equal(error.code, code);
    }
  });
}
