import { findLocalModels } from "../../../core.ts";
import { formatBytes } from "../../../protocol/format.ts";
import { type Command, exitCode } from "../../command.ts";
import { table } from "../../table.ts";

export const command: Command = {
  name: "models found",
  summary: {
    en: "List models that Ollama, LM Studio, the Hugging Face cache, ModelScope and llama.cpp have here; `models add PATH` makes one known.",
    "zh-cn":
      "列出本机上 Ollama、LM Studio、Hugging Face 缓存、ModelScope 和 llama.cpp 已有的模型；用 `models add 路径` 登记。",
  },
  operands: "",
  count: [0, 0],
  options: {},
  async run(_args, io) {
    const found = await findLocalModels({ signal: io.signal });
    if (io.json) io.out.line(JSON.stringify(found, null, 2));
    else if (found.length === 0) io.out.line(io.t("models-found-none"));
    else
      for (const line of table(
        found.map(({ keeper, name, size_bytes, path }) => [keeper, name, formatBytes(size_bytes), path]),
        new Set([2]),
      ))
        io.out.line(line);
    return exitCode.fine;
  },
};
