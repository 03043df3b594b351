import { deleteRun, deletionOf, resolveRun } from "../../core.ts";
import type { DeletionReport } from "../../protocol/cli-runs.ts";
import { formatBytes } from "../../protocol/format.ts";
import { UsageError } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { confirm } from "../confirm.ts";
import type { Io } from "../io.ts";
import { shortRun } from "../plan-text.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "delete",
  summary: {
    en: "Delete runs, with the artifacts that no other run and no release needs. `restore` brings them back until `gc`.",
    "zh-cn": "删除运行及没有其他运行或发布需要的产物。在 `gc` 之前可用 `restore` 恢复。",
  },
  operands: "RUN…",
  count: [1, Number.POSITIVE_INFINITY],
  options: {
    yes: { short: "y", about: { en: "Don't ask.", "zh-cn": "不询问。" } },
    "dry-run": {
      about: { en: "Only say what would go and what depends on it.", "zh-cn": "仅说明将删除什么以及什么依赖它。" },
    },
  },
  examples: ["delete 0199a1b2 --dry-run", "delete 0199a1b2 --yes"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const runs: string[] = [];
    for (const reference of args.operands) runs.push(await resolveRun(workspace, reference));
    const preview: DeletionReport[] = [];
    for (const run of runs) preview.push(await deletionOf(workspace, run));
    if (!io.json) for (const deletion of preview) for (const line of deletionText(deletion, io)) io.err.line(line);
    if (args.flag("dry-run")) {
      if (io.json) io.out.line(JSON.stringify(preview, null, 2));
      return exitCode.fine;
    }
    if (!args.flag("yes") && !(await confirmed(io))) {
      io.err.line(io.t("nothing-deleted"));
      return exitCode.cancelled;
    }
    const done: DeletionReport[] = [];
    for (const run of runs) {
      done.push(await deleteRun(workspace, run));
      if (!io.json) io.out.line(io.t("run-deleted", { run }));
    }
    if (io.json) io.out.line(JSON.stringify(done, null, 2));
    return exitCode.fine;
  },
};

/** What it frees, what stays, and who would notice. */
function deletionText({ run, artifacts, kept, dependents, bytes }: DeletionReport, io: Io): string[] {
  const lines = [io.t("delete-frees", { run: shortRun(run), bytes: formatBytes(bytes), artifacts: artifacts.length })];
  const released = kept.filter((artifact) => artifact.released).length;
  if (kept.length > 0) lines.push(io.t("delete-keeps", { kept: kept.length, runs: dependents.length, released }));
  return lines;
}

/** A script has to say so: what nobody was asked must not be deleted. */
async function confirmed(io: Io): Promise<boolean> {
  if (!process.stdin.isTTY || !io.err.isTty) throw new UsageError("delete-needs-yes");
  return confirm(io.t("delete-question"), /^(y(es)?|是|好)$/i, io);
}
