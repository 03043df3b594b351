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
  switch (event.type) {
    case "run.created":
      createRun(state, event);
      return;
    case "run.queued":
      state.state = "queued";
      state.queue = { device: event.device, position: event.position, running: event.running };
      return;
    case "run.fetching":
      Object.assign(state, { state: "running", queue: null });
      state.fetching = { model: event.model, done: event.done, total: event.total };
      return;
    case "run.started":
      startRun(state, event);
      return;
    case "run.finished":
      finishRun(state, event);
      return;
    case "alarm.raised":
    case "alarm.cleared":
      applyAlarm(state, event);
      return;
    default:
      applyStageEvent(state, event);
  }
}

function createRun(state: RunState, event: EventOf<"run.created">): void {
  const { name, file, pid } = event;
  Object.assign(state, { name, file, pid, state: "running", finished_at: null, error: null });
  if (state.started_at === "") state.started_at = event.at;
}

function finishRun(state: RunState, event: EventOf<"run.finished">): void {
  state.state = event.state;
  state.finished_at = event.at;
  state.seconds = event.seconds;
  state.error = event.error ?? null;
  Object.assign(state, { queue: null, fetching: null });
  for (const alarm of state.alarms ?? []) alarm.cleared_at ??= event.at;
}

function applyAlarm(state: RunState, event: EventOf<"alarm.raised" | "alarm.cleared">): void {
  state.alarms ??= [];
  const { alarm, stage } = event;
  const open = state.alarms.find((one) => one.alarm === alarm && one.stage === stage && one.cleared_at === null);
  if (event.type === "alarm.cleared") {
    if (open) open.cleared_at = event.at;
  } else if (open) open.params = event.params;
  else state.alarms.push({ alarm, stage, params: event.params, raised_at: event.at, cleared_at: null });
}

function applyStageEvent(state: RunState, event: StageEvent): void {
  const stage = state.stages.find((candidate) => candidate.id === event.stage);
  if (stage) applyToStage(state, stage, event);
  else state.skipped_events += 1;
}

function startRun(state: RunState, event: EventOf<"run.started">): void {
  const { name, file, pid, machine, versions, spec_sha256, data, variants } = event;
  const shared = Object.fromEntries(
    Object.entries(data).map(([split, facts]) => [split, { sha256: facts.sha256, items: facts.items }]),
  );
  Object.assign(state, { name, file, pid, machine, versions, spec_sha256, data: shared, variants });
  Object.assign(state, { state: "running", finished_at: null, error: null });
  Object.assign(state, { queue: null, fetching: null });
  // What an earlier attempt was told of its steps stays: a checkpoint goes on from them.
  const earlier = new Map(state.stages.map((stage) => [stage.id, stage]));
  if (state.started_at === "") state.started_at = event.at;
  state.stages = event.stages.map((planned): StageStatus => {
    const { steps, total_steps, evaluations, checkpoint_step } = earlier.get(planned.id) ?? {};
    return {
      ...planned,
      state: "waiting",
      started_elapsed: null,
      progress: null,
      seconds: null,
      peak_memory_bytes: null,
      bytes: null,
      facts: {},
      error: null,
      steps: steps ?? [],
      total_steps: total_steps ?? null,
      evaluations: evaluations ?? [],
      checkpoint_step: checkpoint_step ?? null,
      notes: [],
    };
  });
}

type EventOf<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;
type StageEvent = Extract<RunEvent, { stage: string; type: Exclude<RunEvent["type"], `alarm.${string}`> }>;

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
      delete stage.memory_bytes;
      return;
    case "stage.failed":
      Object.assign(stage, { state: "failed", seconds: event.seconds, error: event.error });
      delete stage.memory_bytes;
      return;
    case "stage.cancelled":
      Object.assign(stage, { state: "cancelled", seconds: event.seconds });
      delete stage.memory_bytes;
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
    case "stage.memory":
      stage.memory_bytes = event.bytes;
      stage.peak_memory_bytes = event.peak_bytes;
      return;
    case "stage.transfer":
      addTransfer(stage, event);
      return;
    case "verdict":
      state.verdict = event.verdict;
      return;
  }
}

function addTransfer(stage: StageStatus, event: Extract<RunEvent, { type: "stage.transfer" }>): void {
  const { host, leaves_machine, requests, sent_bytes, received_bytes, cost } = event;
  stage.transfers ??= [];
  const known = stage.transfers.find((one) => one.host === host);
  if (!known) {
    stage.transfers.push({ host, leaves_machine, requests, sent_bytes, received_bytes, cost });
    return;
  }
  known.requests += requests;
  known.sent_bytes += sent_bytes;
  known.received_bytes += received_bytes;
  if (cost) known.cost = { amount: (known.cost?.amount ?? 0) + cost.amount, currency: cost.currency };
}

function addStep(stage: StageStatus, event: Extract<RunEvent, { type: "train.step" }>): void {
  const { step, loss, learning_rate, grad_norm, tokens, seconds, threads } = event;
  replaceByStep(stage.steps, { step, loss, learning_rate, grad_norm, tokens, seconds, threads });
  stage.total_steps = event.steps;
  stage.progress = { done: step, total: event.steps, unit: "steps", seconds_left: event.seconds_left };
}

/**
 * Steps come in order but for a repeat after a resume, so the search from the end is short. A number that comes again
 * means that its successors will too.
 */
function replaceByStep<T extends { step: number }>(points: T[], point: T): void {
  let at = points.length;
  while (at > 0 && points[at - 1]!.step >= point.step) at -= 1;
  points.splice(at, points.length - at, point);
}
