import { planReport, prepare } from "../../core.ts";
import { type Command, exitCode } from "../command.ts";
import { planText } from "../plan-text.ts";
import { count, writeProblems } from "../problems.ts";

export const command: Command = {
  name: "plan",
  summary: {
    en: "Show the stages of a run file, what is reused and what the rest will need; nothing is run.",
    "zh-cn": "显示运行文件的各阶段、可复用的部分以及其余所需；不运行任何内容。",
  },
  operands: "FILE",
  count: [1, 1],
  options: {},
  examples: ["plan mail-triage.run.yaml"],
  async run(args, io) {
    const workspace = args.text("workspace");
    const [file = ""] = args.operands;
    const prepared = await prepare(file, { signal: io.signal, ...(workspace !== undefined && { workspace }) });
    const report = planReport(prepared, io.language);
    if (io.json) io.out.line(JSON.stringify(report, null, 2));
    else {
      writeProblems(prepared.problems, io.err, io);
      if (prepared.plan) for (const line of planText(report, io)) io.out.line(line);
    }
    return count(prepared.problems, "error") > 0 ? exitCode.failed : exitCode.fine;
  },
};
