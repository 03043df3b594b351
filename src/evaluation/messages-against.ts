import { defineMessages } from "../protocol/messages.ts";

/** Measuring against a score file of today's process. */
export const againstMessages = defineMessages({
  "against-without-metric": {
    en: "{file} has no scores of `{metric}`. Its metrics: {known}. Score today's process by the same metric, or ask for one that the file has.",
    "zh-cn":
      "{file} 中没有 `{metric}` 的分数。其中的指标：{known}。请用同一指标为现有流程评分，或改用文件中已有的指标。",
  },
  "against-other-items": {
    en: "{file} and the test data have not one item in common: the file has the id `{id}`, the data `{expected}`. `data.id` names the column that holds the ids.",
    "zh-cn":
      "{file} 与测试数据没有共同的条目：文件中的标识如 `{id}`，数据中的如 `{expected}`。`data.id` 指定标识所在的列。",
  },
  "against-no-share": {
    en: "`{metric}` in {file} has scores outside 0 … 1. A margin is a share, so the scores it is measured on must be too.",
    "zh-cn": "{file} 中 `{metric}` 的分数超出 0 … 1。容许损失是比例，所依据的分数也必须是。",
  },
  "against-lacks-items": {
    en: "{file} has no score of `{metric}` for {count} of {items} test items; it is measured against on the others alone.",
    "zh-cn": "{file} 对 {items} 条测试数据中的 {count} 条没有 `{metric}` 分数；只在其余数据上与之比较。",
  },
  "against-several-sources": {
    en: "{file} holds scores of several: {known}. Measuring against needs one; give it a file of its own.",
    "zh-cn": "{file} 中有多个来源的分数：{known}。对照只能有一个；请为其单独建立文件。",
  },
});
