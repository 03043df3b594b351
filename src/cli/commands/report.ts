import { writeFile } from "node:fs/promises";
import path from "node:path";
import { reportRun, resolveRun, verifyRun } from "../../core.ts";
import { CodedError } from "../../protocol/problem.ts";
import { reportFormats } from "../../reports/report.ts";
import { type Command, exitCode } from "../command.ts";
import { writeProblems } from "../problems.ts";
import { workspaceFor } from "../workspace.ts";

export const command: Command = {
  name: "report",
  summary: {
    en: "Write a run's report: one file, readable without a network.",
    "zh-cn": "生成运行报告：单个文件，无需联网即可阅读。",
  },
  operands: "RUN",
  count: [1, 1],
  options: {
    format: {
      value: "FORMAT",
      choices: reportFormats,
      about: {
        en: "Left out: the output's ending, else html. `junit` (.xml) is for CI: red where nothing is good enough.",
        "zh-cn": "省略时按输出文件扩展名，否则为 html。`junit`（.xml）用于 CI：没有候选足够好时为失败。",
      },
    },
    verify: {
      about: {
        en: "Compute scores and verdict again from the stored answers, and say what differs. With `--output` the report is written only if nothing does.",
        "zh-cn": "由存储的回答重新计算得分和结论，并指出差异。与 `--output` 同用时，无差异才写出报告。",
      },
    },
    output: {
      value: "FILE",
      short: "o",
      about: { en: "Where to write. Left out: to the terminal.", "zh-cn": "输出文件。省略时输出到终端。" },
    },
  },
  examples: [
    "report latest -o report.html",
    "report latest --format md",
    "report latest -o results.xml",
    "report latest --verify",
  ],
  async run(args, io) {
    const [reference = ""] = args.operands;
    const output = args.text("output");
    const format =
      reportFormats.find((name) => name === (args.text("format") ?? formatOf(output))) ??
      (io.json && output === undefined ? "json" : "html");
    const workspace = await workspaceFor(args);
    if (args.flag("verify")) {
      const { run, verified, problems } = await verifyRun(workspace, reference);
      writeProblems(problems, io.err, io);
      if (io.json && (output === undefined || !verified)) io.out.line(JSON.stringify({ run, verified, problems }));
      else if (!io.json) io.out.line(io.t(verified ? "report-verified" : "report-not-verified", { run }));
      if (!verified) return exitCode.failed;
      if (output === undefined) return exitCode.fine;
    }
    const text = await reportRun(workspace, reference, { format, language: io.language });
    if (output === undefined) {
      io.out.write(text.endsWith("\n") ? text : `${text}\n`);
      return exitCode.fine;
    }
    const file = path.resolve(output);
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
      throw new CodedError("file-not-written", { file: output, reason: error.code ?? error.message }, { cause: error });
    });
    const run = await resolveRun(workspace, reference);
    io.out.line(io.json ? JSON.stringify({ run, format, file }) : io.t("report-written", { file: output }));
    return exitCode.fine;
  },
};

function formatOf(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const ending = path.extname(output).slice(1).toLowerCase();
  return ending === "xml" ? "junit" : ending;
}
