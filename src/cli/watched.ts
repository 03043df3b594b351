import { type Prepared, runPrepared, startDetached, type Workspace } from "../core.ts";
import type { DetachedReport } from "../protocol/cli.ts";
import type { RunEvent } from "../protocol/event.ts";
import { CodedError } from "../protocol/problem.ts";
import type { RunState } from "../protocol/run-state.ts";
import { applyEvent, emptyRun } from "../runs/fold.ts";
import type { Arguments } from "./arguments.ts";
import { type Command, exitCode } from "./command.ts";
import { downloadView } from "./download.ts";
import { followRun } from "./follow-run.ts";
import type { Io } from "./io.ts";
import { shortRun } from "./plan-text.ts";
import { progressView } from "./progress.ts";
import { codeOf, endText } from "./run-end.ts";

/** Options of all commands that execute a run. */
export const executionOptions: Command["options"] = {
  gate: {
    about: { en: "Exit with 1 when no candidate is good enough.", "zh-cn": "没有足够好的候选时以 1 退出。" },
  },
  detach: {
    short: "d",
    about: {
      en: "Leave the run to a process of its own and return at once; it outlives this terminal.",
      "zh-cn": "将运行交给独立进程并立即返回；关闭终端不影响运行。",
    },
  },
  parallel: {
    value: "N",
    about: {
      en: "Start while fewer than N runs are going on on this device, of all workspaces; else wait. Default: 1.",
      "zh-cn": "当此设备上进行中的运行（所有工作区）少于 N 个时开始，否则等待。默认 1。",
    },
  },
  copies: {
    value: "DIR",
    about: {
      en: "With --detach: run from a copy of this program in DIR, so that updating it does not disturb the run.",
      "zh-cn": "与 --detach 一起使用：从 DIR 中的程序副本运行，更新程序不会影响此运行。",
    },
  },
};

/** Executes what was prepared, here, drawing its progress; or attaches to the run that is doing the same already. */
export async function runHere(
  prepared: Prepared,
  args: Arguments,
  io: Io,
  rest: { resume?: string } = {},
): Promise<number> {
  const state = await watched(io, async (onEvent) => {
    try {
      return await runPrepared(prepared, { signal: io.signal, parallel: parallelOf(args), onEvent, ...rest });
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== "run-already-running") throw error;
      const run = String(error.params.run);
      io.err.line(io.t("run-attached", { run: shortRun(run) }));
      return followRun(
        { workspace: prepared.workspace, run, follow: true, onLine: (_, event) => tell(event(), onEvent) },
        io,
      );
    }
  });
  if (!io.json) for (const line of endText(state, io)) io.out.line(line);
  return codeOf(state, args.flag("gate"));
}

function tell(event: RunEvent | null, onEvent: (event: RunEvent) => void): void {
  if (event) onEvent(event);
}

async function watched(io: Io, execute: (onEvent: (event: RunEvent) => void) => Promise<RunState>): Promise<RunState> {
  const progress = progressView(io);
  const download = downloadView(io);
  const state = emptyRun("");
  try {
    return await execute((event) => {
      if (io.json) return io.out.line(JSON.stringify(event));
      applyEvent(state, event);
      if (event.type === "run.fetching") return download.onProgress(event.model, event);
      download.close();
      progress.onEvent(event, state);
    });
  } finally {
    progress.close();
    download.close();
  }
}

/** Leaves the run to a supervisor and says which one it is. */
export async function runElsewhere(
  what: { file: string } | { resume: string },
  workspace: Workspace,
  args: Arguments,
  io: Io,
): Promise<number> {
  const report: DetachedReport = await startDetached({
    workspace,
    what,
    parallel: parallelOf(args),
    copies: args.text("copies"),
    signal: io.signal,
  });
  const run = shortRun(report.run);
  if (io.json) io.out.line(JSON.stringify(report));
  else io.out.line(io.t(report.already ? "run-already" : "run-detached", { run }));
  return exitCode.fine;
}

function parallelOf(args: Arguments): number | undefined {
  const parallel = args.number("parallel", { above: 0, below: 17 });
  return parallel === undefined ? undefined : Math.floor(parallel);
}
