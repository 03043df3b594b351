import { readRun, resolveRun } from "../../core.ts";
import { formatBytes, formatDuration, UNKNOWN } from "../../protocol/format.ts";
import type { RunState, StageStatus } from "../../protocol/run-state.ts";
import { textOf } from "../../text/text.ts";
import { type Command, exitCode } from "../command.ts";
import type { Io } from "../io.ts";
import { table } from "../table.ts";
import { localTime } from "../time.ts";
import { verdictText } from "../verdict-text.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "show",
  summary: {
    en: "Show a run: its stages, what they took, its verdict.",
    "zh-cn": "显示一个运行：各阶段、用时和结论。",
  },
  operands: "RUN",
  count: [1, 1],
  options: {},
  examples: ["show latest", "show 0199a1b2 --json"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await readRun(workspace, await resolveRun(workspace, args.operands[0] ?? ""));
    if (io.json) io.out.line(JSON.stringify(run, null, 2));
    else for (const line of runText(run, io)) io.out.line(line);
    return exitCode.fine;
  },
};

function runText(run: RunState, io: Io): string[] {
  const { t, language } = io;
  const facts: [string, string][] = [
    [t("run"), run.run],
    [t("file"), run.file],
    [t("state"), t(run.state)],
    [t("started"), localTime(run.started_at)],
    [t("time"), formatDuration(run.seconds, language)],
  ];
  if (run.machine) {
    const { cpu, memory_bytes, threads } = run.machine;
    facts.push([t("machine"), `${cpu}, ${formatBytes(memory_bytes)}, ${t("threads", { threads })}`]);
  }
  const failure = run.error ? ["", io.out.paint("red", textOf(run.error.code, run.error.params, language))] : [];
  const skipped = run.skipped_events > 0 ? ["", t("skipped-events", { count: run.skipped_events })] : [];
  return [
    io.out.paint("bold", run.name),
    ...table(facts),
    "",
    ...stageRows(run.stages, io),
    ...failure,
    ...skipped,
    ...(run.verdict ? ["", ...verdictText(run.verdict, io)] : []),
  ];
}

function stageRows(stages: readonly StageStatus[], io: Io): string[] {
  const { t, language } = io;
  const head = [t("stage"), t("state"), t("time"), t("memory"), ""];
  const rows = stages.map((stage) => [
    stage.id,
    t(stage.state === "reused" ? "state-reused" : stage.state),
    stage.seconds === null ? UNKNOWN : formatDuration(stage.seconds, language),
    formatBytes(stage.peak_memory_bytes),
    stage.error ? textOf(stage.error.code, stage.error.params, language) : lossOf(stage),
  ]);
  const [header = "", ...lines] = table([head, ...rows], new Set([2, 3]));
  return [io.out.paint("dim", header), ...lines];
}

function lossOf({ evaluations, steps }: StageStatus): string {
  const loss = evaluations.at(-1)?.loss ?? steps.at(-1)?.loss;
  return loss === null || loss === undefined ? "" : `loss ${loss.toFixed(4)}`;
}
