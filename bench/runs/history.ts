import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Happening } from "../../src/protocol/event.ts";
import type { PlannedStage } from "../../src/protocol/plan.ts";
import { newRunId } from "../../src/runs/run-id.ts";
import { type Workspace, workspaceAt } from "../../src/runs/workspace.ts";

const START = Date.UTC(2026, 0, 1);

function stage(id: string, kind: PlannedStage["kind"], key: string): PlannedStage {
  const estimate = { memory_bytes: 9e8, seconds: 60, disk_bytes: 1e8 };
  const rest = { variant: null, candidate: null, inputs: [], engine: "embedded" as const, reused_from: null };
  return { id, kind, key, estimate, ...rest };
}

/** The log of one made-up run, as the product writes it: its start, some steps, its end. `steps` of `metrics` numbers each. */
export function logOf(run: string, index: number, { steps = 3, metrics = 0, live = false } = {}): string {
  const at = new Date(START + index * 60_000).toISOString();
  const stages = [
    stage("convert", "convert", "a".repeat(64)),
    stage("train", "train", run.replaceAll("-", "").padEnd(64, "0")),
  ];
  const extra = Object.fromEntries(
    Array.from({ length: metrics }, (_, each) => [`metric_${each}`, Math.sin(index + each)]),
  );
  const events: (Happening & Record<string, unknown>)[] = [
    {
      type: "run.started",
      name: `experiment-${index % 40}`,
      file: `experiments/experiment-${index % 40}.run.yaml`,
      workspace: "/workspace",
      pid: process.pid,
      machine: { platform: "linux", arch: "x64", cpu: "a cpu", physical_cores: 2, memory_bytes: 8e9, threads: 2 },
      versions: { deepextension: "0.1.0" },
      spec_sha256: "1".repeat(64),
      data: {},
      variants: [{ name: "", values: {}, candidates: [] }],
      stages,
    },
    { type: "stage.started", stage: "train" },
    ...Array.from({ length: steps }, (_, step) => ({
      type: "train.step" as const,
      stage: "train",
      step: step + 1,
      steps,
      epoch: step / steps,
      loss: 2 / (1 + step / 10) + Math.sin(index + step) / 20,
      learning_rate: 2e-3,
      grad_norm: 1 + Math.cos(step) / 2,
      tokens: 800,
      seconds: 0.5,
      threads: 2,
      seconds_left: steps - step,
      ...extra,
    })),
  ];
  const state = index % 9 === 4 ? ("failed" as const) : ("succeeded" as const);
  if (!live) events.push({ type: "run.finished", state, seconds: 60 + (index % 600) });
  return events
    .map((event, seq) => `${JSON.stringify({ v: 1, run, seq: seq + 1, at, elapsed: seq, attempt: 1, ...event })}\n`)
    .join("");
}

/** A workspace with so many runs. They differ in learning rate, rank and loss, as people's do. */
export function makeHistory(root: string, count: number, options: Parameters<typeof logOf>[2] = {}): Workspace {
  rmSync(root, { recursive: true, force: true });
  const workspace = workspaceAt(root);
  for (let index = 0; index < count; index += 1) {
    const run = newRunId(START + index * 60_000);
    const folder = workspace.runFolder(run);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "events.jsonl"), logOf(run, index, options));
    writeFileSync(path.join(folder, "run.yaml"), runFile(index));
  }
  // As if it had not been changed a moment ago, which it has not been on any day but this one.
  utimesSync(path.join(workspace.store, "runs"), new Date(), new Date(Date.now() - 60_000));
  return workspace;
}

function runFile(index: number): string {
  return `version: 1
name: experiment-${index % 40}
model: smollm2-135m-instruct
data: { train: data/train.jsonl, test: data/test.jsonl, prompt: "{{body}}", answer: "{{answer}}" }
train: { learning_rate: ${[2e-3, 1e-3, 5e-4][index % 3]}, adapter: { type: lora, rank: ${[4, 8, 16, 32][index % 4]} } }
`;
}
