import { formatBytes, formatDuration, formatEstimate, UNKNOWN } from "../../src/protocol/format.ts";
import type { Language } from "../../src/protocol/messages.ts";
import { outlookOf, peakMemory, tokensPerSecond } from "../../src/protocol/outlook.ts";
import type { RunState } from "../../src/protocol/run-state.ts";
import { endsOf, shownTraining, trainStages } from "./curve-model.ts";
import type { SayRun } from "./text.ts";

/** A figure with its name and where it comes from. */
export interface Fact {
  name: string;
  value: string;
  note: string;
}

const SPEED_WINDOW = 8;

/** The run's figures. What isn't known is left out, so that nothing on the screen is empty. */
export function factsOf(run: RunState, say: SayRun, language: Language): Fact[] {
  return [...trainingFacts(run, say), ...memoryFact(run, say), ...timeFact(run, say, language)];
}

function trainingFacts(run: RunState, say: SayRun): Fact[] {
  const stage = shownTraining(trainStages(run));
  const last = stage?.steps.at(-1);
  if (!stage || !last) return [];
  const facts: Fact[] = [];
  const train = endsOf(stage.steps);
  facts.push({
    name: say("fact-step"),
    value: stage.total_steps === null ? String(last.step) : `${last.step} / ${stage.total_steps}`,
    note: say("threads", last.threads),
  });
  facts.push({ name: say("fact-loss"), value: lossText(train.last), note: say("from-to", lossText(train.first)) });
  const evaluated = stage.evaluations.at(-1);
  if (evaluated) {
    facts.push({ name: say("fact-validation"), value: lossText(evaluated.loss), note: say("at-step", evaluated.step) });
  }
  const speed = tokensPerSecond(stage, SPEED_WINDOW);
  if (speed !== null) {
    const steps = Math.min(SPEED_WINDOW, stage.steps.length);
    facts.push({
      name: say("fact-speed"),
      value: speed.toFixed(speed < 10 ? 1 : 0),
      note: say("per-second-of", steps),
    });
  }
  return facts;
}

/** Now and at most, while a stage says so; its peak when it has ended; before that, what it was estimated to need. */
function memoryFact(run: RunState, say: SayRun): Fact[] {
  const measured = peakMemory(run);
  const { active } = outlookOf(run);
  if (active?.memory_bytes !== undefined) {
    const peak = formatBytes(Math.max(active.memory_bytes, measured ?? 0));
    return [{ name: say("fact-memory-now"), value: formatBytes(active.memory_bytes), note: say("peak", peak) }];
  }
  const estimated = active?.estimate.memory_bytes ?? null;
  const name = say("fact-memory");
  if (estimated !== null && estimated > (measured ?? 0)) {
    return [{ name, value: formatBytes(estimated), note: say("estimated") }];
  }
  return measured === null ? [] : [{ name, value: formatBytes(measured), note: say("measured") }];
}

function timeFact(run: RunState, say: SayRun, language: Language): Fact[] {
  const { seconds_left } = outlookOf(run);
  const note = seconds_left === null ? say("measured") : say("left", formatEstimate(seconds_left, language));
  return [{ name: say("fact-time"), value: formatDuration(run.seconds, language), note }];
}

export function lossText(loss: number | null): string {
  return loss === null ? UNKNOWN : loss.toFixed(3);
}
