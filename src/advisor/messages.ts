import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/advisor raises. */
export const advisorMessages = defineMessages({
  "article-serves": {
    en: "{quant} on {device}: holds. {needed} of {usable} for {users} users with {context} tokens each; up to {max_context} tokens, or {max_users} users.",
    "zh-cn":
      "{quant} 放在 {device}：可行。{users} 位用户、每人 {context} 词元需要 {needed}，可用 {usable}；最多每人 {max_context} 词元，或 {max_users} 位用户。",
  },
  "article-serves-tightly": {
    en: "{quant} on {device}: tight. {needed} of {usable} for {users} users with {context} tokens each: it may or may not fit; {max_context} tokens are the most.",
    "zh-cn":
      "{quant} 放在 {device}：勉强。{users} 位用户、每人 {context} 词元需要 {needed}，可用 {usable}，不一定放得下；最多每人 {max_context} 词元。",
  },
  "article-does-not-serve": {
    en: "{quant} on {device}: does not hold. {needed} are needed for {users} users with {context} tokens each, and {usable} are there; {max_users} users would do.",
    "zh-cn":
      "{quant} 放在 {device}：不可行。{users} 位用户、每人 {context} 词元需要 {needed}，只有 {usable} 可用；{max_users} 位用户尚可。",
  },
  "article-trains": {
    en: "Training on {device}: {method} holds, {needed} of {usable} with rows of {length} tokens; up to {max_length}.",
    "zh-cn":
      "在 {device} 上训练：{method} 可行，每行 {length} 词元时需要 {needed}，可用 {usable}；最长 {max_length} 词元。",
  },
  "article-trains-tightly": {
    en: "Training on {device}: {method} is tight, {needed} of {usable} with rows of {length} tokens; {max_length} at most.",
    "zh-cn":
      "在 {device} 上训练：{method} 勉强可行，每行 {length} 词元时需要 {needed}，可用 {usable}；最长 {max_length} 词元。",
  },
  "article-does-not-train": {
    en: "Training on {device}: not even {method} holds, {needed} are needed with rows of {length} tokens, and {usable} are there.",
    "zh-cn": "在 {device} 上训练：{method} 也不可行，每行 {length} 词元时需要 {needed}，只有 {usable} 可用。",
  },
  "article-months": {
    en: "{monthly} a month for a purchase of {purchase}: with {electricity} of electricity that is written off over {months} months. One rule of 75 months gives {at_75}; the usual 36 months give {at_36}.",
    "zh-cn":
      "采购 {purchase} 而每月 {monthly}：扣除电费 {electricity}，相当于 {months} 个月折旧。统一按 75 个月折旧为 {at_75}；按常用的 36 个月为 {at_36}。",
  },
  "article-large": {
    en: "Plain INT4 is {int4}, but real 4-bit files are {files}; the model's own FP8 is {fp8}, which 8 × 80 GB do not hold and an A100 cannot compute. {heads} heads do not divide by {count}: tensor parallelism means 8 cards. LoRA on 16-bit weights needs {bf16}, {cards} such cards; 8 do for 4-bit weights only.",
    "zh-cn":
      "理论 INT4 为 {int4}，实际的 4 位文件为 {files}；模型原生 FP8 为 {fp8}，8 × 80 GB 放不下，A100 也不支持 FP8 计算。{heads} 个注意力头不能被 {count} 整除：张量并行需要 8 张卡。16 位权重的 LoRA 需要 {bf16}，即 {cards} 张这样的卡；8 张只够 4 位权重。",
  },
  "move-quality": {
    en: "the smaller one falls short of {next} by more than the margin that you allow, on your own test rows",
    "zh-cn": "在您自己的测试数据上，较小的模型比 {next} 差得超过所允许的幅度",
  },
  "move-users": {
    en: "more than {users} users at once: that is what {device} holds",
    "zh-cn": "同时超过 {users} 位用户：这是 {device} 的上限",
  },
  "move-context": {
    en: "prompts and answers of more than {context} tokens: that is what {device} holds",
    "zh-cn": "提示与回答合计超过 {context} 词元：这是 {device} 的上限",
  },
  "move-split": {
    en: "only some questions are too hard: keep {start} in front and let {next} answer those",
    "zh-cn": "只有部分问题太难：前台保留 {start}，这些问题交给 {next}",
  },
  "against-no-fit": { en: "fits none of the devices", "zh-cn": "所有设备都放不下" },
  "against-tight": { en: "tight", "zh-cn": "勉强" },
  "against-slow": { en: "too slow", "zh-cn": "太慢" },
  "against-context": { en: "context too short", "zh-cn": "上下文太短" },
  "against-budget": { en: "over the budget", "zh-cn": "超出预算" },
  "against-leaves": { en: "data would leave", "zh-cn": "数据会离开本机" },
});
