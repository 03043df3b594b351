import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, type TestContext, test } from "node:test";
import type { RunState } from "../../src/protocol/run-state.ts";
import { readRun, runIds } from "../../src/runs/list.ts";
import { workspaceAt } from "../../src/runs/workspace.ts";
import { damageOf } from "./check-store.ts";
import { experiment } from "./experiment.ts";
import { prepared } from "./prepared.ts";
import { run, start, until } from "./processes.ts";

/** A small disk of its own, in memory. Null: this machine does not let us mount one. */
async function smallDisk(context: TestContext, megabytes: number): Promise<string | null> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "deepextension-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]).status === 0;
  context.after(async () => {
    if (mounted) spawnSync("umount", ["-l", folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return mounted ? folder : null;
}

const NO_MOUNT = "mounting a small disk is not permitted here";

describe("a disk that is full, or may not be written", {
  skip: process.platform === "linux" ? false : "needs a tmpfs",
}, () => {
  const made = prepared();

  async function latest(root: string): Promise<RunState | null> {
    const workspace = workspaceAt(root);
    const [id] = await runIds(workspace);
    return id === undefined ? null : readRun(workspace, id);
  }

  test("full in the midst of a run: it waits, says how much it needs, and goes on by itself when there is room", async (context) => {
    const disk = await smallDisk(context, 8);
    if (disk === null) return context.skip(NO_MOUNT);
    const root = path.join(disk, "客服");
    const at = await experiment({ root });
    context.after(() => at.remove());
    const started = start(made.program, at, ["run", at.file, "--json"], { DEEPEXTENSION_TEST_PACE: "300" });
    await until("the training", () => started.stdout().includes('"type":"train.step"'));
    // Everything that is left, to the last byte.
    await writeFile(path.join(disk, "ballast"), Buffer.alloc(16 << 20)).catch(() => undefined);
    const waiting = await until("the alarm", async () => {
      const alarm = (await latest(root))?.alarms?.find((one) => one.alarm === "alarm-disk-full");
      return alarm ?? started.stdout().includes('"alarm":"alarm-disk-full"');
    });
    if (waiting !== true) assert.match(String(waiting.params.needed), /^[\d.]+ MB$/);
    assert.equal(started.process.exitCode, null, "it goes on waiting");
    await rm(path.join(disk, "ballast"));
    const { code, stderr, stdout } = await started.ended;
    assert.equal(code, 0, stderr + stdout.slice(-800));
    const state = await latest(root);
    assert.equal(state?.state, "succeeded");
    for (const alarm of state?.alarms ?? []) assert.notEqual(alarm.cleared_at, null, alarm.alarm);
    assert.deepEqual(await damageOf(at, made.expected, 0), { corrupt: [], lost: [], duplicates: [] });
  });

  test("too little from the beginning: refused with both numbers, and nothing is begun", async (context) => {
    const disk = await smallDisk(context, 1);
    if (disk === null) return context.skip(NO_MOUNT);
    const at = await experiment({ root: path.join(disk, "w") });
    context.after(() => at.remove());
    await writeFile(path.join(disk, "ballast"), Buffer.alloc(800_000));
    const { code, stderr } = await run(made.program, at, ["run", at.file]);
    assert.equal(code, 1);
    assert.match(stderr, /of disk and .* are free/);
    assert.deepEqual(await runIds(workspaceAt(at.root)), []);
  });

  test("a folder that may only be read: said in words, and everything that reads still works", async (context) => {
    const disk = await smallDisk(context, 8);
    if (disk === null) return context.skip(NO_MOUNT);
    const at = await experiment({ root: path.join(disk, "w") });
    context.after(() => at.remove());
    assert.equal((await run(made.program, at, ["run", at.file, "--json"])).code, 0);
    await mkdir(path.join(disk, "w", "empty"));
    assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
    const again = await run(made.program, at, ["run", at.file]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /store-read-only/);
    assert.match(again.stderr, /can't be written/);
    const shown = await run(made.program, at, ["show", "latest", "--json"]);
    assert.equal((JSON.parse(shown.stdout) as RunState).state, "succeeded", shown.stderr);
    const listed = await run(made.program, at, ["list", "--json"]);
    assert.equal(listed.code, 0, listed.stderr);
    assert.match(await readFile(at.file, "utf8"), /weather/);
  });
});
