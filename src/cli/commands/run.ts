import { createInterface } from "node:readline/promises";
import { listRuns, type Prepared, planReport, prepare } from "../../core.ts";
import type { Arguments } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import type { Io } from "../io.ts";
import { sheetText } from "../plan-text.ts";
import { count, writeProblems } from "../problems.ts";
import { executionOptions, runElsewhere, runHere } from "../watched.ts";

export const command: Command = {
  name: "run",
  summary: {
    en: "Run a run file: train, quantize, judge. What was done before is reused.",
    "zh-cn": "执行运行文件：训练、量化、评测。已完成的部分会复用。",
  },
  operands: "FILE",
  count: [1, 1],
  options: {
    ...executionOptions,
    yes: { short: "y", about: { en: "Don't ask before a file's first run.", "zh-cn": "首次运行某文件前不询问。" } },
  },
  examples: [
    "run mail-triage.run.yaml",
    "run mail-triage.run.yaml --detach",
    "run mail-triage.run.yaml --json > events.jsonl",
  ],
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
    if (args.flag("detach")) return runElsewhere({ file: prepared.loaded.file }, prepared.workspace, args, io);
    return runHere(prepared, args, io);
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
