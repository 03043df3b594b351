import type { Command } from "../../command.ts";
import { annotate } from "./annotate.ts";

export const command: Command = {
  name: "rename",
  summary: {
    en: "Give a run a name of its own, shown in place of its run file's. An empty name takes it away.",
    "zh-cn": "为运行另起名称，代替运行文件的名称显示。空名称表示取消。",
  },
  operands: "RUN NAME",
  count: [2, 2],
  options: {},
  examples: ['rename latest "before the new data"', 'rename latest ""'],
  run: (args, io) => {
    const [run = "", name = ""] = args.operands;
    return annotate(args, io, [run], { name });
  },
};
