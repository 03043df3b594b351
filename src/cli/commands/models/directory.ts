import { modelDirectory } from "../../../core.ts";
import { UNKNOWN } from "../../../protocol/format.ts";
import { type Command, exitCode } from "../../command.ts";
import { table } from "../../table.ts";

export const command: Command = {
  name: "models directory",
  summary: {
    en: "List models that one could use, by provider: licence, context, what for, and as of when that is known. WORD: only those with it.",
    "zh-cn": "按提供商列出可选用的模型：许可、上下文、用途，以及信息的时间。WORD：只列出包含它的。",
  },
  operands: "[WORD]",
  count: [0, 1],
  options: {},
  async run(args, io) {
    const [word = ""] = args.operands;
    const wanted = word.toLowerCase();
    const chosen = modelDirectory.filter((model) => JSON.stringify(model).toLowerCase().includes(wanted));
    if (io.json) {
      io.out.line(JSON.stringify(chosen, null, 2));
      return exitCode.fine;
    }
    const rows = chosen.map((model) => [
      model.id + (model.old ? ` (${io.t("model-old")})` : ""),
      model.provider,
      model.endpoint ? io.t("model-hosted") : (model.arch ?? UNKNOWN),
      model.context.toLocaleString("en"),
      model.license,
      model.use.join(", "),
      model.source.as_of,
    ]);
    for (const line of table(rows, new Set([3]))) io.out.line(line);
    return exitCode.fine;
  },
};
