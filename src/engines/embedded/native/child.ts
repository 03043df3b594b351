/**
 * The process that executes one job of the embedded engine: the entry of `dist/native.mjs`.
 * It is told the job over IPC, says what happens, ends with exactly one `done` or `failed`, and never outlives its parent.
 */
import type { Job, JobOf, WorkerMessage } from "../../../protocol/job.ts";
import { CodedError } from "../../../protocol/problem.ts";
import { type CountMessage, commandSchema } from "../command.ts";
import type { Say } from "./say.ts";
import type { RowCounter } from "./text/count.ts";
import type { TokenizeRequest } from "./text/tokenize.ts";

type LastWord = Extract<WorkerMessage, { type: "done" | "failed" }>;

const stop = new AbortController();
let task: "train" | "other" | null = null;
let counter: Promise<RowCounter> | null = null;

process.on("message", (value) => {
  const command = commandSchema.parse(value);
  if (command.type === "stop") return stopNow();
  if (command.type === "count-rows") return void answerCount((open) => open.count(command.rows));
  if (task !== null) return;
  if (command.type === "count") {
    task = "other";
    counter = import("./text/count.ts").then(({ openCounter }) => openCounter(command.model));
    return void answerCount(({ ready }) => ready);
  }
  task = command.type === "job" && command.job.kind === "train" ? "train" : "other";
  void (command.type === "job" ? runJob(command.job) : runTokenizer(command));
});
process.on("disconnect", stopNow);
// Ctrl-C and a group's SIGTERM reach this process too; a training must not die of them before its checkpoint.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopNow);
// With the parent gone nobody reads these either. A line that can't be written must not end a training before its checkpoint.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** A training stops at its next step and keeps a checkpoint. The rest has nothing to keep, and native calls can't be interrupted. */
function stopNow(): void {
  if (task === "train") stop.abort();
  else end({ type: "failed", code: "cancelled", params: {} }, { hard: true });
}

async function runJob(job: Job): Promise<void> {
  reportMemory();
  try {
    const facts = await execute(job, send);
    end({ type: "done", peak_memory_bytes: peakMemory(), facts });
  } catch (error) {
    end(failure(error));
  }
}

/** Each kind loads its own native libraries, and only those. */
async function execute(job: Job, say: Say): Promise<Record<string, unknown>> {
  switch (job.kind) {
    case "convert":
      return (await import("./convert.ts")).convertJob(job, say);
    case "train":
      return train(job, say);
    case "merge":
      return (await import("./merge.ts")).mergeJob(job, say);
    case "quantize":
      return (await import("./quantize.ts")).quantizeJob(job, say);
    case "evaluate":
      return (await import("./evaluate/evaluate.ts")).evaluateJob(job, say);
    case "divergence":
      return (await import("./divergence/divergence.ts")).divergenceJob(job, say);
  }
}

async function train(job: JobOf<"train">, say: Say): Promise<Record<string, unknown>> {
  const { tokenizeElsewhere } = await import("./text/process.ts");
  const { base, train, validation, settings } = job;
  const request = { base, train, validation, max_length: settings.max_length, too_long: settings.too_long };
  const tokenized = tokenizeElsewhere(request, { entry: process.argv[1]!, signal: stop.signal });
  const rows = tokenized.then(({ notes, ...data }) => {
    for (const note of notes) say({ type: "note", ...note });
    return data;
  });
  // Handled by whoever awaits it; until then it may fail without ending the process.
  rows.catch(() => undefined);
  return (await import("./train/train.ts")).trainJob(job, rows, say, stop.signal);
}

async function runTokenizer(request: TokenizeRequest): Promise<void> {
  try {
    const { tokenizeData } = await import("./text/tokenize.ts");
    const { sendData } = await import("./text/process.ts");
    await sendData(await tokenizeData(request));
    process.exit(0);
  } catch (error) {
    end(failure(error));
  }
}

async function answerCount(answer: (open: RowCounter) => CountMessage): Promise<void> {
  try {
    if (counter) process.send?.(answer(await counter), () => undefined);
  } catch (error) {
    end(failure(error));
  }
}

function failure(error: unknown): LastWord {
  if (error instanceof CodedError) {
    const detail = error.cause instanceof Error ? error.cause.stack : undefined;
    return { type: "failed", code: error.code, params: { ...error.params }, ...(detail ? { detail } : {}) };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { type: "failed", code: "internal-error", params: { detail: detail.slice(0, 2000) } };
}

function send(message: WorkerMessage): void {
  // A parent that is gone hears nothing; `disconnect` is what ends us then.
  if (process.connected) process.send?.(message, () => undefined);
}

/**
 * Says the last word and ends. `hard`: at once, whatever native threads are still doing; `process.exit` would wait for
 * them, and a quantization of a big model takes minutes.
 */
function end(word: LastWord, { hard = false } = {}): void {
  if (word.type === "failed")
    process.stderr.write(`${word.code} ${JSON.stringify(word.params)} ${word.detail ?? ""}\n`);
  const leave = () => (hard ? process.kill(process.pid, "SIGKILL") : process.exit(word.type === "done" ? 0 : 1));
  if (process.connected) process.send?.(word, leave);
  else leave();
}

/** Milliseconds between two looks at the memory, and the share by which it has to have changed to be said again. */
const MEMORY_EVERY = 3000;
const MEMORY_CHANGE = 0.03;

/** Says how much memory this process has, until it ends. */
function reportMemory(): void {
  let said = 0;
  const look = () => {
    const bytes = process.memoryUsage.rss();
    if (Math.abs(bytes - said) < MEMORY_CHANGE * said) return;
    said = bytes;
    send({ type: "memory", bytes, peak_bytes: Math.max(bytes, peakMemory()) });
  };
  setInterval(look, MEMORY_EVERY).unref();
}

/** Resident, at its highest, bytes. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
