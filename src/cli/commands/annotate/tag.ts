import { UsageError } from "../../arguments.ts";
import { type Command, exitCode } from "../../command.ts";
import { annotate } from "./annotate.ts";

export const command: Command = {
  name: "tag",
  summary: { en: "Add tags to runs, or take them away.", "zh-cn": "为运行添加或移除标签。" },
  operands: "RUN…",
  count: [1, Number.POSITIVE_INFINITY],
  options: {
    add: {
      value: "TAG",
      multiple: true,
      about: {
        en: "A tag to add: one word. May be given several times.",
        "zh-cn": "要添加的标签：一个词。可多次给出。",
      },
    },
    remove: {
      value: "TAG",
      multiple: true,
      about: { en: "A tag to take away. May be given several times.", "zh-cn": "要移除的标签。可多次给出。" },
    },
  },
  examples: ["tag latest --add best", "tag 0199a1b2 0199a1c7 --add paper --remove draft", "list --tag best"],
  run: async (args, io) => {
    const add_tags = [...args.texts("add")];
    const remove_tags = [...args.texts("remove")];
    if (add_tags.length + remove_tags.length === 0) throw new UsageError("tag-missing");
    await annotate(args, io, args.operands, { add_tags, remove_tags });
    return exitCode.fine;
  },
};
