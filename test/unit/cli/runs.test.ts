import assert from "node:assert/strict";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, test } from "node:test";
import { cliErrorSchema, runListSchema, runStateSchema } from "../../../src/protocol/cli.ts";
import { parseEvent } from "../../../src/protocol/event.ts";
import { cli, endOf, startCli, temporaryFolder } from "./cli.ts";
import { ending, eventCount, lines, runId, workspaceWithRun } from "./workspaces.ts";

describe("list", () => {
  test("runs with their state, as a table and as JSON", async (context) => {
    const cwd = await temporaryFolder(context);
    await workspaceWithRun(cwd);
    assert.match((await cli(["list"], { cwd })).stdout, /0199a1b2-c3d4 +mail-triage +succeeded/);
    const { runs, damaged } = runListSchema.parse(JSON.parse((await cli(["list", "--json"], { cwd })).stdout));
    assert.deepEqual([runs.length, runs[0]?.run, runs[0]?.state, damaged], [1, runId, "succeeded", []]);
  });

  test("from a folder within the workspace, and from elsewhere with --workspace", async (context) => {
    const root = await temporaryFolder(context);
    await workspaceWithRun(root);
    await mkdir(path.join(root, "a", "b"), { recursive: true });
    assert.match((await cli(["list"], { cwd: path.join(root, "a", "b") })).stdout, /mail-triage/);
    assert.match((await cli(["list", "--workspace", root])).stdout, /mail-triage/);
  });

  test("a run whose process is gone is interrupted", async (context) => {
    const cwd = await temporaryFolder(context);
    await workspaceWithRun(cwd, { over: false, pid: 2 ** 30 });
    assert.match((await cli(["list"], { cwd })).stdout, /interrupted/);
  });
});

describe("show", () => {
  test("a run's stages, by the beginning of its id", async (context) => {
    const cwd = await temporaryFolder(context);
    await workspaceWithRun(cwd);
    const { code, stdout } = await cli(["show", "0199a1b2"], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /convert +finished +2\.5 s/);
    assert.match(stdout, /loss 2\.2500/);
    const run = runStateSchema.parse(JSON.parse((await cli(["show", "latest", "--json"], { cwd })).stdout));
    assert.deepEqual([run.run, run.stages.length, run.stages[1]?.steps.length], [runId, 2, 1]);
  });

  test("a damaged line is counted, the rest is shown", async (context) => {
    const cwd = await temporaryFolder(context);
    const log = await workspaceWithRun(cwd);
    await appendFile(log, '{"v":1,"run":"torn');
    const { code, stdout } = await cli(["show", "latest"], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /1 lines of the log are damaged/);
  });

  test("a run that there is not", async (context) => {
    const cwd = await temporaryFolder(context);
    const { code, stderr, stdout } = await cli(["show", "nothing", "--json"], { cwd });
    assert.equal(code, 1);
    assert.match(stderr, /\(run-not-found\)/);
    assert.equal(cliErrorSchema.parse(JSON.parse(stdout)).error.code, "run-not-found");
  });
});

describe("logs", () => {
  test("one line an event, for people and as JSON", async (context) => {
    const cwd = await temporaryFolder(context);
    await workspaceWithRun(cwd);
    const text = (await cli(["logs", "latest"], { cwd })).stdout;
    assert.match(text, /train\.step train {2}1\/21 · loss 2\.2500/);
    const json = (await cli(["logs", "latest", "--json"], { cwd })).stdout.trimEnd().split("\n");
    assert.equal(json.length, eventCount + 1);
    for (const line of json) assert.ok(parseEvent(JSON.parse(line)), line);
  });

  test("-f goes on until the run is over, and a line that is half written waits for its end", async (context) => {
    const cwd = await temporaryFolder(context);
    const log = await workspaceWithRun(cwd, { over: false });
    const child = startCli(["logs", "latest", "-f", "--json"], { cwd });
    const ended = endOf(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const last = lines([ending], eventCount + 1);
    await appendFile(log, last.slice(0, 40));
    await new Promise((resolve) => setTimeout(resolve, 700)); // more than one look at the file
    await appendFile(log, last.slice(40));
    const { code, stdout } = await ended;
    assert.equal(code, 0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual([events.length, events.at(-1).type], [eventCount + 1, "run.finished"]);
  });

  test("events of a newer version are passed on as they are", async (context) => {
    const cwd = await temporaryFolder(context);
    const log = await workspaceWithRun(cwd, { over: false });
    await appendFile(log, lines([{ type: "stage.teleported", stage: "train" }, ending], eventCount + 1));
    assert.match((await cli(["logs", "latest", "--json"], { cwd })).stdout, /stage\.teleported/);
    const { code, stdout } = await cli(["logs", "latest"], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /\? {2}.*stage\.teleported/);
  });
});

test("a reader that goes away ends nothing badly", {
  skip: process.platform === "win32" && "pipes differ",
}, async (context) => {
  const cwd = await temporaryFolder(context);
  const log = await workspaceWithRun(cwd, { over: false });
  await writeFile(log, lines(Array.from({ length: 20_000 }, () => ({ type: "stage.started", stage: "train" }))), {
    flag: "a",
  });
  const child = startCli(["logs", "latest"], { cwd });
  const ended = endOf(child);
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { code, stderr } = await ended;
  assert.deepEqual([code, stderr], [0, ""]);
});

describe("report and compare of a run without a verdict", () => {
  for (const args of [
    ["report", "latest"],
    ["compare", "latest"],
  ]) {
    test(args.join(" "), async (context) => {
      const cwd = await temporaryFolder(context);
      await workspaceWithRun(cwd);
      const { code, stderr } = await cli(args, { cwd });
      assert.equal(code, 1);
      assert.match(stderr, /\(run-without-verdict\)/);
    });
  }
});
