import { addModel } from "../../../core.ts";
import { type Command, exitCode } from "../../command.ts";
import { modelRows } from "../../model-text.ts";

export const command: Command = {
  name: "models add",
  summary: { en: "Make a model file or folder known, where it lies.", "zh-cn": "登记模型文件或文件夹（不复制）。" },
  operands: "PATH",
  count: [1, 1],
  options: {
    id: {
      value: "ID",
      about: {
        en: "add: what run files call it. Left out: from the file's name.",
        "zh-cn": "add：运行文件中的名称。省略时取自文件名。",
      },
    },
  },
  async run(args, io) {
    const id = args.text("id");
    const model = await addModel(args.operands[0] ?? "", { signal: io.signal, ...(id !== undefined && { id }) });
    if (io.json) {
      io.out.line(JSON.stringify(model, null, 2));
      return exitCode.fine;
    }
    for (const line of modelRows(model, io)) io.out.line(line);
    io.out.line(io.t("model-added", { id: model.id }));
    return exitCode.fine;
  },
};
