import path from "node:path";
import { copyRun, resolveRun } from "../../core.ts";
import { renderProblem } from "../../text/text.ts";
import { UsageError } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { count, writeProblems } from "../problems.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "copy",
  summary: {
    en: "Write a new run file beside the one that a run used, as it ran, with what you change.",
    "zh-cn": "在运行所用的运行文件旁写一个新文件：内容为其运行时的版本，加上你的更改。",
  },
  operands: "RUN",
  count: [1, 1],
  options: {
    set: {
      value: "PATH=VALUE",
      multiple: true,
      about: {
        en: "What is to be different, as YAML: `train.learning_rate=1e-3`. May be given several times.",
        "zh-cn": "要更改的内容（YAML）：`train.learning_rate=1e-3`。可多次给出。",
      },
    },
    output: {
      value: "FILE",
      short: "o",
      about: {
        en: "The new file. Left out: beside the old one, with the next free number.",
        "zh-cn": "新文件。省略时：在旧文件旁，使用下一个空闲编号。",
      },
    },
  },
  examples: [
    "copy latest --set train.learning_rate=1e-3",
    'copy latest --set "quantize=[q8_0, q4_k_m]" -o wide.run.yaml',
  ],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const output = args.text("output");
    const copied = await copyRun({
      workspace,
      run,
      changes: new Map(args.texts("set").map(changeOf)),
      ...(output !== undefined && { output: path.resolve(output) }),
    });
    const { problems, ...rest } = copied;
    writeProblems(problems, io.err, io);
    if (io.json) {
      const rendered = problems.map((problem) => renderProblem(problem, io.language));
      io.out.line(JSON.stringify({ ...rest, problems: rendered }, null, 2));
    } else io.out.line(io.t("run-copied", { file: path.relative(process.cwd(), copied.file) }));
    return count(problems, "error") > 0 ? exitCode.failed : exitCode.fine;
  },
};

function changeOf(text: string): [path: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError("set-not-valid", { change: text });
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}
