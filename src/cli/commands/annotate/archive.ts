import type { Command } from "../../command.ts";
import { annotate } from "./annotate.ts";

export const command: Command = {
  name: "archive",
  summary: {
    en: "Put runs aside: `list` and the Runs view leave them out unless asked. Nothing is deleted.",
    "zh-cn": "归档运行：除非要求，`list` 和运行视图不再显示它们。不会删除任何内容。",
  },
  operands: "RUN…",
  count: [1, Number.POSITIVE_INFINITY],
  options: { undo: { about: { en: "Take them back.", "zh-cn": "取消归档。" } } },
  examples: ["archive 0199a1b2", "archive 0199a1b2 --undo", "list --archived"],
  run: (args, io) => annotate(args, io, args.operands, { archived: !args.flag("undo") }),
};
