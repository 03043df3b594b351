import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/stats raises: what callers are to rule out before, so whoever sees one has found a mistake of ours. */
export const statsMessages = defineMessages({
  "stats-no-values": {
    en: "There is nothing to calculate from: `{argument}` is empty. At least {least} are needed.",
    "zh-cn": "无法计算：`{argument}` 为空或数量不足，至少需要 {least} 个。",
  },
  "stats-out-of-range": {
    en: "`{argument}` is {value}; it must be {allowed}.",
    "zh-cn": "`{argument}` 的值为 {value}，不符合要求：{allowed}。",
  },
  "stats-not-finite": {
    en: "Value {index} of `{argument}` is {value}. Statistics need finite numbers: leave the item out or give it a score.",
    "zh-cn": "`{argument}` 的第 {index} 个值是 {value}。统计需要有限的数值：请去掉该条目，或为其给出分数。",
  },
  "stats-lengths-differ": {
    en: "`{first}` has {firstLength} values and `{second}` has {secondLength}: paired values must be of the same items, in the same order.",
    "zh-cn":
      "`{first}` 有 {firstLength} 个值，`{second}` 有 {secondLength} 个：成对数据必须来自相同的条目，且顺序一致。",
  },
});
