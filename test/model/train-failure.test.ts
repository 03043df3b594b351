import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { trainJob } from "../../src/engines/embedded/native/train/train.ts";
import type { JobOf, WorkerMessage } from "../../src/protocol/job.ts";
import { CodedError } from "../../src/protocol/problem.ts";
import { randomRows, settings, temporaryFolder, tiny, writeTinyModel } from "./train-support.ts";

const train = randomRows(Array.from({ length: 16 }, (_, index) => 15 + index));

async function run(
  folder: string,
  changes: Partial<JobOf<"train">["settings"]>,
  validation = train.slice(0, 4),
  kept = "checkpoints",
) {
  const base = path.join(folder, "tiny.gguf");
  writeTinyModel(base, tiny);
  const out = path.join(folder, "out");
  mkdirSync(out, { recursive: true });
  const said: WorkerMessage[] = [];
  const job: JobOf<"train"> = {
    kind: "train",
    base,
    train: "",
    validation: null,
    settings: { ...settings, checkpoint_every: 1, ...changes },
    out,
    checkpoints: path.join(folder, kept),
    threads: 1,
    deterministic: true,
  };
  const result = await trainJob(
    job,
    { train, validation },
    (message) => said.push(message),
    new AbortController().signal,
  ).then(
    (facts) => ({ facts, error: null }),
    (error: unknown) => ({ facts: null, error }),
  );
  return { ...result, said, out, checkpoints: job.checkpoints };
}

test("a loss that is no number ends the training by name and leaves the last good checkpoint", async (t) => {
  const { error, said, checkpoints } = await run(temporaryFolder(t), { learning_rate: 1e19, warmup: 0 }, []);
  assert.ok(error instanceof CodedError && error.code === "loss-not-finite", String(error));
  assert.ok(said.some((message) => message.type === "note" && message.code === "loss-not-finite"));
  const step = Number(error.params.step);
  assert.ok(step > 1);
  const newest = readdirSync(checkpoints).sort().at(-1)!;
  assert.equal(newest, `step-${String(step - 1).padStart(8, "0")}`);
});

test("a checkpoint that can't be written is said and ends nothing", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, "work"), "a file where a folder should be");
  const { error, said, out } = await run(folder, {}, [], "work/checkpoints");
  assert.equal(error, null);
  const notes = said.filter((message) => message.type === "note");
  assert.ok(notes.length > 0 && notes.every(({ code }) => code === "checkpoint-not-written"));
  assert.ok(readdirSync(out).includes("adapter.gguf"));
});

test("the adapter is that of the lowest validation loss, not the last", async (t) => {
  // Other random tokens than those trained on, and steps far too large: the loss goes up and down.
  const strangers = randomRows([30, 30, 30], { seed: 99 });
  const wild = { learning_rate: 0.3, warmup: 0, schedule: "constant" as const, evaluate_every: 1 };
  const long = await run(temporaryFolder(t), { ...wild, epochs: 3 }, strangers);
  const looks = long.facts?.validation as { step: number; loss: number }[];
  const lowest = looks.reduce((best, look) => (look.loss < best.loss ? look : best));
  assert.ok(lowest.step > 0 && lowest.step < 12, `this set of numbers shows what it should: ${JSON.stringify(looks)}`);
  assert.equal(long.facts?.chosen_step, lowest.step);
  const curve = readFileSync(path.join(long.out, "curve.jsonl"), "utf8").trim().split("\n");
  assert.equal(curve.length, 12 + 13);

  // At a constant rate, a training that ends at that step, and looks at nothing, does the same until then.
  const short = await run(temporaryFolder(t), { ...wild, epochs: lowest.step / 4 }, []);
  assert.equal(short.facts?.steps, lowest.step);
  const adapter = ({ out }: { out: string }) => readFileSync(path.join(out, "adapter.gguf"));
  assert.ok(adapter(long).equals(adapter(short)));
});
