import { listModels, machine } from "../../../core.ts";
import { formatBytes, formatCount, UNKNOWN } from "../../../protocol/format.ts";
import type { CodedError } from "../../../protocol/problem.ts";
import { textOf } from "../../../text/text.ts";
import { type Command, exitCode } from "../../command.ts";
import { table } from "../../table.ts";

export const command: Command = {
  name: "models list",
  summary: { en: "List the models this machine knows.", "zh-cn": "列出本机已知的模型。" },
  operands: "",
  count: [0, 0],
  options: {},
  async run(_args, io) {
    const onDamaged = ({ code, params }: CodedError) => io.err.line(textOf(code, params, io.language));
    const models = await listModels({ onDamaged, memory_bytes: machine().memory_bytes });
    if (io.json) {
      io.out.line(JSON.stringify(models, null, 2));
      return exitCode.fine;
    }
    const head = [
      io.t("id"),
      io.t("parameters"),
      io.t("quantization"),
      io.t("size"),
      io.t("verdict-column"),
      io.t("place"),
    ];
    const rows = models.map(({ id, parameters, quantization, size_bytes, path, fit }) => [
      id,
      formatCount(parameters),
      quantization ?? UNKNOWN,
      formatBytes(size_bytes),
      fit ? io.t(`fit-${fit}`) : UNKNOWN,
      path ?? io.t("fetched-on-use"),
    ]);
    const [header = "", ...lines] = table([head, ...rows], new Set([1, 3]));
    io.out.line(io.out.paint("dim", header));
    for (const line of lines) io.out.line(line);
    return exitCode.fine;
  },
};
