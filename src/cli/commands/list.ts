import { listRuns } from "../../core.ts";
import type { RunListReport } from "../../protocol/cli.ts";
import { formatDuration } from "../../protocol/format.ts";
import type { RunSummary } from "../../protocol/run-state.ts";
import type { Arguments } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { shortRun } from "../plan-text.ts";
import { clipped, table } from "../table.ts";
import { localTime } from "../time.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "list",
  summary: { en: "List the runs of a workspace, newest first.", "zh-cn": "列出工作区的运行，最新的在前。" },
  operands: "",
  count: [0, 0],
  options: {
    archived: { about: { en: "Show archived runs too.", "zh-cn": "同时显示已归档的运行。" } },
    tag: { value: "TAG", about: { en: "Only runs with this tag.", "zh-cn": "仅显示带此标签的运行。" } },
    state: {
      value: "STATE",
      choices: ["queued", "running", "succeeded", "failed", "cancelled", "interrupted"],
      about: { en: "Only runs in this state.", "zh-cn": "仅显示此状态的运行。" },
    },
    search: {
      value: "TEXT",
      about: {
        en: "Only runs that have this in their name, file, tags or note.",
        "zh-cn": "仅显示名称、文件、标签或备注中含此文字的运行。",
      },
    },
  },
  examples: ["list", "list --tag best --state succeeded", "list --search mail --json"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const all: RunListReport = await listRuns(workspace);
    const runs = all.runs.filter((run) => fits(run, args));
    const shown = runs.filter((run) => args.flag("archived") || !run.archived);
    const report: RunListReport = { ...all, runs: shown };
    if (io.json) {
      io.out.line(JSON.stringify(report, null, 2));
      return exitCode.fine;
    }
    for (const damaged of report.damaged) io.err.line(io.t("run-damaged", damaged));
    const hidden = runs.length - shown.length;
    if (hidden > 0) io.err.line(io.t("list-archived-hint", { count: hidden }));
    if (report.runs.length === 0) {
      io.out.line(io.t("list-empty", { folder: workspace.root }));
      return exitCode.fine;
    }
    const tagged = report.runs.some(({ tags }) => (tags ?? []).length > 0);
    const head = [io.t("run"), io.t("name"), io.t("state"), io.t("started"), io.t("time"), io.t("verdict")];
    if (tagged) head.splice(2, 0, io.t("tags"));
    const rows = report.runs.map((run) => [
      shortRun(run.run),
      run.name,
      ...(tagged ? [(run.tags ?? []).map((tag) => `#${tag}`).join(" ")] : []),
      io.t(run.state),
      localTime(run.started_at),
      formatDuration(run.seconds, io.language),
      run.sentence ?? "",
    ]);
    const [header = "", ...lines] = table([head, ...rows]);
    io.out.line(io.out.paint("dim", header));
    for (const line of lines) io.out.line(io.out.isTty ? clipped(line, io.out.columns()) : line);
    return exitCode.fine;
  },
};

function fits(run: RunSummary, args: Arguments): boolean {
  const tag = args.text("tag")?.replace(/^#/, "");
  const state = args.text("state");
  const search = args.text("search")?.toLowerCase() ?? "";
  const said = [run.name, run.file, run.note ?? "", ...(run.tags ?? [])].join("\n").toLowerCase();
  return (
    (tag === undefined || (run.tags ?? []).includes(tag)) &&
    (state === undefined || run.state === state) &&
    said.includes(search)
  );
}
