import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { TokenRow } from "../../src/engines/embedded/native/train/rows.ts";
import { type JobOf, type WorkerMessage, workerMessageSchema } from "../../src/protocol/job.ts";
import type { ChildJob } from "./train-job-child.ts";
import { randomRows, settings, temporaryFolder, tiny, writeTinyModel } from "./train-support.ts";

const STEPS = 12;
const lengths = Array.from({ length: 32 }, (_, index) => 12 + ((index * 7) % 40));
const train = randomRows(lengths, { seed: 11 });
// Rows that are trained on: only then does the validation loss of random tokens fall, and a late step is chosen.
const rows = { train, validation: train.slice(0, 6) };

function job(base: string, folder: string, changes: Partial<JobOf<"train">["settings"]> = {}): JobOf<"train"> {
  const out = path.join(folder, "out");
  mkdirSync(out, { recursive: true });
  return {
    kind: "train",
    base,
    train: "",
    validation: null,
    // One and a half passes in steps of four rows.
    settings: { ...settings, epochs: 1.5, learning_rate: 1e-2, evaluate_every: 3, checkpoint_every: 1, ...changes },
    out,
    checkpoints: path.join(folder, "checkpoints"),
    threads: 2,
    deterministic: true,
  };
}

function start(training: JobOf<"train">): ChildProcess {
  const child = fork(path.join(import.meta.dirname, "train-job-child.ts"), {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const plain = (list: readonly TokenRow[]) =>
    list.map(({ id, tokens, targets }) => ({ id, tokens: [...tokens], targets: [...targets] }));
  const message: ChildJob = { job: training, rows: { train: plain(rows.train), validation: plain(rows.validation) } };
  child.send(message);
  return child;
}

/** Runs a training until it ends, or until `until` says of a message that the process is to be ended. */
async function run(
  training: JobOf<"train">,
  until: (message: WorkerMessage) => "go on" | "kill" | "stop" = () => "go on",
): Promise<WorkerMessage[]> {
  const child = start(training);
  const said: WorkerMessage[] = [];
  child.on("message", (value) => {
    const message = workerMessageSchema.parse(value);
    said.push(message);
    const what = until(message);
    if (what === "kill") child.kill("SIGKILL");
    if (what === "stop") child.send("stop");
  });
  await once(child, "close");
  return said;
}

const adapterOf = (training: JobOf<"train">) => readFileSync(path.join(training.out, "adapter.gguf"));
const curveOf = (training: JobOf<"train">) =>
  readFileSync(path.join(training.out, "curve.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    // How long a step took is the one thing that may differ.
    .map(({ seconds: _, ...point }) => point);

describe("a killed training", () => {
  const folder = temporaryFolder({ after });
  const base = path.join(folder, "tiny.gguf");
  const whole = job(base, path.join(folder, "whole"));
  before(async () => {
    writeTinyModel(base, tiny);
    const said = await run(whole);
    assert.equal(said.at(-1)?.type, "done", JSON.stringify(said.at(-1)));
    assert.equal(said.filter(({ type }) => type === "train.step").length, STEPS);
    const looks = said.filter((message) => message.type === "train.evaluation");
    assert.deepEqual(
      looks.map(({ step }) => step),
      [0, 3, 6, 9, 12],
    );
    assert.ok(
      looks.at(-1)!.loss! < looks[0]!.loss! - 0.1,
      "something was learned, or equal adapters would say nothing",
    );
  });

  for (const [what, step, type] of [
    ["after its first step", 1, "train.step"],
    ["right after a checkpoint", 5, "train.checkpoint"],
    ["while the next checkpoint is being written", 7, "train.step"],
    ["before a look at the validation loss", 9, "train.step"],
    ["before its last step", STEPS - 1, "train.checkpoint"],
  ] as const) {
    test(`${what} goes on to the bit-identical adapter`, async (t) => {
      const training = job(base, temporaryFolder(t));
      const killed = await run(training, (message) =>
        message.type === type && message.step === step ? "kill" : "go on",
      );
      assert.notEqual(killed.at(-1)?.type, "done");
      const resumed = await run(training);
      assert.equal(resumed.at(-1)?.type, "done", JSON.stringify(resumed.at(-1)));
      const from = resumed.find((message) => message.type === "train.resumed")?.step ?? 0;
      assert.ok(from >= step - 1, `went on from step ${from}, killed at ${step}`);
      assert.ok(adapterOf(training).equals(adapterOf(whole)), "the adapters differ");
      assert.deepEqual(curveOf(training), curveOf(whole));
    });
  }

  test("survives being killed again and again", async (t) => {
    const training = job(base, temporaryFolder(t));
    for (const step of [2, 3, 3, 6, 10]) {
      await run(training, (message) => (message.type === "train.step" && message.step >= step ? "kill" : "go on"));
    }
    assert.equal((await run(training)).at(-1)?.type, "done");
    assert.ok(adapterOf(training).equals(adapterOf(whole)));
  });

  test("that was asked to stop keeps its last step", async (t) => {
    const training = job(base, temporaryFolder(t), { checkpoint_every: 0 });
    const stopped = await run(training, (message) =>
      message.type === "train.step" && message.step === 4 ? "stop" : "go on",
    );
    const end = stopped.at(-1);
    assert.ok(end?.type === "failed" && end.code === "cancelled", JSON.stringify(end));
    const resumed = await run(training);
    const from = resumed.find((message) => message.type === "train.resumed")?.step;
    assert.ok(from !== undefined && from >= 4, `went on from ${from}`);
    assert.ok(adapterOf(training).equals(adapterOf(whole)));
    // Whoever should have heard of the last steps may have been killed: they are told again, in order.
    const told = resumed.flatMap((message) => (message.type === "train.step" ? [message.step] : []));
    assert.deepEqual(
      told,
      Array.from({ length: STEPS }, (_, index) => index + 1),
    );
  });

  test("passes over a damaged checkpoint and says so", async (t) => {
    const training = job(base, temporaryFolder(t));
    await run(training, (message) => (message.type === "train.checkpoint" && message.step === 6 ? "kill" : "go on"));
    const newest = path.join(training.checkpoints, readdirSync(training.checkpoints).filter(isStep).sort().at(-1)!);
    truncateSync(path.join(newest, "mean.f32"), 1000);
    const resumed = await run(training);
    const note = resumed.find((message) => message.type === "note");
    assert.equal(note?.code, "checkpoint-damaged");
    const from = resumed.find((message) => message.type === "train.resumed")?.step;
    assert.ok(from !== undefined && from >= 5, `went on from ${from}`);
    assert.ok(adapterOf(training).equals(adapterOf(whole)));
  });

  test("with a flipped bit in it starts anew when no checkpoint is whole", async (t) => {
    const training = job(base, temporaryFolder(t));
    await run(training, (message) => (message.type === "train.checkpoint" && message.step === 6 ? "kill" : "go on"));
    for (const name of readdirSync(training.checkpoints).filter(isStep)) {
      const file = path.join(training.checkpoints, name, "weights.f32");
      const bytes = readFileSync(file);
      bytes[100]! ^= 1;
      writeFileSync(file, bytes);
    }
    const resumed = await run(training);
    assert.ok(!resumed.some(({ type }) => type === "train.resumed"));
    assert.ok(adapterOf(training).equals(adapterOf(whole)));
  });

  test("is not gone on with under other settings", async (t) => {
    const folder = temporaryFolder(t);
    const training = job(base, folder);
    await run(training, (message) => (message.type === "train.checkpoint" && message.step === 2 ? "kill" : "go on"));
    const [end] = (await run(job(base, folder, { learning_rate: 1e-3 }))).slice(-1);
    assert.ok(end?.type === "failed" && end.code === "checkpoint-of-another-training", JSON.stringify(end));
    assert.equal(end.params.part, "settings");
  });
});

function isStep(name: string): boolean {
  return name.startsWith("step-");
}
