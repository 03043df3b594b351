import { formatBytes, formatDuration, formatEstimate, formatShare } from "../../protocol/format.ts";
import type { Language, Params } from "../../protocol/messages.ts";
import { outlookOf, shareOf } from "../../protocol/outlook.ts";
import { isLive, type RunState, type StageStatus } from "../../protocol/run-state.ts";
import type { Translate } from "../translate.ts";
import type { Target, TreeNode } from "../tree-node.ts";
import { runStateWord, shortId, stageStateWord, stageTitle, unmarked } from "../words.ts";
import type { ShownRun } from "./tracked-run.ts";

/** What drawing needs besides the state. */
export interface Drawing {
  t: Translate;
  language: Language;
  /** Text of a code of the layers below. */
  textOf: (code: string, params: Params) => string;
  /** Local date and time of an ISO time. */
  when: (iso: string) => string;
}

const runIcons: Record<RunState["state"], TreeNode["icon"]> = {
  queued: { id: "watch", color: "charts.blue" },
  running: { id: "loading~spin", color: "charts.blue" },
  succeeded: { id: "pass", color: "testing.iconPassed" },
  failed: { id: "error", color: "testing.iconFailed" },
  cancelled: { id: "circle-slash", color: "disabledForeground" },
  interrupted: { id: "warning", color: "list.warningForeground" },
};

const stageIcons: Record<StageStatus["state"], TreeNode["icon"]> = {
  waiting: { id: "circle-outline", color: "disabledForeground" },
  running: { id: "loading~spin", color: "charts.blue" },
  reused: { id: "history", color: "testing.iconPassed" },
  finished: { id: "pass", color: "testing.iconPassed" },
  failed: { id: "error", color: "testing.iconFailed" },
  cancelled: { id: "circle-slash", color: "disabledForeground" },
};

/** The Runs view: a run, its verdict, its stages, and what these left. */
export function runItems(runs: readonly ShownRun[], hidden: number, host: Drawing): TreeNode[] {
  const drawing = { ...host, textOf: (code: string, params: Params) => unmarked(host.textOf(code, params)) };
  const { t } = drawing;
  const nodes = runs.map((shown, index) => runItem(shown, drawing, index === 0));
  if (hidden === 0) return nodes;
  const label = t("{0} older runs are not shown", hidden);
  return [...nodes, leaf("older", label, { id: "ellipsis" }, "older", t("`deepextension list` shows all of them."))];
}

function runItem(shown: ShownRun, drawing: Drawing, newest: boolean): TreeNode {
  const { state, root, run, damage } = shown;
  const { t } = drawing;
  if (damage !== null) {
    const label = t("Run {0} cannot be read", shortId(run));
    return leaf(run, label, { id: "warning", color: "list.warningForeground" }, "run-damaged", damage);
  }
  const description = runDescription(state, drawing);
  return {
    id: run,
    label: state.name,
    description,
    tooltip: runTooltip(state, drawing),
    icon: runIcons[state.state],
    context: contextOf(state),
    spoken: `${state.name}, ${description}`,
    expanded: newest || state.state === "running",
    click: "deepextension.openRun",
    target: { kind: "run", root, run },
    children: [
      ...verdictItems(shown, drawing),
      ...failureItems(state, drawing),
      ...state.stages.map((stage) => stageItem(stage, shown, drawing)),
    ],
  };
}

/** What menus ask for: can it be stopped, has it a report, can it be run again. */
function contextOf(state: RunState): string {
  if (isLive(state)) return "run-running";
  return state.verdict ? "run-over-report" : "run-over";
}

function runDescription(state: RunState, { t, language, when }: Drawing): string {
  if (state.state !== "running") {
    return `${runStateWord(state.state, t)} · ${formatDuration(state.seconds, language)} · ${when(state.started_at)}`;
  }
  const { share, seconds_left } = outlookOf(state);
  const percent = formatShare(share, 0);
  return seconds_left === null ? percent : `${percent} · ${t("{0} left", formatEstimate(seconds_left, language))}`;
}

function runTooltip(state: RunState, { t, language, when, textOf }: Drawing): string {
  const lines = [
    `${state.name} · ${runStateWord(state.state, t)}`,
    t("Run file: {0}", state.file),
    t("Started: {0}", when(state.started_at)),
    t("Time: {0}", formatDuration(state.seconds, language)),
    t("Run: {0}", state.run),
  ];
  if (state.error) lines.push(textOf(state.error.code, state.error.params));
  if (state.state === "interrupted") lines.push(t("Its process is gone. Run it again: finished stages are reused."));
  if (state.skipped_events > 0) lines.push(t("{0} lines of the log could not be read.", state.skipped_events));
  return lines.join("\n");
}

function verdictItems({ state, root, run }: ShownRun, { t, textOf }: Drawing): TreeNode[] {
  const { verdict } = state;
  if (!verdict) return [];
  const sentence = textOf(verdict.conclusion.code, verdict.conclusion.params);
  const icon = verdict.chosen === null ? { id: "law" } : { id: "verified-filled", color: "testing.iconPassed" };
  const target: Target = { kind: "run", root, run };
  const row = { context: "verdict", children: [], target };
  const said: TreeNode = {
    ...row,
    id: `${run}/verdict`,
    label: sentence,
    tooltip: sentence,
    icon,
    spoken: t("Verdict: {0}", sentence),
    click: "deepextension.openRun",
  };
  const report: TreeNode = {
    ...row,
    id: `${run}/report`,
    label: t("Report"),
    context: "report",
    icon: { id: "output" },
    spoken: t("Report"),
    click: "deepextension.openReport",
  };
  return [said, report];
}

/** Failures that belong to no stage. A stage's own is shown at the stage. */
function failureItems(state: RunState, { textOf }: Drawing): TreeNode[] {
  if (!state.error || state.stages.some((stage) => stage.error !== null)) return [];
  const message = textOf(state.error.code, state.error.params);
  return [leaf(`${state.run}/error`, message, { id: "error", color: "testing.iconFailed" }, "message", message)];
}

function stageItem(stage: StageStatus, shown: ShownRun, drawing: Drawing): TreeNode {
  const { t } = drawing;
  const over = shown.state.state !== "running";
  const state = stage.state === "running" && over ? "cancelled" : stage.state;
  const title = stageTitle(stage, t);
  const description = over && state === "waiting" ? "" : stageDescription({ ...stage, state }, drawing);
  const id = `${shown.run}/stage/${stage.id}`;
  return {
    id,
    label: title,
    description,
    tooltip: stageTooltip(stage, title, drawing),
    icon: stageIcons[state],
    context: hasArtifact(stage) ? "stage-artifact" : "stage",
    spoken: [title, stageStateWord(state, t), description].filter((part) => part !== "").join(", "),
    target: { kind: "stage", root: shown.root, run: shown.run, stage: stage.id },
    children: stageChildren(stage, id, shown, drawing),
  };
}

const hasArtifact = (stage: StageStatus) => stage.state === "finished" || stage.state === "reused";

function stageDescription(stage: StageStatus, { t, language }: Drawing): string {
  switch (stage.state) {
    case "waiting":
      return stage.estimate.seconds === null ? "" : t("about {0}", formatEstimate(stage.estimate.seconds, language));
    case "running": {
      const left = stage.progress?.seconds_left ?? null;
      const percent = formatShare(shareOf(stage) ?? 0, 0);
      return left === null ? percent : `${percent} · ${t("{0} left", formatEstimate(left, language))}`;
    }
    case "reused":
      return t("reused");
    case "finished":
      return formatDuration(stage.seconds, language);
    default:
      return stageStateWord(stage.state, t);
  }
}

function stageTooltip(stage: StageStatus, title: string, { t, language, textOf }: Drawing): string {
  const lines = [`${title} · ${stageStateWord(stage.state, t)}`];
  if (stage.progress && stage.state === "running") {
    lines.push(`${stage.progress.done} / ${stage.progress.total} ${stage.progress.unit}`);
  }
  if (stage.seconds !== null) lines.push(t("Time, measured: {0}", formatDuration(stage.seconds, language)));
  else if (stage.estimate.seconds !== null) {
    lines.push(t("Time, estimated: {0}", formatEstimate(stage.estimate.seconds, language)));
  }
  if (stage.peak_memory_bytes !== null) lines.push(t("Memory, measured: {0}", formatBytes(stage.peak_memory_bytes)));
  else if (stage.estimate.memory_bytes !== null) {
    lines.push(t("Memory, estimated: {0}", formatBytes(stage.estimate.memory_bytes)));
  }
  if (stage.reused_from !== null) lines.push(t("Made by run {0}", stage.reused_from));
  if (stage.error) lines.push(textOf(stage.error.code, stage.error.params));
  return lines.join("\n");
}

function stageChildren(stage: StageStatus, id: string, shown: ShownRun, { t, textOf }: Drawing): TreeNode[] {
  const nodes: TreeNode[] = [];
  if (stage.error) {
    const message = textOf(stage.error.code, stage.error.params);
    nodes.push(leaf(`${id}/error`, message, { id: "error", color: "testing.iconFailed" }, "message", message));
  }
  stage.notes.forEach((note, index) => {
    const message = textOf(note.code, note.params);
    const icon = note.level === "warning" ? { id: "warning", color: "list.warningForeground" } : { id: "info" };
    nodes.push(leaf(`${id}/note/${index}`, message, icon, "message", message));
  });
  if (hasArtifact(stage)) {
    nodes.push({
      id: `${id}/artifact`,
      label: t("Artifact"),
      description:
        stage.bytes === null ? stage.key.slice(0, 12) : `${formatBytes(stage.bytes)} · ${stage.key.slice(0, 12)}`,
      tooltip: stage.key,
      icon: { id: "package" },
      context: "artifact",
      spoken: t("Artifact of {0}", stageTitle(stage, t)),
      click: "deepextension.revealArtifact",
      target: { kind: "stage", root: shown.root, run: shown.run, stage: stage.id },
      children: [],
    });
  }
  return nodes;
}

function leaf(id: string, label: string, icon: TreeNode["icon"], context: string, tooltip: string): TreeNode {
  return { id, label, icon, context, tooltip, spoken: label, children: [] };
}
