import { listRuns } from "../../core.ts";
import type { RunListReport } from "../../protocol/cli.ts";
import { formatDuration } from "../../protocol/format.ts";
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
  options: {},
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const report: RunListReport = await listRuns(workspace);
    if (io.json) {
      io.out.line(JSON.stringify(report, null, 2));
      return exitCode.fine;
    }
    for (const damaged of report.damaged) io.err.line(io.t("run-damaged", damaged));
    if (report.runs.length === 0) {
      io.out.line(io.t("list-empty", { folder: workspace.root }));
      return exitCode.fine;
    }
    const head = [io.t("run"), io.t("name"), io.t("state"), io.t("started"), io.t("time"), io.t("verdict")];
    const rows = report.runs.map((run) => [
      shortRun(run.run),
      run.name,
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
