import { removeModel } from "../../../core.ts";
import { formatBytes } from "../../../protocol/format.ts";
import { type Command, exitCode } from "../../command.ts";

export const command: Command = {
  name: "models remove",
  summary: {
    en: "Forget a model; a file that was fetched is deleted, your own never.",
    "zh-cn": "移除模型；删除下载的文件，绝不删除您自己的文件。",
  },
  operands: "ID",
  count: [1, 1],
  options: {},
  async run(args, io) {
    const removed = await removeModel(args.operands[0] ?? "");
    const freed = removed.freed_bytes > 0 ? { freed: formatBytes(removed.freed_bytes) } : {};
    io.out.line(io.json ? JSON.stringify(removed) : io.t("model-removed", { id: removed.id, ...freed }));
    return exitCode.fine;
  },
};
