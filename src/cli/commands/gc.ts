import { findGarbage, removeGarbage } from "../../core.ts";
import type { GarbageReport } from "../../protocol/cli-runs.ts";
import { formatBytes } from "../../protocol/format.ts";
import { type Command, exitCode } from "../command.ts";
import { table } from "../table.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "gc",
  summary: {
    en: "Show what no run and no release needs any more: artifacts, leftovers, data, deleted runs. With --yes, remove it.",
    "zh-cn": "显示不再被任何运行或发布需要的内容：产物、残留、数据、已删除的运行。加 --yes 则移除。",
  },
  operands: "",
  count: [0, 0],
  options: { yes: { short: "y", about: { en: "Remove it for good.", "zh-cn": "彻底移除。" } } },
  examples: ["gc", "gc --yes"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const garbage = await findGarbage(workspace);
    const bytes = garbage.reduce((sum, found) => sum + found.bytes, 0);
    const freed = args.flag("yes") ? await removeGarbage(workspace, garbage) : null;
    const report: GarbageReport = { garbage, bytes, freed };
    if (io.json) {
      io.out.line(JSON.stringify(report, null, 2));
      return exitCode.fine;
    }
    const rows = garbage.map((found) => [io.t(`garbage-${found.kind}`), formatBytes(found.bytes), found.path]);
    for (const line of table(rows, new Set([1]))) io.out.line(line);
    if (garbage.length === 0) io.out.line(io.t("garbage-none"));
    else if (freed === null) io.out.line(io.t("garbage-found", { bytes: formatBytes(bytes) }));
    else io.out.line(io.t("garbage-removed", { bytes: formatBytes(freed) }));
    return exitCode.fine;
  },
};
