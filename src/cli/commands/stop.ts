import { resolveRun, stopRun } from "../../core.ts";
import type { StopReport } from "../../protocol/cli.ts";
import { type Command, exitCode } from "../command.ts";
import { shortRun } from "../plan-text.ts";
import { workspaceFor } from "../workspace.ts";

const said = {
  stopped: "stop-stopped",
  killed: "stop-killed",
  "not-running": "stop-not-running",
  unreachable: "stop-unreachable",
} as const;

export const command: Command = {
  name: "stop",
  summary: {
    en: "Stop a run: it keeps a checkpoint and what is finished. Returns when its processes are gone.",
    "zh-cn": "停止运行：保留检查点和已完成的部分。其进程全部结束后返回。",
  },
  operands: "RUN",
  count: [1, 1],
  options: {
    grace: {
      value: "SECONDS",
      about: {
        en: "How long it may take before its processes are ended by force. Default: 75.",
        "zh-cn": "超过多少秒后强制结束其进程。默认 75。",
      },
    },
  },
  examples: ["stop latest"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const grace = args.number("grace", { above: 0 });
    const short = shortRun(run);
    io.err.line(io.t("stop-waiting", { run: short }));
    const outcome = await stopRun(workspace, run, {
      signal: io.signal,
      ...(grace === undefined ? {} : { graceMs: grace * 1000 }),
      onForce: () => io.err.line(io.t("stop-forcing", { run: short })),
    });
    const report: StopReport = { run, outcome };
    io.out.line(io.json ? JSON.stringify(report) : io.t(said[outcome], { run: short }));
    return outcome === "unreachable" ? exitCode.failed : exitCode.fine;
  },
};
