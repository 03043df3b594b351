import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { runStateSchema } from "../../src/protocol/cli.ts";
import { parseEvent, type RunEvent } from "../../src/protocol/event.ts";
import { cli, data, endOf, startCli, temporaryFolder } from "../unit/cli/cli.ts";

const models = process.env.DEEPEXTENSION_TEST_MODELS;
const skip = models ? false : (process.env.DEEPEXTENSION_TEST_MODELS_MISSING ?? "DEEPEXTENSION_TEST_MODELS is not set");

/** Makes the folder one with a run file that judges the base model on six items, and trains nothing. */
async function experiment(folder: string): Promise<string> {
  const text = await readFile(path.join(data, "fine.run.yaml"), "utf8");
  const model = JSON.stringify(path.join(models!, "source.gguf"));
  await writeFile(path.join(folder, "fine.run.yaml"), text.replace("smollm2-135m-instruct", model));
  await copyFile(path.join(data, "rows.jsonl"), path.join(folder, "rows.jsonl"));
  return folder;
}

function eventsOf(stdout: string): RunEvent[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => {
      const event = parseEvent(JSON.parse(line));
      assert.ok(event, line);
      return event;
    });
}

describe("run, on real weights", { skip }, () => {
  let cwd: string;
  let events: RunEvent[];

  before(async () => {
    cwd = await experiment(await mkdtemp(path.join(os.tmpdir(), "客服 数据-")));
    const { code, stdout, stderr } = await endOf(startCli(["run", "fine.run.yaml", "--json"], { cwd }));
    assert.equal(code, 0, stderr);
    events = eventsOf(stdout);
  });

  after(() => rm(cwd, { recursive: true, force: true }));

  test("every line is an event, numbered, and the last is the run's end", () => {
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    );
    const last = events.at(-1);
    assert.ok(last?.type === "run.finished");
    assert.equal(last.state, "succeeded");
  });

  test("the log holds the same lines", async () => {
    const { stdout } = await cli(["logs", "latest", "--json"], { cwd });
    assert.deepEqual(eventsOf(stdout), events);
  });

  test("show says what the events came to", async () => {
    const run = runStateSchema.parse(JSON.parse((await cli(["show", "latest", "--json"], { cwd })).stdout));
    assert.equal(run.state, "succeeded");
    assert.equal(run.verdict?.items, 6);
    for (const stage of run.stages) assert.equal(stage.state, "finished", stage.id);
  });

  test("run again, everything is reused and that is said", async () => {
    const { code, stdout, stderr } = await cli(["run", "fine.run.yaml"], { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /stages were reused/);
    assert.match(stderr, /✓ convert {2}reused from run/);
  });

  for (const format of ["html", "md", "csv", "json"]) {
    test(`a report as ${format}`, async () => {
      const file = path.join(cwd, `report.${format}`);
      const { code, stderr } = await cli(["report", "latest", "-o", file], { cwd });
      assert.equal(code, 0, stderr);
      assert.ok((await readFile(file, "utf8")).includes("exact"));
    });
  }

  test("--gate: nothing was asked for, so nothing is good enough", async () => {
    assert.equal((await cli(["run", "fine.run.yaml", "--gate", "--json"], { cwd })).code, 1);
  });
});

test("cancelled while a stage runs: exit code 130, and the log says so", { skip }, async (context) => {
  const cwd = await experiment(await temporaryFolder(context));
  const child = startCli(["run", "fine.run.yaml", "--json"], { cwd, ipc: true });
  let seen = "";
  child.stdout?.on("data", (part) => {
    seen += part;
    if (seen.includes('"stage.started"') && child.connected) child.disconnect();
  });
  const { code, stdout } = await endOf(child);
  assert.equal(code, 130);
  const last = eventsOf(stdout).at(-1);
  assert.ok(last?.type === "run.finished");
  assert.equal(last.state, "cancelled");
});
