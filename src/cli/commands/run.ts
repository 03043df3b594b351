import { createInterface } from "node:readline/promises";
import { listRuns, type Prepared, planReport, prepare, runPrepared } from "../../core.ts";
import { formatDuration } from "../../protocol/format.ts";
import type { RunState } from "../../protocol/run-state.ts";
import { applyEvent, emptyRun } from "../../runs/fold.ts";
import { textOf } from "../../text/text.ts";
import type { Arguments } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { downloadView } from "../download.ts";
import type { Io } from "../io.ts";
import { sheetText } from "../plan-text.ts";
import { count, writeProblems } from "../problems.ts";
import { progressView } from "../progress.ts";
import { verdictText } from "../verdict-text.ts";

export const command: Command = {
  name: "run",
  summary: {
    en: "Run a run file: train, quantize, judge. What was done before is reused.",
    "zh-cn": "执行运行文件：训练、量化、评测。已完成的部分会复用。",
  },
  operands: "FILE",
  count: [1, 1],
  options: {
    gate: {
      about: { en: "Exit with 1 when no candidate is good enough.", "zh-cn": "没有足够好的候选时以 1 退出。" },
    },
    yes: { short: "y", about: { en: "Don't ask before a file's first run.", "zh-cn": "首次运行某文件前不询问。" } },
  },
  examples: ["run mail-triage.run.yaml", "run mail-triage.run.yaml --json > events.jsonl"],
  async run(args, io) {
    const workspace = args.text("workspace");
    const [file = ""] = args.operands;
    const prepared = await prepare(file, { signal: io.signal, ...(workspace !== undefined && { workspace }) });
    writeProblems(prepared.problems, io.err, io);
    if (!prepared.plan || count(prepared.problems, "error") > 0) {
      io.err.line(io.t("run-not-started"));
      return exitCode.failed;
    }
    if (!(await confirmed(prepared, args, io))) {
      io.err.line(io.t("run-not-started"));
      return exitCode.cancelled;
    }
    const state = await runWatched(prepared, io);
    if (!io.json) for (const line of endText(state, io)) io.out.line(line);
    return codeOf(state, args.flag("gate"));
  },
};

/** Shows the sheet before a file's first run, and asks where there is somebody to answer. */
async function confirmed(prepared: Prepared, args: Arguments, io: Io): Promise<boolean> {
  if (io.json || (await hasRunBefore(prepared))) return true;
  for (const line of sheetText(planReport(prepared, io.language), io)) io.err.line(line);
  if (args.flag("yes") || !process.stdin.isTTY || !io.err.isTty) return true;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself while it asks.
  asking.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await asking.question(io.t("sheet-question"), { signal: io.signal });
    return /^(y(es)?|是|好)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}

async function hasRunBefore({ workspace, loaded }: Prepared): Promise<boolean> {
  const { runs } = await listRuns(workspace);
  return runs.some(({ name }) => name === loaded.value?.name);
}

async function runWatched(prepared: Prepared, io: Io): Promise<RunState> {
  const progress = progressView(io);
  const download = downloadView(io);
  const state = emptyRun("");
  try {
    return await runPrepared(prepared, {
      signal: io.signal,
      onDownload: ({ model, done, total }) => download.onProgress(model, { done, total }),
      onEvent(event) {
        download.close();
        if (io.json) return io.out.line(JSON.stringify(event));
        applyEvent(state, event);
        progress.onEvent(event, state);
      },
    });
  } finally {
    progress.close();
    download.close();
  }
}

function endText(run: RunState, io: Io): string[] {
  const { t, language } = io;
  const time = formatDuration(run.seconds, language);
  if (run.state === "cancelled") return [t("run-cancelled", { time })];
  if (run.state === "failed") {
    const reason = run.error
      ? [io.out.paint("red", `${textOf(run.error.code, run.error.params, language)} (${run.error.code})`)]
      : [];
    return [...reason, t("run-failed", { time })];
  }
  const stages = run.stages.length;
  const allReused = run.stages.every(({ state }) => state === "reused");
  const over = t(allReused ? "run-over-reused" : "run-over", { time, stages });
  if (!run.verdict) return ["", over];
  return ["", ...verdictText(run.verdict, io), "", over, t("run-report-hint", { run: run.run.slice(0, 13) })];
}

function codeOf(run: RunState, gate: boolean): number {
  if (run.state === "cancelled") return exitCode.cancelled;
  if (run.state !== "succeeded") return exitCode.failed;
  const isGoodEnough = run.verdict !== null && run.verdict.chosen !== null;
  return gate && !isGoodEnough ? exitCode.failed : exitCode.fine;
}
