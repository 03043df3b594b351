import { estimateWork, machine, memoryResiduals, readPriceTable } from "../../core.ts";
import { type Command, exitCode } from "../command.ts";
import { estimateOptions, readOptions } from "../estimate/options.ts";
import { estimateText, residualText } from "../estimate/text.ts";

export const command: Command = {
  name: "estimate",
  summary: {
    en: "Memory, time and cost of serving or training a model, as a range, and which devices it fits.",
    "zh-cn": "估算部署或训练模型所需的内存、时间和费用（给出范围），以及能放下的设备。",
  },
  operands: "",
  count: [0, 0],
  options: estimateOptions,
  examples: [
    "estimate --model Qwen2.5-7B-Instruct --quant q4_k_m --users 10 --context 4096",
    'estimate --params 14B --method qlora --max-length 2048 --device "RTX 4090" --rows 5000',
    "estimate --arch llama-3-8b --method lora --metric allocated --json",
  ],
  async run(args, io) {
    if (args.flag("measured")) {
      const residuals = await memoryResiduals(machine());
      if (io.json) io.out.line(JSON.stringify(residuals, null, 2));
      else for (const line of residualText(residuals, io)) io.out.line(line);
      return exitCode.fine;
    }
    const prices = args.text("prices");
    const table = prices === undefined ? {} : { priceTable: await readPriceTable(prices) };
    const found = await estimateWork({ ...readOptions(args), ...table });
    if (io.json) io.out.line(JSON.stringify(found, null, 2));
    else for (const line of estimateText(found, io)) io.out.line(line);
    return exitCode.fine;
  },
};
