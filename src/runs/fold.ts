import type { RunEvent } from "../protocol/event.ts";
import type { RunState, StageStatus } from "../protocol/run-state.ts";

/** The state before any event: what a view draws while a log is still empty. */
export function emptyRun(run: string): RunState {
  return {
    run,
    name: "",
    file: "",
    state: "running",
    started_at: "",
    finished_at: null,
    pid: 0,
    seconds: 0,
    attempt: 1,
    machine: null,
    versions: {},
    spec_sha256: "",
    data: {},
    variants: [],
    stages: [],
    verdict: null,
    error: null,
    last_seq: 0,
    skipped_events: 0,
  };
}

/** Folds a whole log. Events must be in the log's order. */
export function foldEvents(run: string, events: Iterable<RunEvent>, skipped = 0): RunState {
  const state = emptyRun(run);
  for (const event of events) applyEvent(state, event);
  state.skipped_events += skipped;
  return state;
}

/**
 * Applies one event to `state`, in place: a log has tens of thousands of steps, and copying them at each would be quadratic.
 * An event that was applied already (same or smaller `seq`) changes nothing, so a reader may read a piece twice.
 */
export function applyEvent(state: RunState, event: RunEvent): void {
  if (event.seq <= state.last_seq) return;
  state.last_seq = event.seq;
  state.attempt = event.attempt;
  state.seconds = Math.max(state.seconds, event.elapsed);
  if (event.type === "run.started") {
    startRun(state, event);
    return;
  }
  if (event.type === "run.finished") {
    state.state = event.state;
    state.finished_at = event.at;
    state.seconds = event.seconds;
    state.error = event.error ?? null;
    return;
  }
  const stage = state.stages.find((candidate) => candidate.id === event.stage);
  if (stage) applyToStage(state, stage, event);
  else state.skipped_events += 1;
}

function startRun(state: RunState, event: Extract<RunEvent, { type: "run.started" }>): void {
  const { name, file, pid, machine, versions, spec_sha256, data, variants } = event;
  const shared = Object.fromEntries(
    Object.entries(data).map(([split, facts]) => [split, { sha256: facts.sha256, items: facts.items }]),
  );
  Object.assign(state, { name, file, pid, machine, versions, spec_sha256, data: shared, variants });
  Object.assign(state, { state: "running", finished_at: null, error: null });
  if (state.started_at === "") state.started_at = event.at;
  state.stages = event.stages.map(
    (planned): StageStatus => ({
      ...planned,
      state: "waiting",
      started_elapsed: null,
      progress: null,
      seconds: null,
      peak_memory_bytes: null,
      bytes: null,
      facts: {},
      error: null,
      steps: [],
      total_steps: null,
      evaluations: [],
      checkpoint_step: null,
      notes: [],
    }),
  );
}

type StageEvent = Exclude<RunEvent, { type: "run.started" | "run.finished" }>;

function applyToStage(state: RunState, stage: StageStatus, event: StageEvent): void {
  switch (event.type) {
    case "stage.started":
      stage.state = "running";
      stage.started_elapsed = event.elapsed;
      return;
    case "stage.reused":
      stage.state = "reused";
      stage.reused_from = event.from;
      return;
    case "stage.finished":
      Object.assign(stage, { state: "finished", seconds: event.seconds, bytes: event.bytes, facts: event.facts });
      stage.peak_memory_bytes = event.peak_memory_bytes;
      return;
    case "stage.failed":
      Object.assign(stage, { state: "failed", seconds: event.seconds, error: event.error });
      return;
    case "stage.cancelled":
      Object.assign(stage, { state: "cancelled", seconds: event.seconds });
      return;
    case "stage.progress": {
      const { done, total, unit, seconds_left } = event;
      stage.progress = { done, total, unit, seconds_left };
      return;
    }
    case "train.step":
      addStep(stage, event);
      return;
    case "train.evaluation": {
      replaceByStep(stage.evaluations, { step: event.step, loss: event.loss });
      return;
    }
    case "train.checkpoint":
      stage.checkpoint_step = event.step;
      return;
    case "train.resumed":
      // What came after the checkpoint is done again, and the log will say it again.
      stage.steps = stage.steps.filter((point) => point.step <= event.step);
      stage.checkpoint_step = event.step;
      return;
    case "note":
      stage.notes.push({ level: event.level, code: event.code, params: event.params });
      return;
    case "verdict":
      state.verdict = event.verdict;
      return;
  }
}

function addStep(stage: StageStatus, event: Extract<RunEvent, { type: "train.step" }>): void {
  const { step, loss, learning_rate, grad_norm, tokens, seconds, threads } = event;
  replaceByStep(stage.steps, { step, loss, learning_rate, grad_norm, tokens, seconds, threads });
  stage.total_steps = event.steps;
  stage.progress = { done: step, total: event.steps, unit: "steps", seconds_left: event.seconds_left };
}

/** Steps come in order but for a repeat after a resume, so the search from the end is short. */
function replaceByStep<T extends { step: number }>(points: T[], point: T): void {
  let at = points.length;
  while (at > 0 && points[at - 1]!.step >= point.step) at -= 1;
  const repeated = points[at]?.step === point.step ? 1 : 0;
  points.splice(at, repeated, point);
}
