import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { RunEvent } from "../../../src/protocol/event.ts";
import { plannedStage, runStarted } from "../runs/fixtures.ts";

export const runId = "0199a1b2-c3d4-7e5f-8a6b-0123456789ab";

const stages = [plannedStage("convert", "convert"), plannedStage("train", "train")];
const happenings = [
  runStarted(stages),
  { type: "stage.started", stage: "convert" },
  { type: "stage.progress", stage: "convert", done: 136, total: 272, unit: "tensors", seconds_left: 1 },
  {
    type: "stage.finished",
    stage: "convert",
    key: "0".repeat(64),
    seconds: 2.5,
    peak_memory_bytes: 3e8,
    bytes: 4e8,
    facts: {},
  },
  { type: "stage.started", stage: "train" },
  { type: "note", stage: "train", level: "warning", code: "waiting-for-run", params: { run: "x" } },
  {
    type: "train.step",
    stage: "train",
    step: 1,
    steps: 21,
    epoch: 0.05,
    loss: 2.25,
    learning_rate: 0.002,
    grad_norm: 1,
    tokens: 800,
    seconds: 8,
    threads: 2,
    seconds_left: 160,
  },
] as const;

export const ending = { type: "run.finished", state: "succeeded", seconds: 12 } as const;

/** Lines of a log, numbered. */
export function lines(events: readonly object[], from = 1): string {
  return events
    .map((event, index) => {
      const seq = from + index;
      const envelope = { v: 1, run: runId, seq, at: "2026-01-02T03:04:05.000Z", elapsed: seq, attempt: 1 };
      return `${JSON.stringify({ ...envelope, ...event } as RunEvent)}\n`;
    })
    .join("");
}

/** A workspace with one run in it, as an execution leaves it. Returns the log. */
export async function workspaceWithRun(root: string, options: { over?: boolean; pid?: number } = {}): Promise<string> {
  const folder = path.join(root, ".deepextension", "runs", runId);
  await mkdir(folder, { recursive: true });
  const owner = { pid: options.pid ?? process.pid, started: null };
  await writeFile(path.join(folder, "owner.json"), JSON.stringify(owner));
  const log = path.join(folder, "events.jsonl");
  await writeFile(log, lines(options.over === false ? happenings : [...happenings, ending]));
  return log;
}

export const eventCount = happenings.length;
