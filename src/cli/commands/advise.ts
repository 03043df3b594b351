import { writeFile } from "node:fs/promises";
import {
  adviseHere,
  checkArticle,
  detectDevices,
  findDevice,
  gridFor,
  nearDevices,
  publishedPrices,
  readPriceTable,
} from "../../core.ts";
import { uses } from "../../protocol/directory.ts";
import { CodedError } from "../../protocol/problem.ts";
import { type Arguments, UsageError } from "../arguments.ts";
import { type Command, exitCode } from "../command.ts";
import { adviceText, articleText, gridText } from "../estimate/advise-text.ts";
import type { OptionSpec } from "../options.ts";
import { workspaceFor } from "../workspace.ts";

const number = (en: string, zh: string): OptionSpec => ({ value: "N", about: { en, "zh-cn": zh } });

const options: Readonly<Record<string, OptionSpec>> = {
  preset: {
    value: "NAME",
    choices: ["article"],
    about: {
      en: "`article`: the founding article's table, each row with what holds and what does not.",
      "zh-cn": "`article`：文章中的对照表，逐行说明哪些成立、哪些不成立。",
    },
  },
  use: {
    value: "USE",
    choices: uses,
    about: { en: "The task. Left out: extraction.", "zh-cn": "任务。省略时为 extraction（信息抽取）。" },
  },
  users: number("Users at once. Left out: 1.", "同时使用的人数。省略时为 1。"),
  context: number("Tokens of prompt and answer. Left out: 4096.", "提示与回答的词元数。省略时为 4096。"),
  answer: number("Of those, the answer's. Left out: 256.", "其中回答的词元数。省略时为 256。"),
  latency: number("Longest answer that is bearable, seconds.", "可接受的最长回答时间，秒。"),
  answers: number("Answers a month, for models paid by the token.", "每月回答次数，用于按词元计费的模型。"),
  budget: number("Most for the devices.", "设备预算上限。"),
  monthly: number("Most for a month.", "每月预算上限。"),
  months: number("Months that devices are written off over. Left out: 36.", "设备折旧月数。省略时为 36。"),
  electricity: number("Price of a kilowatt-hour. Left out: 0.8.", "每千瓦时电价。省略时为 0.8。"),
  currency: {
    value: "CODE",
    about: {
      en: "Of all amounts. Left out: CNY. Nothing is converted.",
      "zh-cn": "所有金额的货币。省略时为 CNY。不做换算。",
    },
  },
  prices: {
    value: "FILE",
    about: { en: "Prices of your own, as `estimate` takes them.", "zh-cn": "自定价格文件，格式同 `estimate`。" },
  },
  device: {
    value: "NAME|any",
    multiple: true,
    about: {
      en: "What you have, such as `RTX 4090` or `2xRTX 4090`; `any`: whatever has a price. Left out: what this machine has.",
      "zh-cn": "已有设备，如 `RTX 4090` 或 `2xRTX 4090`；`any`：所有有价格的设备。省略时为本机设备。",
    },
  },
  grid: {
    about: {
      en: "What fits where: the task's models in four quantizations on the devices, with the most tokens and users.",
      "zh-cn": "能放在哪里：适合该任务的模型、四种量化与各设备的组合，并给出最多词元数和用户数。",
    },
  },
  vision: { about: { en: "Images must be understood.", "zh-cn": "需要理解图像。" } },
  stays: { about: { en: "Data must not leave: no hosted models.", "zh-cn": "数据不得离开：不考虑托管模型。" } },
  write: {
    value: "FILE",
    about: {
      en: "Write the run file that decides between the two proposed.",
      "zh-cn": "写出用于在两个建议之间做出决定的运行文件。",
    },
  },
};

export const command: Command = {
  name: "advise",
  summary: {
    en: "Which model, in which quantization, on which device, for how much: what to start with, and what would make one move up.",
    "zh-cn": "选哪个模型、哪种量化、哪种设备、多少费用：从哪个开始，什么情况下升级。",
  },
  operands: "",
  count: [0, 0],
  options,
  examples: [
    'advise --use extraction --users 10 --device "RTX 4090" --write ab.run.yaml',
    "advise --preset article --lang zh-cn",
  ],
  async run(args, io) {
    if (args.text("preset") === "article") {
      const checks = checkArticle();
      if (io.json) io.out.line(JSON.stringify(checks, null, 2));
      else
        for (const line of [io.t("article-title"), ...articleText(checks, io), "", io.t("article-note")])
          io.out.line(line);
      return exitCode.fine;
    }
    const wish = await readWish(args);
    if (args.flag("grid")) {
      const cells = gridFor(wish);
      if (io.json) io.out.line(JSON.stringify(cells, null, 2));
      else for (const line of gridText(cells, io)) io.out.line(line);
      return exitCode.fine;
    }
    const advice = await adviseHere(wish, await workspaceFor(args));
    const file = args.text("write");
    if (file !== undefined) await writeNew(file, advice.run_file);
    if (io.json) io.out.line(JSON.stringify(advice, null, 2));
    else {
      for (const line of adviceText(advice, io)) io.out.line(line);
      if (file !== undefined) io.out.line(io.t("advise-written", { file }));
    }
    return advice.start ? exitCode.fine : exitCode.failed;
  },
};

async function readWish(args: Arguments) {
  const prices = args.text("prices");
  const context = args.number("context", { above: 0 }) ?? 4096;
  return {
    use: uses.find((use) => use === args.text("use")) ?? "extraction",
    users: Math.max(1, Math.round(args.number("users", { above: 0 }) ?? 1)),
    context,
    answer: Math.min(context, args.number("answer", { above: 0 }) ?? 256),
    latency: args.number("latency", { above: 0 }) ?? null,
    answers_per_month: args.number("answers", { above: 0 }) ?? null,
    purchase: args.number("budget", { above: 0 }) ?? null,
    monthly: args.number("monthly", { above: 0 }) ?? null,
    currency: args.text("currency") ?? "CNY",
    modality: args.flag("vision") ? ("text+image" as const) : ("text" as const),
    stays: args.flag("stays"),
    owned: await readDevices(args.texts("device")),
    prices: prices === undefined ? publishedPrices : await readPriceTable(prices),
    electricity: args.number("electricity", { above: 0 }) ?? 0.8,
    months: args.number("months", { above: 0 }) ?? 36,
  };
}

async function readDevices(names: readonly string[]) {
  if (names.length === 0) return detectDevices();
  if (names.includes("any")) return [];
  return names.map((written) => {
    const [, count = "1", name = written] = /^(?:(\d+)\s*[x×]\s*)?(.+)$/.exec(written) ?? [];
    const device = findDevice(name);
    if (!device) throw new CodedError("device-unknown", { name, near: nearDevices(name).join(", ") });
    return { device, count: Number(count) };
  });
}

/** Never over a file that is there: it may be a person's work. */
async function writeNew(file: string, text: string | null): Promise<void> {
  if (text === null) throw new UsageError("advise-no-run");
  await writeFile(file, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw new UsageError("advise-file-there", { file });
    throw error;
  });
}
