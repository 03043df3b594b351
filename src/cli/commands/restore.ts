import { matchRun, restoreRun, trashEntries } from "../../core.ts";
import { formatBytes } from "../../protocol/format.ts";
import { type Command, exitCode } from "../command.ts";
import { shortRun } from "../plan-text.ts";
import { table } from "../table.ts";
import { localTime } from "../time.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "restore",
  summary: {
    en: "Bring a deleted run back, with its artifacts; without a run, list what can be brought back.",
    "zh-cn": "恢复已删除的运行及其产物；不带参数时列出可恢复的运行。",
  },
  operands: "[RUN]",
  count: [0, 1],
  options: {},
  examples: ["restore", "restore 0199a1b2"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const entries = await trashEntries(workspace);
    const [reference] = args.operands;
    if (reference === undefined) {
      if (io.json) io.out.line(JSON.stringify(entries, null, 2));
      else if (entries.length === 0) io.out.line(io.t("trash-empty"));
      else {
        const rows = entries.map(({ run, name, at, bytes }) => [
          shortRun(run),
          name,
          localTime(at),
          formatBytes(bytes),
        ]);
        for (const line of table(rows, new Set([3]))) io.out.line(line);
      }
      return exitCode.fine;
    }
    const deleted = entries.map((entry) => entry.run);
    const run = matchRun(deleted, reference) ?? reference;
    await restoreRun(workspace, run);
    io.out.line(io.json ? JSON.stringify({ run }) : io.t("run-restored", { run }));
    return exitCode.fine;
  },
};
