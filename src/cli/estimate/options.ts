import { methods } from "../../sizing/estimate-request.ts";
import { metrics } from "../../sizing/inference.ts";
import type { EstimateOptions, RuntimeName } from "../../sizing/read-request.ts";
import { runtimeNames } from "../../sizing/read-request.ts";
import type { Arguments } from "../arguments.ts";
import type { OptionSpec } from "../options.ts";

const say = (en: string, zh: string) => ({ en, "zh-cn": zh });
const number = (en: string, zh: string): OptionSpec => ({ value: "N", about: say(en, zh) });

/** Of what model. */
const modelOptions: Readonly<Record<string, OptionSpec>> = {
  model: {
    value: "NAME|FILE",
    about: say(
      "The model: a name (Qwen2.5-7B-Instruct), an id of `models`, or a file or folder, whose header is read.",
      "模型：名称（如 Qwen2.5-7B-Instruct）、`models` 中的 id，或文件、文件夹（读取其文件头）。",
    ),
  },
  params: {
    value: "N",
    about: say(
      "Number of weights: 7B, 135M. Alone, a usual shape of that size.",
      "参数量：7B、135M。单独给出时按该规模的常见结构估算。",
    ),
  },
  arch: {
    value: "NAME",
    about: say("Shape of a known architecture: qwen2.5-7b, llama-3-8b.", "已知架构的结构：qwen2.5-7b、llama-3-8b。"),
  },
  layers: number("The shape itself: layers.", "结构本身：层数。"),
  hidden: number("Width of the residual stream.", "残差流的宽度。"),
  heads: number("Attention heads.", "注意力头数。"),
  "kv-heads": number("Heads of keys and values. Left out: as many.", "键值头数。省略时与注意力头数相同。"),
  "head-dim": number("Width of a head. Left out: hidden / heads.", "每个头的宽度。省略时为 hidden / heads。"),
  inner: number("Width of the feed-forward block.", "前馈层的宽度。"),
  vocab: number("Size of the vocabulary.", "词表大小。"),
  tied: { about: say("The output head is the embedding.", "输出层与嵌入共用。") },
  experts: number("Experts of a layer.", "每层的专家数。"),
  "active-experts": number("Experts that a token meets.", "每个词元使用的专家数。"),
  "expert-inner": number("Width of an expert.", "单个专家的宽度。"),
};

/** What is done with it. */
const workOptions: Readonly<Record<string, OptionSpec>> = {
  method: {
    value: "METHOD",
    choices: methods,
    about: say("What is done. Left out: serve.", "做什么。省略时为 serve（部署）。"),
  },
  quant: {
    value: "TYPE",
    about: say(
      "Precision of the weights: bf16, int8, int4, awq, nf4, fp8, q4_k_m. Left out: bf16; nf4 for qlora.",
      "权重精度：bf16、int8、int4、awq、nf4、fp8、q4_k_m。省略时为 bf16；qlora 为 nf4。",
    ),
  },
  rank: number("Rank of the adapter. Left out: 16.", "适配器的秩。省略时为 16。"),
  targets: {
    value: "LIST",
    about: say(
      "Adapted projections, joined by +. Left out: all-linear.",
      "有适配器的投影，用 + 连接。省略时为 all-linear。",
    ),
  },
  batch: number("Rows computed at once. Left out: 1.", "同时计算的行数。省略时为 1。"),
  "max-length": number("Tokens of a row. Left out: 1024.", "每行的词元数。省略时为 1024。"),
  rows: number(
    "Rows trained on, times epochs: time and cost of all of them.",
    "训练行数乘以轮数：给出总时间和总费用。",
  ),
  context: number("Tokens of prompt and answer. Left out: 4096.", "提示与回答的词元数。省略时为 4096。"),
  answer: number("Of those, the answer's. Left out: 256.", "其中回答的词元数。省略时为 256。"),
  users: number(
    "Users answered at once, not registered ones. Left out: 1.",
    "同时回答的用户数（不是注册用户数）。省略时为 1。",
  ),
  kv: {
    value: "TYPE",
    about: say("Type of the cache: f16, q8_0, q4_0, fp8, q8_0/f16.", "缓存类型：f16、q8_0、q4_0、fp8、q8_0/f16。"),
  },
  ubatch: number("Prompt tokens computed at once. Left out: 512.", "提示中同时计算的词元数。省略时为 512。"),
  optimizer: {
    value: "NAME",
    choices: ["adamw", "adamw-8bit", "adamw-paged", "adafactor", "sgd"],
    about: say("Optimizer. Left out: adamw.", "优化器。省略时为 adamw。"),
  },
  state: {
    value: "KIND",
    choices: ["fp32", "bf16", "fp32-master", "bf16-fused"],
    about: say(
      "Precision of what is trained. Left out: fp32 adapters, bf16 full.",
      "训练部分的精度。省略时适配器为 fp32，全量为 bf16。",
    ),
  },
  checkpointing: {
    value: "on|off",
    choices: ["on", "off"],
    about: say("Gradient checkpointing. Left out: on.", "梯度检查点。省略时为 on。"),
  },
  flash: {
    value: "on|off",
    choices: ["on", "off"],
    about: say("Flash attention. Left out: on.", "Flash attention。省略时为 on。"),
  },
  "chunked-loss": {
    value: "on|off",
    choices: ["on", "off"],
    about: say("The loss in pieces. Left out: as the runtime does.", "分块计算损失。省略时依运行库而定。"),
  },
  ragged: { about: say("Rows of different lengths, not padded.", "各行长度不同且不填充。") },
  generations: number("GRPO: answers to each prompt. Left out: 8.", "GRPO：每个提示的回答数。省略时为 8。"),
  completion: number("GRPO: tokens of an answer. Left out: 512.", "GRPO：回答的词元数。省略时为 512。"),
  "vllm-share": number(
    "GRPO: share of a device that vLLM takes beside the trainer.",
    "GRPO：vLLM 与训练共用设备时占用的比例。",
  ),
  reference: {
    about: say(
      "GRPO without an adapter, beta above 0: a frozen copy.",
      "GRPO 无适配器且 beta 大于 0：需要一份冻结副本。",
    ),
  },
};

/** On what, and for how much. */
const placeOptions: Readonly<Record<string, OptionSpec>> = {
  gpus: number("Devices. Left out: 1.", "设备数。省略时为 1。"),
  sharding: {
    value: "HOW",
    choices: ["none", "data", "zero2", "zero3", "fsdp", "layers"],
    about: say("How several devices share the training.", "多设备训练的分担方式。"),
  },
  device: {
    value: "NAME",
    about: say("Such as `RTX 4090`. Left out: all of the table are tried.", "如 `RTX 4090`。省略时尝试表中所有设备。"),
  },
  memory: number("A device that is not in the table: its memory, GB.", "表中没有的设备：内存，GB。"),
  bandwidth: number("Its bandwidth, GB/s.", "其带宽，GB/s。"),
  tflops: number("Its dense TFLOPS at 16 bits.", "其 16 位稠密 TFLOPS。"),
  runtime: {
    value: "NAME",
    choices: runtimeNames,
    about: say(
      "The program. Left out: vllm, llama.cpp for GGUF, trl for training.",
      "程序。省略时为 vllm；GGUF 用 llama.cpp；训练用 trl。",
    ),
  },
  measured: {
    about: say(
      "Nothing is estimated: how far estimates of this machine's own runs were off, and what correcting them by earlier runs is worth.",
      "不做估算：显示本机历次运行的估算误差，以及按先前实测修正后的效果。",
    ),
  },
  metric: {
    value: "METER",
    choices: metrics,
    about: say(
      "What is read: the allocator's peak, its reserve, the driver's count (nvidia-smi), the level between peaks, or what a card must have. Left out: device.",
      "读数的含义：分配器峰值、分配器保留量、驱动计数（nvidia-smi）、峰值之间的水平，或显卡必须具备的容量。省略时为 device。",
    ),
  },
  purchase: number("Price of the machine.", "机器价格。"),
  months: number("Months it is written off over. Left out: 36.", "折旧月数。省略时为 36。"),
  rent: number("Rent by the hour.", "每小时租金。"),
  power: number("Watts at the wall.", "墙上功率，瓦。"),
  pue: number("Power of the room over that of the machine. Left out: 1.", "机房与机器的功率比。省略时为 1。"),
  electricity: number("Price of a kilowatt-hour. Left out: 0.8.", "每千瓦时电价。省略时为 0.8。"),
  on: number("Share of the month that it is on. Left out: 1.", "每月开机时间的比例。省略时为 1。"),
  prices: {
    value: "FILE",
    about: say(
      'JSON with prices of your own: `{ "devices": [{ "device", "currency", "purchase", "rent_per_hour", "source", "date" }] }`.',
      '含自定价格的 JSON：`{ "devices": [{ "device", "currency", "purchase", "rent_per_hour", "source", "date" }] }`。',
    ),
  },
  currency: {
    value: "CODE",
    about: say("Of all amounts. Left out: CNY. Nothing is converted.", "所有金额的货币。省略时为 CNY。不做换算。"),
  },
};

export const estimateOptions: Readonly<Record<string, OptionSpec>> = {
  ...modelOptions,
  ...workOptions,
  ...placeOptions,
};

/** The options as `readRequest` takes them. Throws `UsageError` for numbers that are none. */
export function readOptions(args: Arguments): EstimateOptions {
  const positive = (name: string) => args.number(name, { above: 0 });
  const whole = (name: string) => {
    const value = positive(name);
    return value === undefined ? undefined : Math.max(1, Math.round(value));
  };
  const choice = (name: string) => {
    const value = args.text(name);
    return value === undefined ? undefined : value === "on";
  };
  const flag = (name: string) => (args.flag(name) ? true : undefined);
  return {
    model: args.text("model"),
    params: args.text("params"),
    arch: args.text("arch"),
    layers: whole("layers"),
    hidden: whole("hidden"),
    heads: whole("heads"),
    kvHeads: whole("kv-heads"),
    headDim: whole("head-dim"),
    inner: whole("inner"),
    vocab: whole("vocab"),
    tied: flag("tied"),
    experts: whole("experts"),
    activeExperts: whole("active-experts"),
    expertInner: whole("expert-inner"),
    method: methods.find((name) => name === args.text("method")),
    quant: args.text("quant"),
    rank: whole("rank"),
    targets: args.text("targets"),
    batch: whole("batch"),
    maxLength: whole("max-length"),
    rows: whole("rows"),
    context: whole("context"),
    answer: whole("answer"),
    users: whole("users"),
    kv: args.text("kv"),
    ubatch: whole("ubatch"),
    gpus: whole("gpus"),
    runtime: args.text("runtime") as RuntimeName | undefined,
    metric: metrics.find((name) => name === args.text("metric")),
    device: args.text("device"),
    memory: positive("memory"),
    bandwidth: positive("bandwidth"),
    tflops: positive("tflops"),
    optimizer: args.text("optimizer") as EstimateOptions["optimizer"],
    state: args.text("state") as EstimateOptions["state"],
    sharding: args.text("sharding") as EstimateOptions["sharding"],
    checkpointing: choice("checkpointing"),
    flash: choice("flash"),
    chunkedLoss: choice("chunked-loss"),
    ragged: flag("ragged"),
    generations: whole("generations"),
    completion: whole("completion"),
    vllmShare: args.number("vllm-share", { above: 0, below: 1 }),
    reference: flag("reference"),
    prices: readPrices(args),
  };
}

function readPrices(args: Arguments): NonNullable<EstimateOptions["prices"]> {
  const given = {
    currency: args.text("currency"),
    purchase: args.number("purchase", { above: 0 }),
    months: args.number("months", { above: 0 }),
    rent_per_hour: args.number("rent", { above: 0 }),
    watts: args.number("power", { above: 0 }),
    pue: args.number("pue", { above: 0 }),
    price_per_kwh: args.number("electricity", { above: 0 }),
    on: args.number("on", { above: 0, below: 1.000001 }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
