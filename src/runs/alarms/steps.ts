import type { RunEvent } from "../../protocol/event.ts";
import type { Raise } from "./alarm.ts";

/** A training is stalled when it has been silent for so many times its median step … */
const MEDIANS = 20;
/** … and for twice the longest silence it has had so far (a look at the validation loss), and for this long, seconds. */
const LEAST_SECONDS = 60;
/** Fewer steps than this have no median worth the name. */
const LEAST_STEPS = 5;
const REMEMBERED = 64;

/** Mean losses are taken over so many steps: single ones jump. */
const WINDOW = 8;
/** The mean has diverged at this many times its lowest value, and by at least this much, nats; below the second it is well again. */
const DIVERGED = { ratio: 2, nats: 1, well: 1.5 };
/** Finite steps in a row after which a training is taken to have recovered. */
const RECOVERED_STEPS = 3;

/** What a training's own steps tell: silence, values that are no numbers, a loss that runs away. One for each train stage. */
export function stepAlarms(stage: string, startedElapsed: number) {
  const seconds: number[] = [];
  const losses: number[] = [];
  let lastSign = startedElapsed;
  let longest = 0;
  let finite = 0;
  let lowest = Number.POSITIVE_INFINITY;

  function sign(elapsed: number): void {
    longest = Math.max(longest, elapsed - lastSign);
    lastSign = elapsed;
  }

  function onStep(event: Extract<RunEvent, { type: "train.step" }>, raise: Raise): void {
    seconds.push(event.seconds);
    if (seconds.length > REMEMBERED) seconds.shift();
    raise("alarm-no-step", stage, null);
    if (event.loss === null || event.grad_norm === null) {
      finite = 0;
      raise("alarm-not-a-number", stage, { step: event.step });
      return;
    }
    finite += 1;
    if (finite >= RECOVERED_STEPS) raise("alarm-not-a-number", stage, null);
    onLoss(event.loss, event.step, raise);
  }

  function onLoss(loss: number, step: number, raise: Raise): void {
    losses.push(loss);
    if (losses.length > WINDOW) losses.shift();
    if (losses.length < WINDOW) return;
    const mean = losses.reduce((sum, value) => sum + value, 0) / WINDOW;
    lowest = Math.min(lowest, mean);
    const has = { step, loss: rounded(mean), lowest: rounded(lowest) };
    if (mean > DIVERGED.ratio * lowest && mean > lowest + DIVERGED.nats) raise("alarm-loss-diverged", stage, has);
    else if (mean < DIVERGED.well * lowest) raise("alarm-loss-diverged", stage, null);
  }

  return {
    onEvent(event: RunEvent, raise: Raise): void {
      if (!event.type.startsWith("train.")) return;
      sign(event.elapsed);
      if (event.type === "train.step") onStep(event, raise);
    },
    onTick(elapsed: number, raise: Raise): void {
      if (seconds.length < LEAST_STEPS) return;
      const median = medianOf(seconds);
      const silent = elapsed - lastSign;
      if (silent > Math.max(MEDIANS * median, 2 * longest, LEAST_SECONDS)) {
        raise("alarm-no-step", stage, { seconds: Math.round(silent), median: rounded(median) });
      }
    },
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
