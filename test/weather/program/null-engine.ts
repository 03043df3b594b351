// A stand-in for the engine's child that speaks its protocol, keeps checkpoints and answers by the engine's own code, and
// computes next to nothing: so thousands of runs can be killed. Bundled as `dist/native.mjs` of the test's own program.
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandSchema } from "../../../src/engines/embedded/command.ts";
import { answerKey, openPartial } from "../../../src/engines/embedded/native/evaluate/partial.ts";
import { readCheckpoint, writeCheckpoint } from "../../../src/engines/embedded/native/train/checkpoint.ts";
import { type Item, itemSchema } from "../../../src/protocol/item.ts";
import type { Job, JobOf, WorkerMessage } from "../../../src/protocol/job.ts";
import { armFaults } from "./faults.ts";

armFaults("child");
/** Milliseconds of a step, an item, a tensor. */
const PACE = Number(process.env.DEEPEXTENSION_TEST_PACE ?? "2");
/** Every item that is asked and every answer that is kept, a line each. */
const WITNESS = process.env.DEEPEXTENSION_TEST_WITNESS;

const stop = new AbortController();
let task: Job["kind"] | null = null;

process.on("message", (value) => {
  const command = commandSchema.parse(value);
  if (command.type === "stop") return stopNow();
  if (command.type !== "job" || task !== null) return;
  task = command.job.kind;
  void perform(command.job);
});
process.on("disconnect", stopNow);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopNow);
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

function stopNow(): void {
  if (task === "train") stop.abort();
  else process.exit(1);
}

async function perform(job: Job): Promise<void> {
  try {
    const facts = await work(job);
    end({ type: "done", peak_memory_bytes: 1e6, facts });
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (stop.signal.aborted) end({ type: "failed", code: "cancelled", params: {} });
    else end({ type: "failed", code: "internal-error", params: { detail } });
  }
}

function end(word: WorkerMessage): void {
  const leave = () => process.exit(word.type === "done" ? 0 : 1);
  if (process.connected) process.send?.(word, leave);
  else leave();
}

function say(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, () => undefined);
}

async function work(job: Job): Promise<Record<string, unknown>> {
  switch (job.kind) {
    case "convert":
      for (const name of ["base.f16.gguf", "base.q8_0.gguf"]) await make(job.out, name, [job.source], name);
      return {};
    case "train":
      return train(job);
    case "merge":
      await make(job.out, "model.f16.gguf", [job.base, job.adapter], "merge");
      return {};
    case "quantize":
      await make(job.out, `model.${job.type}.gguf`, [job.source], job.type);
      return {};
    case "evaluate":
      return evaluate(job);
    case "divergence":
      throw new Error("the null engine measures no divergence");
  }
}

/** A file whose content follows from its sources alone. */
async function make(folder: string, name: string, sources: string[], salt: string): Promise<void> {
  const hash = createHash("sha256").update(salt);
  for (const source of sources) hash.update(readFileSync(source));
  const line = hash.digest("hex");
  say({ type: "progress", done: 1, total: 2, unit: "tensors", seconds_left: null });
  await sleep(PACE);
  writeFileSync(path.join(folder, name), line.repeat(500));
}

/** Each step's weights follow from those before: one that is lost or made twice shows in the adapter. */
async function train({
  settings,
  train: data,
  base,
  checkpoints,
  out,
}: JobOf<"train">): Promise<Record<string, unknown>> {
  const rows = itemsOf(data).length;
  const steps = Math.ceil((rows * settings.epochs) / settings.batch_size);
  const identity = { settings: hashOf(JSON.stringify(settings)), rows: hashOf(data), base: hashOf(base) };
  const kept = readCheckpoint(checkpoints, identity, () => undefined);
  const weights = kept?.weights ?? Float32Array.from({ length: 4096 }, (_, index) => Math.fround(index / 4096));
  if (kept) say({ type: "train.resumed", step: kept.state.step });
  for (let step = (kept?.state.step ?? 0) + 1; step <= steps; step += 1) {
    if (stop.signal.aborted) {
      keep(checkpoints, { identity, step: step - 1, weights });
      throw new Error("stopped");
    }
    await sleep(PACE);
    for (let index = 0; index < weights.length; index += 1)
      weights[index] = Math.fround(Math.sin(weights[index]! * 3 + step));
    if (step % 2 === 0) keep(checkpoints, { identity, step, weights });
    const loss = step === Number(process.env.DEEPEXTENSION_TEST_NAN) ? null : 2 / step;
    say({
      type: "train.step",
      step,
      steps,
      epoch: step / steps,
      loss,
      learning_rate: 1e-3,
      grad_norm: 1,
      tokens: 100,
      seconds: PACE / 1000,
      threads: 1,
      seconds_left: 0,
    });
  }
  writeFileSync(path.join(out, "adapter.gguf"), Buffer.from(weights.buffer));
  return { steps };
}

function keep(
  folder: string,
  {
    identity,
    step,
    weights,
  }: { identity: { settings: string; rows: string; base: string }; step: number; weights: Float32Array },
): void {
  const vector = () => weights;
  const bytes = writeCheckpoint(folder, {
    state: { version: 1, identity, step, looked: -1, best: null, cpu: "none", threads: 1, curve: [] },
    vectors: { weights: vector, mean: vector, square: vector, best: null },
  });
  say({ type: "train.checkpoint", step, bytes });
}

async function evaluate({
  model,
  items: file,
  out,
  partial: kept,
}: JobOf<"evaluate">): Promise<Record<string, unknown>> {
  const items = itemsOf(file);
  const partial = openPartial(kept);
  const salt = hashOf(readFileSync(model));
  const name = path.basename(path.dirname(kept));
  for (const [index, item] of items.entries()) {
    if (partial.answers.has(answerKey(item))) continue;
    witness(`asked ${name} ${item.id}`);
    await sleep(PACE);
    // The better the model's hash, the better the answer: candidates must differ for a verdict to have something to say.
    const isRight = Number.parseInt(hashOf(`${salt}${item.id}`).slice(0, 2), 16) < 200;
    const answer = isRight ? item.answer : "wrong";
    const facts = { prompt_tokens: 10, answer_tokens: 2, seconds: 0.01, finish: "stop" } as const;
    partial.add({ id: item.id, prompt: item.messages.at(-1)!.content, answer, ...facts });
    witness(`kept ${name} ${item.id}`);
    say({ type: "progress", done: index + 1, total: items.length, unit: "items", seconds_left: 0 });
  }
  const lines = items.map((item) => `${JSON.stringify(partial.answers.get(answerKey(item)))}\n`);
  partial.close();
  writeFileSync(path.join(out, "answers.jsonl"), lines.join(""));
  return { items: items.length };
}

function witness(line: string): void {
  if (WITNESS === undefined) return;
  mkdirSync(path.dirname(WITNESS), { recursive: true });
  appendFileSync(WITNESS, `${line}\n`);
}

function itemsOf(file: string): Item[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => itemSchema.parse(JSON.parse(line)));
}

function hashOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
