import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import type { z } from "zod";
import { cliShapes, runListSchema } from "../../../src/protocol/cli.ts";
import { cli, temporaryFolder } from "./cli.ts";
import { runId, workspaceWithRun } from "./workspaces.ts";

const key = "0".repeat(64);

async function workspace(context: Parameters<typeof temporaryFolder>[0]): Promise<string> {
  const cwd = await temporaryFolder(context);
  await workspaceWithRun(cwd);
  const store = path.join(cwd, ".deepextension");
  const text = "version: 1\nname: mail-triage\nmodel: m\ndata: { train: t.jsonl, prompt: a, answer: b }\n";
  await writeFile(path.join(store, "runs", runId, "run.yaml"), text);
  await writeFile(path.join(store, "runs", runId, "plan.json"), JSON.stringify({ stages: [{ key }] }));
  await mkdir(path.join(store, "artifacts", key), { recursive: true });
  await writeFile(path.join(store, "artifacts", key, "model.gguf"), "weights");
  return cwd;
}

/** Runs a command with --json and holds what it prints to the shape that is documented. */
async function json<K extends keyof typeof cliShapes>(
  shape: K,
  args: string[],
  cwd: string,
): Promise<z.infer<(typeof cliShapes)[K]>> {
  const { stdout, stderr } = await cli([...args, "--json"], { cwd });
  const parsed = cliShapes[shape].safeParse(JSON.parse(stdout || "null"));
  assert.ok(parsed.success, `${args.join(" ")}: ${stdout}${stderr}`);
  return parsed.data as z.infer<(typeof cliShapes)[K]>;
}

const annotated = "rename, tag, note, archive RUN … --json";

test("a run is renamed, tagged, noted, and listed and found by all of that", async (context) => {
  const cwd = await workspace(context);
  await json(annotated, ["rename", "latest", "before the new data"], cwd);
  await json(annotated, ["tag", "latest", "--add", "best", "--add", "paper"], cwd);
  const [said] = await json(annotated, ["note", "latest", "good on mails"], cwd);
  assert.deepEqual(said, {
    run: runId,
    name: "before the new data",
    tags: ["best", "paper"],
    note: "good on mails",
    archived: false,
  });
  assert.match((await cli(["list"], { cwd })).stdout, /before the new data +#best #paper +succeeded/);
  assert.equal((await cli(["note", "before the new data"], { cwd })).stdout, "good on mails\n");
  const found = async (...args: string[]) => (await json("list --json", ["list", ...args], cwd)).runs.length;
  assert.deepEqual(
    [
      await found("--tag", "best"),
      await found("--tag", "worst"),
      await found("--search", "GOOD ON"),
      await found("--state", "failed"),
    ],
    [1, 0, 1, 0],
  );
  await json(annotated, ["tag", "latest", "--remove", "best"], cwd);
  await json(annotated, ["rename", "latest", ""], cwd);
  assert.match((await cli(["list"], { cwd })).stdout, /mail-triage +#paper/);
});

test("an archived run is out of the way, and comes back", async (context) => {
  const cwd = await workspace(context);
  assert.match((await cli(["archive", "latest"], { cwd })).stdout, /archived/);
  const listed = await cli(["list"], { cwd });
  assert.doesNotMatch(listed.stdout, /mail-triage/);
  assert.match(listed.stderr, /1 archived runs are not shown/);
  assert.match((await cli(["list", "--archived"], { cwd })).stdout, /mail-triage/);
  await cli(["archive", "latest", "--undo"], { cwd });
  assert.match((await cli(["list"], { cwd })).stdout, /mail-triage/);
});

test("a slip in one of several names changes none of them", async (context) => {
  const cwd = await workspace(context);
  const { code, stderr } = await cli(["tag", "latest", "nothing-like-it", "--add", "x"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /run-not-found/);
  assert.equal((await json("list --json", ["list", "--tag", "x"], cwd)).runs.length, 0);
});

test("deleting says what it frees, needs a yes, and can be undone", async (context) => {
  const cwd = await workspace(context);
  const folder = path.join(cwd, ".deepextension", "artifacts", key);
  const dry = await cli(["delete", "latest", "--dry-run"], { cwd });
  assert.match(dry.stderr, /frees [\d.]+ .?B with 1 artifacts/);
  const refused = await cli(["delete", "latest"], { cwd });
  assert.deepEqual([refused.code, existsSync(folder)], [2, true]);
  assert.match(refused.stderr, /--yes/);
  const [deleted] = await json("delete RUN… --json", ["delete", "latest", "--yes"], cwd);
  assert.deepEqual(deleted?.artifacts, [{ key, bytes: 7 }]);
  assert.equal(existsSync(folder), false);
  const [entry] = await json("restore --json", ["restore"], cwd);
  assert.equal(entry?.run, runId);
  assert.equal((await cli(["restore", runId.slice(0, 8)], { cwd })).code, 0);
  assert.equal(await readFile(path.join(folder, "model.gguf"), "utf8"), "weights");
  assert.match((await cli(["list"], { cwd })).stdout, /mail-triage/);
});

test("gc shows before it removes, and removes deleted runs for good", async (context) => {
  const cwd = await workspace(context);
  await cli(["delete", "latest", "--yes"], { cwd });
  const shown = await json("gc --json", ["gc"], cwd);
  assert.deepEqual([shown.garbage.map(({ kind }) => kind), shown.freed], [["trash"], null]);
  assert.equal((await json("restore --json", ["restore"], cwd)).length, 1);
  const removed = await json("gc --json", ["gc", "--yes"], cwd);
  assert.equal(removed.freed, shown.bytes);
  assert.match((await cli(["gc"], { cwd })).stdout, /Everything in the store is needed/);
  assert.match((await cli(["restore"], { cwd })).stdout, /empty/);
});

test("an artifact's folder, for a script", async (context) => {
  const cwd = await workspace(context);
  const { stdout } = await cli(["artifact", "latest", "train"], { cwd });
  assert.equal(await readFile(path.join(stdout.trim(), "model.gguf"), "utf8"), "weights");
  const places = await json("artifact RUN [STAGE] --json", ["artifact", "latest"], cwd);
  assert.deepEqual(
    places.map(({ stage }) => stage),
    ["convert", "train"],
  );
  const { code, stderr } = await cli(["artifact", "latest", "trian"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /It has: convert, train/);
});

test("a copy is written beside the run file, with what changes, and its problems are told", async (context) => {
  const cwd = await workspace(context);
  const { stdout, code } = await cli(["copy", "latest", "--set", "train.epochs=2", "--set", "name=twice"], { cwd });
  assert.equal(code, 0);
  assert.match(stdout, /Wrote mail-triage-2\.run\.yaml/);
  assert.match(await readFile(path.join(cwd, "mail-triage-2.run.yaml"), "utf8"), /name: twice[\s\S]*epochs: 2/);
  const bad = await cli(["copy", "latest", "--set", "train.epoch=2"], { cwd });
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /unknown-key/);
  assert.equal((await cli(["copy", "latest", "--set", "epochs"], { cwd })).code, 2);
  await rm(path.join(cwd, "mail-triage-2.run.yaml"));
});

test("the list keeps its shape", async (context) => {
  const cwd = await workspace(context);
  await cli(["tag", "latest", "--add", "a"], { cwd });
  const { runs } = runListSchema.parse(JSON.parse((await cli(["list", "--json"], { cwd })).stdout));
  assert.deepEqual([runs[0]?.tags, runs[0]?.archived, runs[0]?.note], [["a"], false, ""]);
});
