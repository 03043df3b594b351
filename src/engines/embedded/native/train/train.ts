import path from "node:path";
import type { JobOf } from "../../../../protocol/job.ts";
import { openCpu } from "../ffi/backend.ts";
import type { Say } from "../say.ts";
import { writeAdapter } from "./adapter-file.ts";
import { checkRows, checkSettings, hashRows, hashSettings } from "./check.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { writeCurve } from "./curve.ts";
import { lanesFor, openLanes } from "./lanes.ts";
import { runSteps } from "./loop.ts";
import { layOut } from "./lora.ts";
import { openModel } from "./model.ts";
import type { TokenRow } from "./rows.ts";
import { adaptiveThreads, fixedThreads } from "./threads.ts";

export interface TrainingRows {
  train: TokenRow[];
  validation: TokenRow[];
}

/**
 * Trains an adapter. The rows may still be on their way from the tokenizer's process: the weights are loaded meanwhile.
 * Writes `adapter.gguf` and `curve.jsonl` into `job.out` and returns what was measured.
 * Goes on from the newest whole checkpoint in `job.checkpoints`, if there is one.
 *
 * Throws `cannot-train-…` before anything starts, `cancelled` (a checkpoint is kept), `loss-not-finite` (the last
 * good checkpoint is kept), `checkpoint-of-another-training`.
 */
export async function trainJob(
  job: JobOf<"train">,
  incoming: TrainingRows | Promise<TrainingRows>,
  say: Say,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const started = performance.now();
  const { settings } = job;
  checkSettings(settings);
  // One thread until lanes take over: loading gains little from more, and loses much beside a busy neighbour.
  const cpu = openCpu(1);
  const count = lanesFor(job.threads);
  const [rows, model] = await Promise.all([incoming, openModel(cpu, job.base, settings, count)]);
  checkRows(rows, model.architecture);
  const { adapter, architecture, weights } = model;
  const perLane = Math.max(1, Math.floor(job.threads / count));
  const lanes = openLanes(cpu, model, count, job.deterministic ? fixedThreads(perLane) : adaptiveThreads(perLane));

  const identity = { settings: hashSettings(settings), rows: hashRows(rows), base: weights.sha256 };
  const checkpoint = readCheckpoint(job.checkpoints, identity, (name, reason) =>
    say({ type: "note", level: "warning", code: "checkpoint-damaged", params: { checkpoint: name, reason } }),
  );
  if (checkpoint) {
    for (const vector of ["weights", "mean", "square"] as const) adapter.write(vector, checkpoint[vector]);
    const { step, cpu: features, threads } = checkpoint.state;
    say({ type: "train.resumed", step });
    if (features !== cpu.features || (job.deterministic && threads !== job.threads)) {
      say({ type: "note", level: "warning", code: "resumed-elsewhere", params: { step } });
    }
  }

  const result = await runSteps({
    job,
    rows,
    say,
    signal,
    cpu,
    model,
    lanes,
    identity,
    checkpoint,
    started,
  });
  writeAdapter(path.join(job.out, "adapter.gguf"), {
    architecture: architecture.name,
    alpha: settings.alpha,
    rank: settings.rank,
    places: layOut(architecture, settings),
    weights: result.chosen,
  });
  writeCurve(path.join(job.out, "curve.jsonl"), result.curve);
  return {
    ...result.facts,
    trained_parameters: adapter.parameters,
    base_bytes: weights.bytes,
    transposed_bytes: weights.transposedBytes,
    activation_bytes: lanes.activationBytes(),
    cpu: cpu.features,
    deterministic: job.deterministic,
    resumed_from: checkpoint?.state.step ?? null,
  };
}
