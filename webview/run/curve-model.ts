import type { RunState, StageStatus } from "../../src/protocol/run-state.ts";

/** Two points a pixel are all that a screen can show; more only cost time. */
const DRAWN_POINTS = 3000;

export interface Curve {
  x: number[];
  train: (number | null)[];
  validation: (number | null)[];
}

export function trainStages(run: RunState): StageStatus[] {
  return run.stages.filter(({ kind }) => kind === "train");
}

/** The training that a person wants to see: the one that runs, else the last one that has a curve, else the first. */
export function shownTraining(stages: readonly StageStatus[]): StageStatus | null {
  const running = stages.find(({ state }) => state === "running");
  return running ?? stages.findLast(({ steps }) => steps.length > 0) ?? stages[0] ?? null;
}

/** Training and validation loss over optimizer steps, on one axis. Long curves are thinned, the peaks of each piece kept. */
export function curveOf(stage: StageStatus): Curve {
  const validation = new Map(stage.evaluations.map(({ step, loss }) => [step, loss]));
  const train = new Map(thin(stage.steps).map(({ step, loss }) => [step, loss]));
  const x = [...new Set([...train.keys(), ...validation.keys()])].sort((a, b) => a - b);
  return {
    x,
    train: x.map((step) => train.get(step) ?? null),
    validation: x.map((step) => validation.get(step) ?? null),
  };
}

interface Point {
  step: number;
  loss: number | null;
}

/** Of each bucket the lowest and the highest point, so that a spike can't vanish; a gap (no number) stays a gap. */
export function thin(points: readonly Point[], most = DRAWN_POINTS): Point[] {
  if (points.length <= most) return [...points];
  const size = Math.ceil((points.length * 2) / most);
  const kept: Point[] = [];
  for (let start = 0; start < points.length; start += size) {
    const bucket = points.slice(start, start + size);
    const gap = bucket.find(({ loss }) => loss === null);
    let low = bucket[0]!;
    let high = bucket[0]!;
    for (const point of bucket) {
      if (point.loss !== null && point.loss < (low.loss ?? Number.POSITIVE_INFINITY)) low = point;
      if (point.loss !== null && point.loss > (high.loss ?? Number.NEGATIVE_INFINITY)) high = point;
    }
    const chosen = new Set(gap ? [low, high, gap] : [low, high]);
    kept.push(...[...chosen].sort((a, b) => a.step - b.step));
  }
  return kept;
}

/** First and last loss, for words. */
export function endsOf(points: readonly Point[]): { first: number | null; last: number | null } {
  const losses = points.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  return { first: losses[0] ?? null, last: losses.at(-1) ?? null };
}
