import { inspectModel } from "../../../core.ts";
import type { ModelInspection } from "../../../protocol/model.ts";
import { textOf } from "../../../text/text.ts";
import { type Command, exitCode } from "../../command.ts";
import { modelRows } from "../../model-text.ts";

export const command: Command = {
  name: "models inspect",
  summary: {
    en: "Say what a model file or folder is, from its header; no native code touches it.",
    "zh-cn": "根据文件头说明模型文件或文件夹的内容；不使用本机代码。",
  },
  operands: "PATH",
  count: [1, 1],
  options: {},
  async run(args, io) {
    const found = await inspectModel(args.operands[0] ?? "");
    if (!found.ok) {
      const { code, params } = found;
      const refusal: ModelInspection = { ok: false, code, message: textOf(code, params, io.language) };
      if (io.json) io.out.line(JSON.stringify(refusal));
      else io.err.line(`${io.err.paint("red", io.t("error"))}: ${refusal.message} (${code})`);
      return exitCode.failed;
    }
    if (io.json) io.out.line(JSON.stringify(found, null, 2));
    else {
      for (const line of modelRows(found, io)) io.out.line(line);
      for (const code of found.template?.problems ?? [])
        io.err.line(`${io.err.paint("yellow", io.t("warning"))}: ${textOf(code, {}, io.language)} (${code})`);
    }
    return exitCode.fine;
  },
};
