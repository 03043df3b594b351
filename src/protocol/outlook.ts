import type { RunState, StageStatus } from "./run-state.ts";

/** Where a run stands, for a progress bar and a time left: derived from the state alone, so every view says the same. */
export interface Outlook {
  /** The stage that is running, else null. */
  active: StageStatus | null;
  /** 0 to 1. By time where every stage has an estimate, else by stages. */
  share: number;
  /** Null where nothing can be said: a stage without an estimate, or a run that is over. */
  seconds_left: number | null;
}

const over = new Set<StageStatus["state"]>(["finished", "reused", "failed", "cancelled"]);

export function outlookOf(run: RunState): Outlook {
  const active = run.stages.find((stage) => stage.state === "running") ?? null;
  if (run.state !== "running")
    return { active: null, share: run.state === "succeeded" ? 1 : done(run), seconds_left: null };
  const seconds_left = secondsLeft(run.stages);
  const total = seconds_left === null ? 0 : run.seconds + seconds_left;
  return { active, seconds_left, share: seconds_left !== null && total > 0 ? run.seconds / total : done(run) };
}

/** Share of a stage that is done, by what it last said; null before it said anything. */
export function shareOf(stage: StageStatus): number | null {
  if (stage.state === "finished" || stage.state === "reused") return 1;
  if (!stage.progress || stage.progress.total <= 0) return null;
  return Math.min(1, stage.progress.done / stage.progress.total);
}

function done(run: RunState): number {
  if (run.stages.length === 0) return 0;
  const sum = run.stages.reduce((total, stage) => total + (over.has(stage.state) ? 1 : (shareOf(stage) ?? 0)), 0);
  return sum / run.stages.length;
}

/** What the running stage says is left, plus the estimates of those that wait. */
function secondsLeft(stages: readonly StageStatus[]): number | null {
  let sum = 0;
  for (const stage of stages) {
    if (over.has(stage.state)) continue;
    const left =
      stage.state === "running" ? (stage.progress?.seconds_left ?? remaining(stage)) : stage.estimate.seconds;
    if (left === null) return null;
    sum += left;
  }
  return sum;
}

/** Before a stage has said how long it takes, its estimate scaled by what is not done yet. */
function remaining(stage: StageStatus): number | null {
  return stage.estimate.seconds === null ? null : stage.estimate.seconds * (1 - (shareOf(stage) ?? 0));
}

/** Tokens a second over the last optimizer steps: enough to be steady, few enough to follow a busy machine. */
export function tokensPerSecond(stage: StageStatus, window = 8): number | null {
  const recent = stage.steps.slice(-window);
  const seconds = recent.reduce((sum, point) => sum + point.seconds, 0);
  return seconds > 0 ? recent.reduce((sum, point) => sum + point.tokens, 0) / seconds : null;
}

/** The largest resident memory that any stage of this run was measured at. */
export function peakMemory(run: RunState): number | null {
  const peaks = run.stages.map((stage) => stage.peak_memory_bytes).filter((bytes) => bytes !== null);
  return peaks.length > 0 ? Math.max(...peaks) : null;
}
