import { prepareResume, resolveRun } from "../../core.ts";
import { type Command, exitCode } from "../command.ts";
import { count, writeProblems } from "../problems.ts";
import { executionOptions, runElsewhere, runHere } from "../watched.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "resume",
  summary: {
    en: "Go on with a run that was stopped, failed or was interrupted, from its last checkpoint.",
    "zh-cn": "从最后的检查点继续已停止、失败或中断的运行。",
  },
  operands: "RUN",
  count: [1, 1],
  options: executionOptions,
  examples: ["resume latest", "resume latest --detach"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const prepared = await prepareResume(workspace, run, { signal: io.signal });
    writeProblems(prepared.problems, io.err, io);
    if (!prepared.plan || count(prepared.problems, "error") > 0) {
      io.err.line(io.t("run-not-started"));
      return exitCode.failed;
    }
    if (args.flag("detach")) return runElsewhere({ resume: run }, workspace, args, io);
    return runHere(prepared, args, io, { resume: run });
  },
};
