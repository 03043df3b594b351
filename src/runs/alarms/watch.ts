import type { RunEvent } from "../../protocol/event.ts";
import type { PlannedStage } from "../../protocol/plan.ts";
import type { Raise } from "./alarm.ts";
import { stepAlarms } from "./steps.ts";

/** Memory above this many times the estimate is said: estimates are within some percent, so it is the estimate that fails. */
const MEMORY_RATIO = 1.25;
const TICK_MS = 5000;

export interface Budget {
  hours?: number | undefined;
  cost?: { amount: number; currency: string } | undefined;
  on_exceed: "stop" | "warn";
}

export interface WatchOptions {
  stages: readonly Pick<PlannedStage, "id" | "kind" | "estimate">[];
  budget: Budget | null;
  raise: Raise;
  /** Resident bytes of the stage's processes; null where that can't be known. */
  memory: () => number | null;
  /** Money spent so far, in the budget's currency. */
  spent?: () => number;
  /** The budget is used up and says `stop`. */
  onExceeded: (code: "budget-hours-reached" | "budget-cost-reached", limit: number) => void;
  tickMs?: number;
}

/** Watches a run's events, and its silence, for what a person should know. */
export function watchRun(options: WatchOptions) {
  const { stages, raise, tickMs = TICK_MS } = options;
  const started = performance.now();
  const trainings = new Map<string, ReturnType<typeof stepAlarms>>();
  let active: (typeof stages)[number] | null = null;
  let latest = { elapsed: 0, at: performance.now() };

  const elapsedNow = () => latest.elapsed + (performance.now() - latest.at) / 1000;

  function onStage(event: RunEvent): void {
    if (event.type === "stage.started") {
      active = stages.find(({ id }) => id === event.stage) ?? null;
      if (active?.kind === "train") trainings.set(active.id, stepAlarms(active.id, event.elapsed));
    }
    if (event.type !== "stage.finished" && event.type !== "stage.failed" && event.type !== "stage.cancelled") return;
    active = null;
    trainings.delete(event.stage);
    if (event.type === "stage.finished") memory(event.stage, event.peak_memory_bytes);
    for (const alarm of ["alarm-no-step", "alarm-not-a-number", "alarm-loss-diverged", "alarm-memory"] as const) {
      raise(alarm, event.stage, null);
    }
  }

  function memory(id: string, used: number | null): void {
    const estimate = stages.find((stage) => stage.id === id)?.estimate.memory_bytes ?? null;
    if (used === null || estimate === null || used <= MEMORY_RATIO * estimate) return;
    raise("alarm-memory", id, { used: gigabytes(used), estimate: gigabytes(estimate) });
  }

  function tick(): void {
    for (const training of trainings.values()) training.onTick(elapsedNow(), raise);
    if (active) memory(active.id, options.memory());
    holdBudget((performance.now() - started) / 3_600_000, options);
  }

  const timer = setInterval(tick, tickMs);
  timer.unref();
  return {
    onEvent(event: RunEvent): void {
      latest = { elapsed: event.elapsed, at: performance.now() };
      onStage(event);
      if ("stage" in event && event.stage !== null) trainings.get(event.stage)?.onEvent(event, raise);
    },
    close: () => clearInterval(timer),
  };
}

function holdBudget(hours: number, { budget, raise, spent, onExceeded }: WatchOptions): void {
  if (!budget) return;
  if (budget.hours !== undefined && hours >= budget.hours) {
    raise("alarm-budget-hours", null, { hours: budget.hours });
    if (budget.on_exceed === "stop") onExceeded("budget-hours-reached", budget.hours);
  }
  const money = spent?.() ?? 0;
  if (budget.cost && money >= budget.cost.amount) {
    const { amount, currency } = budget.cost;
    raise("alarm-budget-cost", null, { amount, currency });
    if (budget.on_exceed === "stop") onExceeded("budget-cost-reached", amount);
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
