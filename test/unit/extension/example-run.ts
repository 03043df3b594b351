import type { Happening, RunEvent } from "../../../src/protocol/event.ts";
import type { PlannedStage, StageKind } from "../../../src/protocol/plan.ts";
import type { RunState } from "../../../src/protocol/run-state.ts";
import { foldEvents } from "../../../src/runs/fold.ts";
import { exampleVerdict } from "./example-verdict.ts";

const MiB = 1024 * 1024;
export const EXAMPLE_RUN = "019a6d2e-4c00-7abc-8def-0123456789ab";
const STARTED = Date.UTC(2026, 10, 24, 9, 30);
const STEPS = 44;

function stage(id: string, kind: StageKind, inputs: string[], seconds: number, memory: number): PlannedStage {
  return {
    id,
    kind,
    variant: null,
    candidate: kind === "evaluate" ? id.slice(id.indexOf(":") + 1) : null,
    key: Buffer.from(id.padEnd(32, "-")).toString("hex").slice(0, 64),
    inputs,
    engine: "embedded",
    reused_from: null,
    estimate: { memory_bytes: memory * MiB, seconds, disk_bytes: 300 * MiB },
  };
}

export const exampleStages: PlannedStage[] = [
  stage("convert", "convert", [], 6, 420),
  stage("train", "train", ["convert"], 250, 917),
  stage("merge", "merge", ["convert", "train"], 5, 560),
  stage("quantize:q4_k_m", "quantize", ["merge"], 9, 480),
  stage("evaluate:constrained", "evaluate", ["convert"], 75, 520),
  stage("evaluate:reference", "evaluate", ["merge"], 70, 520),
  stage("evaluate:q4_k_m", "evaluate", ["quantize:q4_k_m"], 55, 360),
  stage("compare", "compare", ["evaluate:constrained", "evaluate:reference", "evaluate:q4_k_m"], 1, 60),
];

export interface ExampleOptions {
  /** How far the run has come. Default: to its end. */
  until?: "start" | "training" | "evaluating" | "failed" | "end";
  run?: string;
  name?: string;
  pid?: number;
  reused?: boolean;
}

/** The log of a run of the mail example, made up but in everything as the product writes it. */
export function exampleEvents(options: ExampleOptions = {}): RunEvent[] {
  const { until = "end", run = EXAMPLE_RUN } = options;
  const log = writer(run);
  log(0, start(options));
  if (until === "start") return log.events;
  if (options.reused)
    for (const { id, key } of exampleStages.slice(0, 4))
      log(0.1, { type: "stage.reused", stage: id, key, from: EXAMPLE_RUN });
  else if (!training(log, until)) return log.events;
  evaluations(log, until);
  if (until !== "end") return log.events;
  const { key } = exampleStages.at(-1)!;
  log(0, { type: "stage.started", stage: "compare" });
  log(0.8, {
    type: "stage.finished",
    stage: "compare",
    key,
    seconds: 0.8,
    peak_memory_bytes: null,
    bytes: 81_000,
    facts: {},
  });
  log(0, { type: "verdict", stage: "compare", verdict: exampleVerdict() });
  log(0.1, { type: "run.finished", state: "succeeded", seconds: log.elapsed() });
  return log.events;
}

export function exampleState(options: ExampleOptions = {}): RunState {
  return foldEvents(options.run ?? EXAMPLE_RUN, exampleEvents(options));
}

/** As the file of a run. */
export function exampleLog(options: ExampleOptions = {}): string {
  return exampleEvents(options)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
}

interface Writer {
  (after: number, happening: Happening): void;
  events: RunEvent[];
  elapsed(): number;
}

function writer(run: string): Writer {
  const events: RunEvent[] = [];
  let elapsed = 0;
  const write = (after: number, happening: Happening) => {
    elapsed = Math.round((elapsed + after) * 1000) / 1000;
    const at = new Date(STARTED + elapsed * 1000).toISOString();
    events.push({ v: 1, run, seq: events.length + 1, at, elapsed, attempt: 1, ...happening });
  };
  return Object.assign(write, { events, elapsed: () => elapsed });
}

function start({ name = "mail-triage", pid = process.pid }: ExampleOptions): Happening {
  return {
    type: "run.started",
    name,
    file: `${name}.run.yaml`,
    workspace: "/workspace",
    pid,
    machine: { platform: "linux", arch: "x64", cpu: "a cpu", physical_cores: 2, memory_bytes: 8e9, threads: 2 },
    versions: { deepextension: "0.1.0" },
    spec_sha256: "1".repeat(64),
    data: { train: { sha256: "2".repeat(64), items: 352 }, test: { sha256: "3".repeat(64), items: 120 } },
    variants: [{ name: "", values: {}, candidates: ["constrained", "reference", "q4_k_m"] }],
    stages: exampleStages,
  };
}

/** Convert, train, merge, quantize. False: the run stopped within. */
function training(log: Writer, until: ExampleOptions["until"]): boolean {
  done(log, "convert", 5.6, 402, 413);
  log(0.2, { type: "stage.started", stage: "train" });
  log(1.2, { type: "train.evaluation", stage: "train", step: 0, loss: 2.913, tokens: 1800 });
  const last = until === "training" ? 27 : until === "failed" ? 12 : STEPS;
  for (let step = 1; step <= last; step += 1) trainStep(log, step);
  if (until === "training") return false;
  if (until === "failed") {
    const error = {
      code: "file-not-found",
      params: { file: "base.q8_0.gguf" },
      message: "The file base.q8_0.gguf does not exist.",
    };
    log(0.5, { type: "stage.failed", stage: "train", seconds: 70.1, error });
    log(0.1, { type: "run.finished", state: "failed", seconds: log.elapsed(), error });
    return false;
  }
  const { key } = exampleStages[1]!;
  log(0.4, {
    type: "stage.finished",
    stage: "train",
    key,
    seconds: 251.3,
    peak_memory_bytes: 889 * MiB,
    bytes: 19 * MiB,
    facts: {},
  });
  done(log, "merge", 4.1, 548, 257);
  done(log, "quantize:q4_k_m", 8.7, 431, 100);
  return true;
}

function trainStep(log: Writer, step: number): void {
  const wave = Math.sin(step * 2.7) * 0.11 + Math.sin(step * 1.3) * 0.07;
  const loss = 0.34 + 2.45 * Math.exp(-step / 7) + wave * (0.4 + Math.exp(-step / 12));
  log(5.7, {
    type: "train.step",
    stage: "train",
    step,
    steps: STEPS,
    epoch: step / STEPS,
    loss: Math.round(loss * 10000) / 10000,
    learning_rate: 0.002 * Math.cos((step / STEPS) * 1.5),
    grad_norm: 0.9 + Math.abs(wave) * 3,
    tokens: 560 + ((step * 37) % 60),
    seconds: 5.4 + Math.abs(wave),
    threads: 2,
    seconds_left: (STEPS - step) * 5.7,
  });
  if (step % 11 === 0) {
    const judged = 0.42 + 2.5 * Math.exp(-step / 8);
    log(1.1, {
      type: "train.evaluation",
      stage: "train",
      step,
      loss: Math.round(judged * 10000) / 10000,
      tokens: 1800,
    });
    log(0, { type: "train.checkpoint", stage: "train", step, bytes: 39_000_000 });
  }
}

function evaluations(log: Writer, until: ExampleOptions["until"]): void {
  const names = ["evaluate:constrained", "evaluate:reference", "evaluate:q4_k_m"] as const;
  for (const [index, id] of names.entries()) {
    if (until !== "evaluating" || index === 0) {
      done(log, id, 71 - index * 9, 498 - index * 80, 0.1);
      continue;
    }
    log(0.1, { type: "stage.started", stage: id });
    log(20, { type: "stage.progress", stage: id, done: 43, total: 120, unit: "items", seconds_left: 37 });
    return;
  }
}

function done(log: Writer, id: string, seconds: number, memory: number, size: number): void {
  const { key } = exampleStages.find((planned) => planned.id === id)!;
  log(0.1, { type: "stage.started", stage: id });
  if (id === "quantize:q4_k_m") {
    const params = { count: 30, total: 211, type: "q4_k_m", example: "blk.0.attn_q.weight q5_0" };
    log(0.2, { type: "note", stage: id, level: "info", code: "quantize-fallback", params });
  }
  log(seconds, {
    type: "stage.finished",
    stage: id,
    key,
    seconds,
    peak_memory_bytes: memory * MiB,
    bytes: Math.round(size * MiB),
    facts: {},
  });
}
