import type { JobOf } from "../../../../protocol/job.ts";
import { CodedError } from "../../../../protocol/problem.ts";
import { stepsBetweenLooks } from "../../../../sizing/looks.ts";
import type { Cpu } from "../ffi/backend.ts";
import type { Say } from "../say.ts";
import { type Checkpoint, type Identity, type State, writeCheckpoint } from "./checkpoint.ts";
import type { CurvePoint } from "./curve.ts";
import type { Model } from "./forward.ts";
import type { Lanes } from "./lanes.ts";
import { validationLoss } from "./look.ts";
import type { Adapter, Vector } from "./lora.ts";
import { newOptimizer, type Optimizer } from "./optimizer.ts";
import { positionsOf, type TokenRow, weightOf } from "./rows.ts";
import { learningRate, type Order, orderRows } from "./schedule.ts";

export interface Training {
  job: JobOf<"train">;
  rows: { train: readonly TokenRow[]; validation: readonly TokenRow[] };
  say: Say;
  signal: AbortSignal;
  cpu: Cpu;
  model: Model & { adapter: Adapter };
  lanes: Lanes;
  identity: Identity;
  /** To go on from; its vectors are in the adapter already. */
  checkpoint: Checkpoint | null;
  /** `performance.now()` at the job's start. */
  started: number;
}

export interface TrainingResult {
  /** The weights that were chosen. */
  chosen: Float32Array;
  curve: CurvePoint[];
  facts: Record<string, unknown>;
}

/** Milliseconds between two checkpoints where the settings leave it open: the most work that a crash can cost. */
const CHECKPOINT_INTERVAL = 120_000;

/** Runs the optimizer steps that are left. */
export async function runSteps(training: Training): Promise<TrainingResult> {
  const { job, rows, checkpoint, model, started } = training;
  const { settings } = job;
  const order = orderRows(rows.train.length, settings);
  const optimizer = newOptimizer(training.cpu, model.adapter);
  const trained = (order.seen * positions(rows.train)) / rows.train.length;
  const work = { steps: order.steps, training: trained, validation: positions(rows.validation) };
  const every = stepsBetweenLooks(work, settings.evaluate_every);
  const state: State = checkpoint?.state ?? {
    version: 1,
    identity: training.identity,
    step: 0,
    looked: -1,
    best: null,
    cpu: training.cpu.features,
    threads: job.threads,
    curve: [],
  };
  let best = checkpoint?.best ?? null;
  const clock = newClock(order, every, rows.validation.length > 0);
  const keeper = checkpointKeeper(training, state, () => best);
  let firstStep: number | null = null;

  const look = async () => {
    const due = state.step % every === 0 || state.step === order.steps;
    if (rows.validation.length === 0 || !due || state.looked >= state.step) return;
    const began = performance.now();
    const { loss, tokens } = await validationLoss(training.lanes, rows.validation, () => refuseIfCancelled(training));
    clock.looked(seconds(began));
    if (!Number.isFinite(loss)) throw notFinite(training, state.step);
    training.say({ type: "train.evaluation", step: state.step, loss, tokens });
    state.curve.push({ type: "evaluation", step: state.step, loss, tokens });
    state.looked = state.step;
    if (state.best === null || loss < state.best.loss) {
      state.best = { step: state.step, loss };
      best = model.adapter.read("weights");
    }
  };

  if (checkpoint) sayAgain(state.curve, order.steps, training);
  try {
    await look();
    while (state.step < order.steps) {
      const point = await oneStep(training, optimizer, order, state.step + 1);
      state.step = point.step;
      state.curve.push(point);
      firstStep ??= seconds(started);
      clock.stepped(point.seconds);
      const { type: _, ...measured } = point;
      training.say({ type: "train.step", steps: order.steps, ...measured, seconds_left: clock.left(state.step) });
      await look();
      if (state.step < order.steps) keeper.perhaps();
    }
  } catch (error) {
    if (error instanceof CodedError && error.code === "cancelled") keeper.now();
    throw error;
  }
  return {
    chosen: best ?? model.adapter.read("weights"),
    curve: state.curve,
    facts: factsOf(state, order, firstStep, started),
  };
}

/** As many of a checkpoint's latest points are told again. */
const TOLD_AGAIN = 8;

/**
 * A trainer whose parent was killed makes its step and its checkpoint to the end, and nobody hears of that step: so the
 * latest points are told again. A number that was told before is replaced by the same.
 */
function sayAgain(curve: State["curve"], steps: number, { say }: Training): void {
  for (const point of curve.slice(-TOLD_AGAIN)) {
    if (point.type === "evaluation") {
      say({ ...point, type: "train.evaluation" });
      continue;
    }
    const { type: _, ...measured } = point;
    say({ type: "train.step", steps, ...measured, seconds_left: null });
  }
}

/** One optimizer step over as many micro-batches as its rows need. The loss is the mean over all its answer tokens, exactly. */
async function oneStep(
  training: Training,
  optimizer: Optimizer,
  order: Order,
  step: number,
): Promise<Extract<CurvePoint, { type: "step" }>> {
  const { job, lanes } = training;
  const began = performance.now();
  const rows = order.rowsOf(step).map((row) => training.rows.train[row]!);
  const divisor = rows.reduce((sum, row) => sum + weightOf(row), 0);
  const { sum } = await lanes.run(rows, divisor, () => refuseIfCancelled(training));
  const loss = sum / divisor;
  if (!Number.isFinite(loss)) throw notFinite(training, step);
  optimizer.gather();
  const norm = optimizer.clip(job.settings.clip);
  if (!Number.isFinite(norm)) throw notFinite(training, step);
  const rate = learningRate(step, order.steps, job.settings);
  optimizer.update(step, rate, job.settings.weight_decay);
  return {
    type: "step",
    step,
    epoch: order.epochAfter(step),
    loss,
    learning_rate: rate,
    grad_norm: norm,
    tokens: rows.reduce((total, row) => total + row.tokens.length, 0),
    seconds: seconds(began),
    threads: lanes.threads(),
  };
}

function refuseIfCancelled({ signal }: Training): void {
  if (signal.aborted) throw new CodedError("cancelled");
}

function notFinite({ say }: Training, step: number): CodedError {
  say({ type: "note", level: "warning", code: "loss-not-finite", params: { step } });
  return new CodedError("loss-not-finite", { step });
}

/** Writes checkpoints when they are due. A full disk ends no training: it is said, and the earlier checkpoints stay. */
function checkpointKeeper({ job, say, model }: Training, state: State, best: () => Float32Array | null) {
  let written = state.step;
  let at = performance.now();
  const write = () => {
    if (state.step === 0 || state.step === written) return;
    try {
      const read = (name: Vector) => () => model.adapter.read(name);
      const chosen = best();
      const bytes = writeCheckpoint(job.checkpoints, {
        state,
        vectors: {
          weights: read("weights"),
          mean: read("mean"),
          square: read("square"),
          best: chosen && (() => chosen),
        },
      });
      say({ type: "train.checkpoint", step: state.step, bytes });
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      const bytes = model.adapter.length * 4 * 4;
      say({
        type: "note",
        level: "warning",
        code: "checkpoint-not-written",
        params: { step: state.step, reason, bytes },
      });
    }
    written = state.step;
    at = performance.now();
  };
  return {
    now: write,
    perhaps() {
      const every = job.settings.checkpoint_every;
      if (every > 0 ? state.step % every === 0 : performance.now() - at >= CHECKPOINT_INTERVAL) write();
    },
  };
}

/** Seconds left, from what the last steps and looks took. */
function newClock(order: Order, every: number, looks: boolean) {
  const recent: number[] = [];
  let lookSeconds = 0;
  return {
    stepped: (took: number) => {
      recent.push(took);
      if (recent.length > 20) recent.shift();
    },
    looked: (took: number) => {
      lookSeconds = took;
    },
    left(step: number): number {
      const mean = recent.reduce((sum, took) => sum + took, 0) / recent.length;
      const looksLeft = looks ? Math.ceil(order.steps / every) - Math.floor(step / every) : 0;
      return Math.round(mean * (order.steps - step) + lookSeconds * looksLeft);
    },
  };
}

function factsOf(state: State, order: Order, firstStep: number | null, started: number): Record<string, unknown> {
  const steps = state.curve.filter((point) => point.type === "step");
  const looks = state.curve.filter((point) => point.type === "evaluation");
  const tokens = steps.reduce((sum, point) => sum + point.tokens, 0);
  const training = steps.reduce((sum, point) => sum + point.seconds, 0);
  const threads: Record<string, number> = {};
  for (const point of steps) threads[point.threads] = (threads[point.threads] ?? 0) + 1;
  return {
    steps: order.steps,
    rows_seen: order.seen,
    tokens,
    final_loss: steps.at(-1)?.loss ?? null,
    /** The step whose weights are in adapter.gguf: the lowest validation loss, or the last step without a validation set. */
    chosen_step: state.best?.step ?? order.steps,
    chosen_by: looks.length > 0 ? "validation loss" : "last step",
    validation: looks.map(({ step, loss }) => ({ step, loss })),
    seconds_to_first_step: firstStep,
    seconds: seconds(started),
    tokens_per_second: training > 0 ? tokens / training : null,
    steps_by_threads: threads,
  };
}

function positions(rows: readonly TokenRow[]): number {
  return rows.reduce((sum, row) => sum + positionsOf(row), 0);
}

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}
