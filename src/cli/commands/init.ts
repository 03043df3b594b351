import path from "node:path";
import { initRunFile } from "../../core.ts";
import type { InitReport } from "../../protocol/cli.ts";
import { renderProblem } from "../../text/text.ts";
import { type Command, exitCode } from "../command.ts";
import { count, writeProblems } from "../problems.ts";

export const command: Command = {
  name: "init",
  summary: {
    en: "Write a run file for a data set: columns, split, lengths, model and scorers guessed, each with a comment.",
    "zh-cn": "为数据集编写运行文件：推测各列、划分、长度、模型与评分器，并逐一注释。",
  },
  operands: "DATA",
  count: [1, 1],
  options: {
    output: {
      value: "FILE",
      short: "o",
      about: {
        en: "The run file to write. Left out: beside the data, named after it. Nothing is overwritten.",
        "zh-cn": "要写入的运行文件。省略时：放在数据旁边，以其命名。不会覆盖任何文件。",
      },
    },
    model: {
      value: "MODEL",
      about: {
        en: "The base model. Left out: the largest of the catalogue that trains on this machine.",
        "zh-cn": "基础模型。省略时：目录中能在本机训练的最大模型。",
      },
    },
  },
  examples: ["init mails.csv", "init 客服.xlsx -o triage.run.yaml"],
  async run(args, io) {
    const [data = ""] = args.operands;
    const [output, model] = [args.text("output"), args.text("model")];
    const made = await initRunFile(data, {
      language: io.language,
      signal: io.signal,
      ...(output !== undefined && { output }),
      ...(model !== undefined && { model }),
    });
    const errors = count(made.problems, "error");
    const { shape, prompt, answer, id, group, time } = made.guess;
    if (io.json) {
      const { file, schema, rows, model: chosen, problems } = made;
      const columns = { shape, prompt, answer, id, group, time };
      const rendered = problems.map((entry) => renderProblem(entry, io.language));
      const report: InitReport = { file, schema, rows, model: chosen, columns, problems: rendered };
      io.out.line(JSON.stringify(report, null, 2));
    } else {
      writeProblems(made.problems, io.err, io);
      const none = io.t("init-none");
      const names = { prompt: prompt.join(" + ") || shape || none, answer: answer ?? shape ?? none };
      io.out.line(io.t("init-columns", { ...names, id: id ?? none, group: group ?? none, time: time ?? none }));
      io.out.line(io.t("init-written", { file: path.relative(process.cwd(), made.file), rows: made.rows }));
    }
    return errors > 0 ? exitCode.failed : exitCode.fine;
  },
};
