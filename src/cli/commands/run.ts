import { type Prepared, planReport, prepare, runHeads } from "../../core.ts";
import type { Arguments } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { confirm } from "../confirm.ts";
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
  return confirm(io.t("sheet-question"), /^(y(es)?|是|好)?$/i, io);
}

async function hasRunBefore({ workspace, loaded }: Prepared): Promise<boolean> {
  // By what the run file calls itself: a run may have been given another name since.
  const heads = await runHeads(workspace);
  return heads.some(({ spec_name, damage }) => damage === null && spec_name === loaded.value?.name);
}
