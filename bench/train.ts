// `npm run bench:train [-- PAIRS [STEPS [THREADS]]]`: the embedded trainer beside PEFT fp32 on this machine's CPU.
//
// The same rows, rank, targets and optimizer steps; ours, theirs, ours, theirs … each in a process of
// its own, so that a busy minute hits both. PEFT's environment (5.4 GB, pip) is made here and by nothing else.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadRunFile } from "../src/core/load.ts";
import { resolveData } from "../src/data/resolve.ts";
import { physicalCores } from "../src/engines/embedded/cores.ts";
import { executeJob } from "../src/engines/embedded/engine.ts";
import { learningRate } from "../src/engines/embedded/native/train/schedule.ts";
import type { JobOf } from "../src/protocol/job.ts";
import { layOutSteps } from "./train-work.ts";

const root = path.join(import.meta.dirname, "..");
const tools = path.join(root, ".tools");
const child = path.join(root, "src/engines/embedded/native/child.ts");
const rival = path.join(import.meta.dirname, "peft-rival.py");
const rivalPackages = ["torch==2.15.0", "transformers==5.23.0", "peft==0.21.2", "accelerate==1.15.0", "gguf==0.19.0"];
const never = new AbortController().signal;

interface Measured {
  /** Seconds from the command to the end of the first optimizer step. */
  first: number;
  /** Of them, until computing began. */
  setup: number;
  peakBytes: number;
  /** Trained tokens a second, first step excluded; padding is not counted. */
  rate: number;
  losses: number[];
}

const [pairs = 3, steps = 4, onlyThreads] = process.argv.slice(2).map(Number);
const models = ensureModels();
const python = ensureRival();
const folder = mkdtempSync(path.join(os.tmpdir(), "deepextension-bench-"));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const settings = await settingsOf(path.join(root, "examples/mail-triage/mail-triage.run.yaml"));
  const rows = path.join(folder, "train.jsonl");
  const base = path.join(models, "base.q8_0.gguf");
  const work = await layOutSteps({ base, rows, settings, child });
  const plan = path.join(folder, "work.json");
  const { rank, alpha } = settings;
  const learning_rates = work.steps.map((_, step) => learningRate(step + 1, work.steps.length, settings));
  const model = path.join(models, "base.f16.gguf");
  writeFileSync(plan, JSON.stringify({ model, rank, alpha, learning_rates, steps: work.steps }));
  const { tokens } = work;
  print(
    machine(),
    `${tokens.length} steps of ${settings.batch_size} rows, ${sum(tokens)} tokens; rank ${rank}, all projections`,
  );

  const counts = onlyThreads === undefined ? [...new Set([Math.min(2, physicalCores()), 1])] : [onlyThreads];
  for (const threads of counts) {
    const ours: Measured[] = [];
    const theirs: (Measured & { gemmPeak: number })[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      ours.push(await runOurs({ base, rows, settings, threads, tokens }));
      theirs.push(await runTheirs({ plan, threads, tokens }));
      print(
        `threads ${threads}, pair ${pair + 1}: load ${os.loadavg()[0]!.toFixed(1)}; ${brief(ours)}; PEFT ${brief(theirs)}`,
      );
    }
    printTable(threads, ours, theirs, work.operationsPerToken);
  }
}

type Settings = JobOf<"train">["settings"];

/** The example's settings and rows; the optimizer steps are as many as are asked for. */
async function settingsOf(file: string): Promise<Settings> {
  const loaded = await loadRunFile(file);
  const spec = loaded.value;
  if (!spec?.train) throw new Error(`${file} has problems: ${JSON.stringify(loaded.problems)}`);
  const { splits } = await resolveData(spec.data, { folder: loaded.folder, needs: { train: true, test: false } });
  const { train } = spec;
  const items = splits.train.slice(0, steps * train.batch_size);
  writeFileSync(path.join(folder, "train.jsonl"), items.map((item) => `${JSON.stringify(item)}\n`).join(""));
  const { type, rank, alpha = 2 * rank } = train.adapter;
  const targets = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
  const { base_precision: _, adapter: __, deterministic: ___, ...rest } = train;
  return { ...rest, adapter_type: type, rank, alpha, targets, epochs: 1, learning_rate: train.learning_rate ?? 2e-3 };
}

async function runOurs(run: {
  base: string;
  rows: string;
  settings: Settings;
  threads: number;
  tokens: number[];
}): Promise<Measured> {
  const out = path.join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const began = performance.now();
  const seconds: number[] = [];
  const losses: number[] = [];
  let first = 0;
  const job: JobOf<"train"> = {
    kind: "train",
    base: run.base,
    train: run.rows,
    validation: null,
    settings: run.settings,
    out,
    checkpoints: path.join(out, "checkpoints"),
    threads: run.threads,
    deterministic: false,
  };
  const { peak_memory_bytes } = await executeJob(job, {
    child,
    signal: never,
    log: path.join(folder, "child.log"),
    onMessage(message) {
      if (message.type !== "train.step") return;
      first ||= (performance.now() - began) / 1000;
      seconds.push(message.seconds);
      losses.push(message.loss ?? Number.NaN);
    },
  });
  return { first, setup: first - seconds[0]!, peakBytes: peak_memory_bytes, rate: rateOf(run.tokens, seconds), losses };
}

async function runTheirs(run: { plan: string; threads: number; tokens: number[] }) {
  const args = [rival, run.plan, String(run.threads), String(Date.now() / 1000)];
  const result = await output(python, args);
  const line = JSON.parse(result.trim().split("\n").at(-1)!);
  return {
    first: line.first_step as number,
    setup: (line.first_step - line.seconds[0]) as number,
    peakBytes: line.peak_memory_bytes as number,
    rate: rateOf(run.tokens, line.seconds),
    losses: line.losses as number[],
    gemmPeak: line.gemm_peak as number,
  };
}

/** The first step has caches to warm and, here, a graph to build. */
function rateOf(tokens: number[], seconds: number[]): number {
  return sum(tokens.slice(1)) / sum(seconds.slice(1));
}

function printTable(
  threads: number,
  ours: Measured[],
  theirs: (Measured & { gemmPeak: number })[],
  operationsPerToken: number,
): void {
  const row = (name: string, of: (run: Measured) => number, digits: number) => {
    const ratios = ours.map((run, index) => of(run) / of(theirs[index]!));
    const range = `${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)}`;
    const medians = [median(ours.map(of)).toFixed(digits), median(theirs.map(of)).toFixed(digits)];
    return `| ${name} | ${medians.join(" | ")} | ${median(ratios).toFixed(2)} | ${range} |`;
  };
  const peak = median(theirs.map(({ gemmPeak }) => gemmPeak));
  const share = (runs: Measured[]) => (median(runs.map(({ rate }) => rate)) * operationsPerToken) / peak;
  print(
    "",
    `| ${threads} thread${threads > 1 ? "s" : ""}, median of ${ours.length} | embedded | PEFT fp32 | ratio | its range |`,
    "|---|---|---|---|---|",
    row("command to the first optimizer step's end, s", ({ first }) => first, 1),
    row("of it, before computing begins, s", ({ setup }) => setup, 1),
    row("peak resident memory, MiB", ({ peakBytes }) => peakBytes / 2 ** 20, 0),
    row("trained tokens a second", ({ rate }) => rate, 1),
    `| share of the GEMM peak (${(peak / 1e9).toFixed(0)} GFLOP/s, f32, torch) | ${share(ours).toFixed(2)} | ${share(theirs).toFixed(2)} | | |`,
    `losses: ${losses(ours)}; PEFT ${losses(theirs)} (other start values)`,
    "",
  );
}

function losses([run]: Measured[]): string {
  return run!.losses.map((loss) => loss.toFixed(2)).join(" ");
}

function brief(runs: Measured[]): string {
  const { first, rate, peakBytes } = runs.at(-1)!;
  return `first step ${first.toFixed(1)} s, ${rate.toFixed(0)} tokens/s, ${Math.round(peakBytes / 2 ** 20)} MiB`;
}

function machine(): string {
  const { llama, node } = { llama: versionOf("node-llama-cpp"), node: process.version };
  const cpu = os.cpus()[0]?.model ?? "unknown";
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const versions = `Node ${node}, node-llama-cpp ${llama}, ${rivalPackages.join(", ")}`;
  return `${cpu}, ${physicalCores()} cores, ${memory} GiB, ${os.platform()} ${os.release()}\n${versions}`;
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")).version;
}

function ensureModels(): string {
  const chosen = process.env.DEEPEXTENSION_TEST_MODELS;
  const models = chosen ?? path.join(tools, "test-models");
  if (!existsSync(path.join(models, "base.q8_0.gguf"))) {
    must(process.execPath, [path.join(root, "scripts/test-models.ts"), models]);
  }
  return models;
}

function ensureRival(): string {
  const home = path.join(tools, "bench-peft");
  const bin = path.join(home, process.platform === "win32" ? "Scripts" : "bin");
  const executable = path.join(bin, process.platform === "win32" ? "python.exe" : "python");
  const ready = existsSync(executable) && spawnSync(executable, ["-c", "import peft, gguf, accelerate"]).status === 0;
  if (!ready) {
    print("making PEFT's environment (5.4 GB)");
    must("python3", ["-m", "venv", home]);
    must(executable, ["-m", "pip", "install", "--quiet", ...rivalPackages]);
  }
  return executable;
}

function must(command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

function output(command: string, args: string[]): Promise<string> {
  const running = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let complaints = "";
  running.stdout.on("data", (part) => {
    text += part;
  });
  running.stderr.on("data", (part) => {
    complaints += part;
  });
  return new Promise((resolve, reject) => {
    running.on("error", reject);
    running.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(complaints.slice(-2000)))));
  });
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function print(...lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
