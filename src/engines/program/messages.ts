import { defineMessages } from "../../protocol/messages.ts";

/** Text of what programs that score raise. */
export const programMessages = defineMessages({
  "program-not-started": {
    en: "{file} cannot score: {reason}. It has to export a function `score({id, messages, expected, answer})` that returns a number from 0 to 1.",
    "zh-cn":
      "{file} 无法评分：{reason}。它必须导出函数 `score({id, messages, expected, answer})`，返回 0 到 1 之间的数。",
  },
  "program-dies": {
    en: "{file} dies on one item after another, last on `{id}`: {reason}.",
    "zh-cn": "{file} 在接连多条数据上崩溃，最后一条为 `{id}`：{reason}。",
  },
});
