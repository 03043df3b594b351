import { formatEstimate, formatShare } from "../../protocol/format.ts";
import { outlookOf } from "../../protocol/outlook.ts";
import { runStateWord, stageTitle, unmarked } from "../words.ts";
import type { Drawing } from "./drawing.ts";
import type { ShownRun } from "./tracked-run.ts";

/** The status bar's one item. */
export interface StatusText {
  text: string;
  tooltip: string;
  /** Somebody has to look: the only case in which the item is coloured. */
  warning: boolean;
  /** The run that a click opens. */
  run: ShownRun;
}

/**
 * `runs` newest first; `unseen`: whether a run's end was not looked at yet. Null: there is nothing to say, and the item is
 * hidden. What runs comes before what ended, and trouble before success.
 */
export function statusText(
  runs: readonly ShownRun[],
  unseen: (run: ShownRun) => boolean,
  drawing: Drawing,
): StatusText | null {
  const live = runs.filter(({ state }) => state.state === "running");
  if (live[0]) return running(live[0], live.length, drawing);
  const ended = runs.filter((run) => run.damage === null && unseen(run));
  const trouble = ended.find(({ state }) => state.state === "failed" || state.state === "interrupted");
  const shown = trouble ?? ended[0];
  return shown ? over(shown, shown === trouble, drawing) : null;
}

function running(run: ShownRun, count: number, { t, language }: Drawing): StatusText {
  const { share, seconds_left, active } = outlookOf(run.state);
  const parts = [`$(sync~spin) ${plain(run.state.name)} ${formatShare(share, 0)}`];
  if (seconds_left !== null) parts.push(formatEstimate(seconds_left, language));
  if (count > 1) parts.push(t("{0} runs", count));
  const lines = [
    active ? `${run.state.name}: ${stageTitle(active, t)}` : run.state.name,
    seconds_left === null ? t("Time left is not known yet.") : t("{0} left", formatEstimate(seconds_left, language)),
    t("Click to watch the run."),
  ];
  return { text: parts.join(" · "), tooltip: lines.join("\n"), warning: false, run };
}

function over(run: ShownRun, warning: boolean, { t, textOf }: Drawing): StatusText {
  const { state } = run;
  const icon = warning ? "$(error)" : state.state === "succeeded" ? "$(pass)" : "$(circle-slash)";
  const said = state.verdict ? textOf(state.verdict.conclusion.code, state.verdict.conclusion.params) : null;
  const reason = state.error ? textOf(state.error.code, state.error.params) : said;
  const word = runStateWord(state.state, t);
  return {
    text: `${icon} ${plain(state.name)} ${word}`,
    tooltip: [
      `${state.name}: ${word}`,
      ...(reason === null ? [] : [unmarked(reason)]),
      t("Click to open the run."),
    ].join("\n"),
    warning,
    run,
  };
}

/** A name comes from a file that anybody may have written; `$(icon)` in it is not ours to draw. */
function plain(name: string): string {
  const line = name.replaceAll("$(", "$ (").replace(/\s+/g, " ");
  return line.length > 32 ? `${line.slice(0, 31)}…` : line;
}
