import { verifyModel } from "../../../core.ts";
import { type Command, exitCode } from "../../command.ts";

export const command: Command = {
  name: "models verify",
  summary: { en: "Read a model whole and compare its hash.", "zh-cn": "完整读取模型并比对哈希。" },
  operands: "ID",
  count: [1, 1],
  options: {},
  async run(args, io) {
    const verified = await verifyModel(args.operands[0] ?? "", { signal: io.signal });
    const { ok, ...facts } = verified;
    if (io.json) io.out.line(JSON.stringify(verified));
    else io.out.line(io.t(ok ? "model-verified" : "model-changed", facts));
    return ok ? exitCode.fine : exitCode.failed;
  },
};
