// `npm run bench:evaluate [-- PAIRS [ITEMS [THREADS]]]`: asking items, beside llama-server on the same model, prompts and slots.
//
// Ours, theirs, ours, theirs …, new prompts each time, so that a busy minute hits both and no cache knows an answer.
// llama-server is built here and by nothing else (bench/llama-rival.ts).
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { physicalCores } from "../src/engines/embedded/cores.ts";
import type { Item } from "../src/protocol/item.ts";
import type { JobOf } from "../src/protocol/job.ts";
import type { Cost, Work } from "./ask-child.ts";
import { llamaProgram } from "./llama-rival.ts";
import { runLmEval, runPromptfoo } from "./null-rivals.ts";

const [pairs = 3, count = 24, threads = Math.min(2, physicalCores())] = process.argv.slice(2).map(Number);
const slots = 8;
const answerTokens = 35;
const contextTokens = 256;
const cases = 21_420;
const prefixTokens = 2000;
/** Enough that a rival's start is a small part of its time. */
const rivalCases = 5000;
const root = path.join(import.meta.dirname, "..");
const model = path.join(
  process.env.DEEPEXTENSION_TEST_MODELS ?? path.join(root, ".tools/test-models"),
  "base.q8_0.gguf",
);
const folder = mkdtempSync(path.join(os.tmpdir(), "deepextension-bench-"));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  console.log(
    `${os.cpus()[0]?.model.trim()}, ${threads} threads, load ${os.loadavg()[0]?.toFixed(1)}; ${count} items a run,`,
  );
  console.log(
    `${slots} slots, greedy, at most ${answerTokens} answer tokens, SmolLM2-135M q8_0, median of ${pairs} pairs\n`,
  );
  const { ours, theirs } = await besideServer();
  const ratio = (of: (run: Run) => number) => ours.map((run, index) => of(run) / of(theirs[index]!));
  const rate = (run: Run) => count / run.seconds;
  const cpu = (run: Run) => run.cpu / count;
  row("", "ours", "llama-server", "ratio", "its range");
  row("---", "---", "---", "---", "---");
  for (const [name, of] of [
    ["items a second", rate],
    ["CPU seconds an item", cpu],
  ] as const) {
    const ratios = ratio(of);
    const range = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
    row(name, figure(median(ours.map(of))), figure(median(theirs.map(of))), figure(median(ratios)), range);
  }
  const prefix = await inChild<number[]>({ kind: "prefix", model, tokens: prefixTokens, threads });
  const [cold = 0, warm = 0] = prefix.result;
  const nothing = await nullRun();
  const perItem = nothing.cost.cpu / cases;
  row("", "", "", "", "");
  row(
    `first token behind ${prefixTokens} tokens, s`,
    figure(cold),
    `${figure(warm)} once they are known`,
    figure(cold / warm),
    "",
  );
  row(`null model, ${cases} items, items/s`, String(Math.round(cases / nothing.seconds)), "", "", "");
  row("its process's peak memory, MB", String(Math.round(nothing.cost.peakBytes / 1e6)), "", "", "");
  row("own CPU of all CPU, %", figure((100 * perItem) / median(ours.map(cpu))), "", "", "");
  for (const rival of [runPromptfoo(rivalCases, folder), runLmEval(rivalCases, folder)]) {
    const mega = Math.round(rival.peakBytes / 1e6);
    const name = `${rival.name} ${rival.version}, ${rival.items} items, items/s`;
    const [own, other] = [cases / nothing.seconds, rival.items / rival.seconds];
    row(name, String(Math.round(own)), String(Math.round(other)), figure(own / other), `its peak: ${mega} MB`);
  }
}

interface Run {
  seconds: number;
  cpu: number;
}

async function besideServer(): Promise<{ ours: Run[]; theirs: Run[] }> {
  const server = await startServer();
  const [ours, theirs]: [Run[], Run[]] = [[], []];
  try {
    for (let pair = -1; pair < pairs; pair += 1) {
      const texts = questions(count, (pair + 1) * count);
      const { result: prompts } = await inChild<number[][]>({ kind: "render", model, texts });
      const job = jobOf(texts);
      const own = await inChild<{ seconds: number; answer_tokens: number }>({ kind: "ask", job });
      const other = await askServer(server, prompts);
      // The first pair warms the page cache and the server up.
      if (pair < 0) continue;
      ours.push({ seconds: own.result.seconds, cpu: own.cost.cpu });
      theirs.push(other);
      console.error(
        `pair ${pair + 1}: ours ${own.result.seconds.toFixed(1)} s, ${own.result.answer_tokens} tokens; theirs ${other.seconds.toFixed(1)} s, ${other.tokens} tokens`,
      );
    }
  } finally {
    server.child.kill("SIGKILL");
  }
  return { ours, theirs };
}

function questions(amount: number, from: number): string[] {
  const things = ["a lamp", "two chairs", "the invoice", "a parcel", "my account"];
  return Array.from({ length: amount }, (_, index) => {
    const number = 1000 + 37 * (from + index);
    return `Order ${number} is about ${things[number % things.length]}. It has not arrived. What shall I do? Answer shortly.`;
  });
}

function jobOf(texts: readonly string[]): JobOf<"evaluate"> {
  const run = mkdtempSync(path.join(folder, "run-"));
  const items = path.join(run, "items.jsonl");
  const item = (content: string, index: number): Item => ({
    id: String(index),
    cluster: null,
    messages: [{ role: "user", content }],
    answer: "",
    source: { file: "bench", row: index + 1 },
  });
  writeFileSync(items, texts.map((text, index) => `${JSON.stringify(item(text, index))}\n`).join(""));
  const out = path.join(run, "out");
  mkdirSync(out);
  const decode = { temperature: 0, max_tokens: answerTokens, constrain: "none" } as const;
  const rest = { schema: null, shots: null, threads, slots, seed: 1, partial: path.join(run, "partial.jsonl") };
  return { kind: "evaluate", model, items, decode, out, ...rest };
}

/** Wall time of the whole process, its start and the writing of all answers included. */
async function nullRun() {
  const job = jobOf(questions(cases, 0));
  const started = performance.now();
  const { cost } = await inChild({ kind: "ask-null", job });
  return { cost, seconds: (performance.now() - started) / 1000 };
}

async function inChild<T>(work: Work): Promise<{ result: T; cost: Cost }> {
  const child = fork(path.join(import.meta.dirname, "ask-child.ts"), [], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let complaint = "";
  child.stderr?.on("data", (data) => {
    complaint += data;
  });
  return new Promise((resolve, reject) => {
    child.on("message", (message: { result: T; cost: Cost }) => "cost" in message && resolve(message));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the process ended with ${code}: ${complaint.slice(-2000)}`)));
    child.send(work);
  });
}

interface Server {
  child: ChildProcess;
  address: string;
}

async function startServer(): Promise<Server> {
  const port = 20_000 + (process.pid % 20_000);
  const options = { m: model, t: threads, tb: threads, np: slots, c: slots * contextTokens, ngl: 0, port, cram: 0 };
  const flags = Object.entries(options).flatMap(([name, value]) => [
    name === "port" ? "--port" : `-${name}`,
    String(value),
  ]);
  const child = spawn(llamaProgram("llama-server"), flags, { stdio: "ignore" });
  const address = `http://127.0.0.1:${port}`;
  const patience = performance.now() + 60_000;
  for (;;) {
    const ready = await fetch(`${address}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { child, address };
    if (child.exitCode !== null || performance.now() > patience)
      throw new Error(`llama-server did not start (${child.exitCode})`);
    await setTimeout(100);
  }
}

/** All prompts at once: the server keeps its slots full by itself. */
async function askServer({ child, address }: Server, prompts: readonly number[][]): Promise<Run & { tokens: number }> {
  const before = cpuOf(child);
  const started = performance.now();
  const answers = await Promise.all(
    prompts.map(async (prompt) => {
      const body = JSON.stringify({ prompt, n_predict: answerTokens, temperature: 0, cache_prompt: true });
      const answer = await fetch(`${address}/completion`, { method: "POST", body });
      if (!answer.ok) throw new Error(`llama-server: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { tokens_predicted: number };
    }),
  );
  const tokens = answers.reduce((sum, { tokens_predicted }) => sum + tokens_predicted, 0);
  return { seconds: (performance.now() - started) / 1000, cpu: cpuOf(child) - before, tokens };
}

/** Seconds of CPU that a process has used, by /proc (Linux). */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const TICKS_PER_SECOND = 100;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}

function figure(value: number): string {
  return value.toPrecision(3);
}

function row(...cells: string[]): void {
  console.log(`| ${cells.join(" | ")} |`);
}
