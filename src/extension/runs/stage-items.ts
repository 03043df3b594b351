import { formatBytes, formatDuration, formatEstimate, formatShare } from "../../protocol/format.ts";
import { shareOf } from "../../protocol/outlook.ts";
import type { StageStatus } from "../../protocol/run-state.ts";
import type { TreeNode } from "../tree-node.ts";
import { stageStateWord, stageTitle } from "../words.ts";
import type { Drawing } from "./drawing.ts";
import type { ShownRun } from "./tracked-run.ts";

const stageIcons: Record<StageStatus["state"], TreeNode["icon"]> = {
  waiting: { id: "circle-outline", color: "disabledForeground" },
  running: { id: "loading~spin", color: "charts.blue" },
  reused: { id: "history", color: "testing.iconPassed" },
  finished: { id: "pass", color: "testing.iconPassed" },
  failed: { id: "error", color: "testing.iconFailed" },
  cancelled: { id: "circle-slash", color: "disabledForeground" },
};

/** A stage of a run, and what it left. */
export function stageItem(stage: StageStatus, shown: ShownRun, row: string, drawing: Drawing): TreeNode {
  const { t } = drawing;
  const over = shown.state.state !== "running";
  const state = stage.state === "running" && over ? "cancelled" : stage.state;
  const title = stageTitle(stage, t);
  const description = over && state === "waiting" ? "" : stageDescription({ ...stage, state }, drawing);
  const id = `${row}/stage/${stage.id}`;
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

/** A row that says something and leads nowhere. */
export function leaf(id: string, label: string, icon: TreeNode["icon"], context: string, tooltip: string): TreeNode {
  return { id, label, icon, context, tooltip, spoken: label, children: [] };
}
