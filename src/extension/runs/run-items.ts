import { formatDuration, formatEstimate, formatShare } from "../../protocol/format.ts";
import { outlookOf } from "../../protocol/outlook.ts";
import type { RunHead } from "../../protocol/run-row.ts";
import { isLive, type RunState } from "../../protocol/run-state.ts";
import { titleOf } from "../../protocol/title.ts";
import type { Target, TreeNode } from "../tree-node.ts";
import { runStateWord, shortId } from "../words.ts";
import type { Drawing } from "./drawing.ts";
import type { ListedRun } from "./run-history.ts";
import { leaf, stageItem } from "./stage-items.ts";
import type { ShownRun } from "./tracked-run.ts";

const runIcons: Record<RunState["state"], TreeNode["icon"]> = {
  queued: { id: "watch", color: "charts.blue" },
  running: { id: "loading~spin", color: "charts.blue" },
  succeeded: { id: "pass", color: "testing.iconPassed" },
  failed: { id: "error", color: "testing.iconFailed" },
  cancelled: { id: "circle-slash", color: "disabledForeground" },
  interrupted: { id: "warning", color: "list.warningForeground" },
};

export interface RunItemOptions {
  /** What is followed of this run; null where only its head is known. */
  shown: ShownRun | null;
  /** Reads the rest, when the row is opened. */
  load: () => Promise<ShownRun | null>;
  expanded: boolean;
  /** Before the run's id in the row's own: a run may stand in several groups. */
  prefix?: string;
}

/** A run, its verdict, its stages, and what these left. */
export function runItem({ root, run, head }: ListedRun, options: RunItemOptions, drawing: Drawing): TreeNode {
  const { t } = drawing;
  const { shown, prefix = "" } = options;
  const id = `${prefix}${run}`;
  const target: Target = { kind: "run", root, run };
  const damage = head.damage ?? shown?.damage ?? null;
  if (damage !== null) {
    const label = t("Run {0} cannot be read", shortId(run));
    return { ...leaf(id, label, { id: "warning", color: "list.warningForeground" }, "run-damaged", damage), target };
  }
  const known = shown && shown.state.last_seq > 0 ? shown : null;
  const state = known?.state.state ?? head.state;
  const title = titleOf(head);
  const description = runDescription(head, known?.state ?? null, drawing);
  return {
    id,
    label: title,
    description,
    tooltip: runTooltip(head, known?.state ?? null, drawing),
    icon: head.archived ? { id: "archive", color: "disabledForeground" } : alarmed(head, runIcons[state]),
    context: contextOf(head, state),
    spoken: [title, runStateWord(state, t), description].join(", "),
    expanded: options.expanded || state === "running",
    click: "deepextension.openRun",
    target,
    children: known ? runChildren(known, id, drawing) : [],
    ...(known
      ? {}
      : {
          lazy: async () => {
            const loaded = await options.load();
            return loaded ? runChildren(loaded, id, drawing) : [];
          },
        }),
  };
}

function alarmed(head: RunHead, icon: TreeNode["icon"]): TreeNode["icon"] {
  return head.alarms.length > 0 && isLive(head) ? { id: "bell-dot", color: "list.warningForeground" } : icon;
}

function runChildren(shown: ShownRun, id: string, drawing: Drawing): TreeNode[] {
  return [
    ...verdictItems(shown, id, drawing),
    ...alarmItems(shown, id, drawing),
    ...failureItems(shown.state, id, drawing),
    ...shown.state.stages.map((stage) => stageItem(stage, shown, id, drawing)),
  ];
}

/** What menus ask for: can it be stopped, has it a report, can it be run again, is it put aside. */
function contextOf(head: RunHead, state: RunState["state"]): string {
  if (isLive({ state })) return "run-running";
  const canGoOn = state !== "succeeded";
  return `run-over${head.conclusion ? "-report" : ""}${canGoOn ? "-open" : ""}${head.archived ? "-archived" : ""}`;
}

function runDescription(head: RunHead, state: RunState | null, { t, language, when }: Drawing): string {
  const tags = head.tags.map((tag) => `#${tag}`).join(" ");
  const end = tags === "" ? [] : [tags];
  if (state?.state === "running") {
    const { share, seconds_left } = outlookOf(state);
    const left = seconds_left === null ? [] : [t("{0} left", formatEstimate(seconds_left, language))];
    return [formatShare(share, 0), ...left, ...end].join(" · ");
  }
  const word = runStateWord(state?.state ?? head.state, t);
  const seconds = formatDuration(state?.seconds ?? head.seconds, language);
  return [word, seconds, when(head.started_at), ...end].join(" · ");
}

function runTooltip(head: RunHead, state: RunState | null, { t, language, when, textOf }: Drawing): string {
  const now = state?.state ?? head.state;
  const lines = [
    `${titleOf(head)} · ${runStateWord(now, t)}`,
    t("Run file: {0}", head.file),
    t("Started: {0}", when(head.started_at)),
    t("Time: {0}", formatDuration(state?.seconds ?? head.seconds, language)),
    t("Run: {0}", head.run),
  ];
  if (head.conclusion) lines.push(textOf(head.conclusion.code, head.conclusion.params));
  if (head.note !== "") lines.push(t("Note: {0}", head.note));
  if (state?.error) lines.push(textOf(state.error.code, state.error.params));
  if (now === "interrupted") lines.push(t("Its process is gone. Run it again: finished stages are reused."));
  if (state && state.skipped_events > 0) {
    lines.push(t("{0} lines of the log could not be read.", state.skipped_events));
  }
  return lines.join("\n");
}

function verdictItems({ state, root, run }: ShownRun, id: string, { t, textOf }: Drawing): TreeNode[] {
  const { verdict } = state;
  if (!verdict) return [];
  const sentence = textOf(verdict.conclusion.code, verdict.conclusion.params);
  const icon = verdict.chosen === null ? { id: "law" } : { id: "verified-filled", color: "testing.iconPassed" };
  const target: Target = { kind: "run", root, run };
  const row = { context: "verdict", children: [], target };
  const said: TreeNode = {
    ...row,
    id: `${id}/verdict`,
    label: sentence,
    tooltip: sentence,
    icon,
    spoken: t("Verdict: {0}", sentence),
    click: "deepextension.openRun",
  };
  const report: TreeNode = {
    ...row,
    id: `${id}/report`,
    label: t("Report"),
    context: "report",
    icon: { id: "output" },
    spoken: t("Report"),
    click: "deepextension.openReport",
  };
  return [said, report];
}

/** What a person may have to act on now. Alarms that are over are history, which the log keeps. */
function alarmItems({ state }: ShownRun, id: string, { textOf }: Drawing): TreeNode[] {
  const open = (state.alarms ?? []).filter(({ cleared_at }) => cleared_at === null);
  return open.map(({ alarm, params }, index) => {
    const message = textOf(alarm, params);
    const icon = { id: "bell-dot", color: "list.warningForeground" };
    return leaf(`${id}/alarm/${index}`, message, icon, "message", message);
  });
}

/** Failures that belong to no stage. A stage's own is shown at the stage. */
function failureItems(state: RunState, id: string, { textOf }: Drawing): TreeNode[] {
  if (!state.error || state.stages.some((stage) => stage.error !== null)) return [];
  const message = textOf(state.error.code, state.error.params);
  return [leaf(`${id}/error`, message, { id: "error", color: "testing.iconFailed" }, "message", message)];
}
