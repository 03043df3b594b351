import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { readRun, runIds } from "../../src/runs/list.ts";
import { readOwner } from "../../src/runs/owner.ts";
import { type Workspace, workspaceAt } from "../../src/runs/workspace.ts";
import { endOf, startCli, temporaryFolder } from "../unit/cli/cli.ts";
import { childrenOf, signal, until } from "../weather/processes.ts";
import { model, skip } from "./engine-support.ts";

const onLinux = process.platform === "linux" ? skip : "processes are looked at through /proc";

function trainingIn(root: string, cache: string): { workspace: Workspace; env: Record<string, string> } {
  mkdirSync(root, { recursive: true });
  const rows = Array.from({ length: 5 }, (_, index) =>
    JSON.stringify({ id: `${index}`, question: `What is ${index} and one?`, answer: `${index + 1}, of course.` }),
  );
  writeFileSync(path.join(root, "rows.jsonl"), `${rows.join("\n")}\n`);
  writeFileSync(
    path.join(root, "short.run.yaml"),
    `version: 1
name: short
model: ${JSON.stringify(model("source"))}
data: {train: rows.jsonl, id: id, prompt: "{{question}}", answer: "{{answer}}"}
train:
  {epochs: 1, batch_size: 1, max_length: 64, checkpoint_every: 1, deterministic: true, adapter: {rank: 4}}
`,
  );
  return { workspace: workspaceAt(root), env: { DEEPEXTENSION_CACHE: cache } };
}

function adapterOf({ store }: Workspace): string {
  const folder = path.join(store, "artifacts");
  const found = readdirSync(folder).find((key) => existsSync(path.join(folder, key, "adapter.gguf")));
  return createHash("sha256")
    .update(readFileSync(path.join(folder, found!, "adapter.gguf")))
    .digest("hex");
}

test("the real trainer: its supervisor killed between steps, it itself during a checkpoint; resumed, the adapter is the same to the byte", {
  skip: onLinux,
  timeout: 10 * 60_000,
}, async (context) => {
  const home = await temporaryFolder(context);
  const cache = path.join(home, "cache");
  const calm = trainingIn(path.join(home, "calm"), cache);
  const whole = await endOf(startCli(["run", "short.run.yaml", "--json"], { cwd: calm.workspace.root, env: calm.env }));
  assert.equal(whole.code, 0, whole.stderr);
  const expected = adapterOf(calm.workspace);

  const { workspace, env } = trainingIn(path.join(home, "stormy"), cache);
  const cwd = workspace.root;
  // Converting a model twice would prove nothing more.
  for (const key of readdirSync(path.join(calm.workspace.store, "artifacts"))) {
    const converted = path.join(calm.workspace.artifactFolder(key), "base.q8_0.gguf");
    if (existsSync(converted)) cpSync(path.dirname(converted), workspace.artifactFolder(key), { recursive: true });
  }
  const cli = async (...args: string[]) => {
    const ended = await endOf(startCli(args, { cwd, env }));
    assert.equal(ended.code, 0, ended.stderr);
    return ended.stdout;
  };
  await cli("run", "short.run.yaml", "--detach", "--json");
  const [run = ""] = await runIds(workspace);
  const train = async () => (await readRun(workspace, run)).stages.find(({ kind }) => kind === "train");
  const owner = async () => (await readOwner(workspace.runFolder(run)))!.pid;
  const gone = () => until("nobody owns the run", async () => (await readRun(workspace, run)).state !== "running");

  await until("a step is done", async () => ((await train())?.checkpoint_step ?? 0) >= 1, 120);
  const trainer = childrenOf(await owner())[0]!;
  signal(await owner(), "SIGKILL");
  await gone();

  await cli("resume", run, "--detach", "--json");
  const checkpoints = path.join(workspace.workFolder((await train())!.key), "checkpoints");
  const isWriting = () =>
    existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.startsWith(".unfinished-"));
  await until(
    "the orphan has ended and another trainer works",
    async () => {
      const [now] = childrenOf(await owner());
      return (
        now !== undefined &&
        now !== trainer &&
        (await readRun(workspace, run)).attempt === 2 &&
        (await train())?.state === "running"
      );
    },
    120,
  );
  const second = childrenOf(await owner())[0]!;
  await until("a checkpoint is being written", isWriting, 120);
  assert.ok(signal(second, "SIGKILL"));
  await gone();
  assert.equal((await readRun(workspace, run)).error?.code, "native-crash");

  const events = await cli("resume", run, "--json");
  assert.match(events, /"type":"train.resumed"/);
  assert.equal(adapterOf(workspace), expected);
  assert.deepEqual(
    (await train())?.steps.map(({ step }) => step),
    [1, 2, 3, 4, 5],
  );
});
