import path from "node:path";
import { type CheckOptions, checkFile } from "../../core.ts";
import type { CheckReport } from "../../protocol/cli.ts";
import { CodedError, type Problem, problem } from "../../protocol/problem.ts";
import { renderProblem } from "../../text/text.ts";
import { type Command, exitCode } from "../command.ts";
import { count, writeProblems } from "../problems.ts";

export const command: Command = {
  name: "check",
  summary: {
    en: "Say what is wrong with run files and their data; nothing is run.",
    "zh-cn": "检查运行文件及其数据有何问题；不运行任何内容。",
  },
  operands: "FILE…",
  count: [1, Number.POSITIVE_INFINITY],
  options: {
    "no-tokens": {
      about: {
        en: "Leave token lengths out: counting them takes a moment for each thousand rows, once.",
        "zh-cn": "不检查 token 长度：首次计数时每千行需要片刻。",
      },
    },
  },
  examples: ["check mail-triage.run.yaml", "check *.run.yaml --json"],
  async run(args, io) {
    const problems: Problem[] = [];
    for (const file of args.operands) {
      const workspace = args.text("workspace");
      const options = {
        signal: io.signal,
        tokens: !args.flag("no-tokens"),
        ...(workspace !== undefined && { workspace }),
      };
      problems.push(...(await checked(file, options)));
    }
    const errors = count(problems, "error");
    if (io.json) {
      const report: CheckReport = { problems: problems.map((entry) => renderProblem(entry, io.language)) };
      io.out.line(JSON.stringify(report, null, 2));
    } else {
      writeProblems(problems, io.out, io);
      const files = args.operands.length;
      const warnings = count(problems, "warning");
      io.out.line(problems.length === 0 ? io.t("check-fine", { files }) : io.t("check-counts", { errors, warnings }));
    }
    return errors > 0 ? exitCode.failed : exitCode.fine;
  },
};

/** A file that can't be read is a problem of that file; the others are checked all the same. */
async function checked(file: string, options: CheckOptions): Promise<Problem[]> {
  try {
    const problems = await checkFile(file, options);
    const isItself = (named: string | undefined) => named !== undefined && path.resolve(named) === path.resolve(file);
    return problems.map((entry) => (isItself(entry.file) ? { ...entry, file } : entry));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [problem(error.code, error.params, { file })];
  }
}
