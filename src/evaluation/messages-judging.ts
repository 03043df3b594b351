import { defineMessages } from "../protocol/messages.ts";

/** Text of what judges and programs that score raise and say. */
export const judgingMessages = defineMessages({
  "scores-not-given": {
    en: "The scores of `{metric}` are missing: a judge or a program makes them in a stage of its own, and this comparison was given none.",
    "zh-cn": "缺少 `{metric}` 的得分：它们由评判或程序在单独的阶段产生，而此次比较没有得到。",
  },
});
