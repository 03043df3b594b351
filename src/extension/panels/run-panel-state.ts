import type { Saying, Verdict } from "../../protocol/comparison.ts";
import { decimate } from "../../protocol/decimate.ts";
import type { Failure } from "../../protocol/event.ts";
import type { RunPanelState } from "../../protocol/panels/run.ts";
import { isLive, type RunState } from "../../protocol/run-state.ts";
import type { Drawing } from "../runs/drawing.ts";
import type { ShownRun } from "../runs/tracked-run.ts";

/** What the panel draws: the run's state, and its codes as text. */
export function runPanelState({ root, state }: ShownRun, canStop: boolean, drawing: Drawing): RunPanelState {
  const say = ({ code, params }: Saying | Failure) => drawing.textOf(code, params);
  return {
    type: "state",
    language: drawing.language,
    workspace: root,
    run: drawable(state),
    text: {
      error: state.error ? say(state.error) : null,
      errors: byStage(state, ({ error }) => (error ? say(error) : null)),
      notes: byStage(state, ({ notes }) => (notes.length > 0 ? notes.map(say) : null)),
      ...verdictText(state.verdict, say),
    },
    can_stop: canStop,
    can_resume: !isLive(state),
  };
}

function byStage<T>({ stages }: RunState, of: (stage: RunState["stages"][number]) => T | null): Record<string, T> {
  const entries = stages.flatMap((stage) => {
    const value = of(stage);
    return value === null ? [] : [[stage.id, value] as const];
  });
  return Object.fromEntries(entries);
}

type VerdictText = Pick<RunPanelState["text"], "verdict" | "verdict_notes" | "gates" | "pairs">;

function verdictText(verdict: Verdict | null, say: (saying: Saying) => string): VerdictText {
  if (!verdict) return { verdict: null, verdict_notes: [], gates: {}, pairs: {} };
  const { candidates, comparisons } = verdict;
  const notes = [...verdict.notes, ...comparisons.flatMap((comparison) => comparison.notes)].map(say);
  return {
    verdict: say(verdict.conclusion),
    verdict_notes: [...new Set(notes)],
    gates: Object.fromEntries(candidates.map(({ name, gates }) => [name, gates.map(({ saying }) => say(saying))])),
    pairs: Object.fromEntries(
      comparisons.map(({ metric, pairs }) => [metric, pairs.map(({ verdict_saying }) => say(verdict_saying))]),
    ),
  };
}

/** Points of a curve that are sent: some for each pixel. The newest are all there, since the panel shows them as numbers. */
const DRAWN_STEPS = 2000;
const NEWEST_STEPS = 200;

/** The state as it travels: a long curve by what can be seen of it, its extremes kept. The log has all of it. */
function drawable(state: RunState): RunState {
  if (state.stages.every(({ steps }) => steps.length <= DRAWN_STEPS)) return state;
  const stages = state.stages.map((stage) => {
    const { steps } = stage;
    if (steps.length <= DRAWN_STEPS) return stage;
    const old = steps.slice(0, -NEWEST_STEPS);
    const chosen = decimate(
      old.map(({ loss }) => loss),
      DRAWN_STEPS - NEWEST_STEPS,
    );
    return { ...stage, steps: [...chosen.map((index) => old[index]!), ...steps.slice(-NEWEST_STEPS)] };
  });
  return { ...state, stages };
}

/**
 * Milliseconds between two redraws. What travels is a third of a megabyte at most; folding and thinning a long log takes
 * longer the longer it is, so at 20,000 steps the panel is drawn four times a second.
 */
export function redrawGap({ stages }: RunState): number {
  const steps = stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  return Math.max(100, steps / 80);
}
