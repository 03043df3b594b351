import { ensureModel } from "../../../core.ts";
import { textOf } from "../../../text/text.ts";
import { type Command, exitCode } from "../../command.ts";
import { downloadView } from "../../download.ts";

export const command: Command = {
  name: "models fetch",
  summary: {
    en: "Bring a model of the catalogue, or of a hub, to this machine.",
    "zh-cn": "将目录或模型库中的模型获取到本机。",
  },
  operands: "ID|hf:ORG/NAME@REVISION[/FILE]",
  count: [1, 1],
  options: {},
  async run(args, io) {
    const [id = ""] = args.operands;
    const view = downloadView(io);
    try {
      const { path, sha256 } = await ensureModel(id, {
        folder: process.cwd(),
        signal: io.signal,
        onProgress: (progress) => view.onProgress(id, progress),
        onNotice(code, params) {
          view.close();
          io.err.line(`${io.err.paint("yellow", io.t("warning"))}: ${textOf(code, params, io.language)} (${code})`);
        },
      });
      view.close();
      io.out.line(io.json ? JSON.stringify({ id, path, sha256 }) : io.t("model-fetched", { id, path }));
      return exitCode.fine;
    } finally {
      view.close();
    }
  },
};
