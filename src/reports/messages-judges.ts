import { defineMessages } from "../protocol/messages.ts";

/** Words of the parts of a report about judges and endpoints. */
export const judgeSectionMessages = defineMessages({
  judges: { en: "How far the judges can be believed", "zh-cn": "评判有多可信" },
  "judges-agree": {
    en: "`{judge}` as `{metric}` agrees with people on {candidate}: kappa {kappa} ({low} to {high}), {n} answers.",
    "zh-cn": "`{judge}`（`{metric}`）在 {candidate} 上与人一致：kappa {kappa}（{low} 至 {high}），{n} 个回答。",
  },
  "judges-unchecked": {
    en: "`{judge}` as `{metric}` was not held against human ratings, so nothing is known of how right it is.",
    "zh-cn": "`{judge}`（`{metric}`）未与人工评分对照，因此其判断是否正确并不可知。",
  },
  "judges-swapped": {
    en: "On {share} % of {n} pairs of {candidate} and {against} `{judge}` said the same in both orders; all others are ties.",
    "zh-cn":
      "在 {candidate} 与 {against} 的 {n} 个配对中，`{judge}` 有 {share}% 在两种顺序下结论相同；其余均按平局计。",
  },
  "judges-table": {
    en: "Each judge by candidate; intervals in parentheses.",
    "zh-cn": "各评判按候选列出；括号内为区间。",
  },
  "judges-metric": { en: "Metric", "zh-cn": "指标" },
  "judges-judged": { en: "Judged", "zh-cn": "已评判" },
  "judges-failed": { en: "No verdict", "zh-cn": "无结论" },
  "judges-consistent": { en: "Same in both orders, %", "zh-cn": "两种顺序一致（%）" },
  "judges-wins": { en: "Won, tie, lost", "zh-cn": "胜、平、负" },
  "judges-place": { en: "First or last place won both times", "zh-cn": "先示或后示两次均胜" },
  "judges-length": { en: "Length", "zh-cn": "长度" },
  "judges-kappa": { en: "Kappa with people", "zh-cn": "与人的 kappa" },
  "judges-note": {
    en: "Length: for grades the rank correlation of grade and length (−1 to 1), for pairs the share that the longer answer won (0.5: no taste). It may be a taste of the judge or a merit of the answers. Kappa is agreement beyond chance; 1 is full agreement.",
    "zh-cn":
      "长度：打分时为得分与长度的秩相关（−1 至 1），配对时为较长回答获胜的比例（0.5 表示无偏好）。它可能是评判的偏好，也可能是回答的优点。Kappa 是超出偶然的一致程度，1 为完全一致。",
  },
  endpoints: { en: "Models behind an address", "zh-cn": "接口模型" },
  "endpoints-cost": {
    en: "The answers of {candidate} (`{model}` at {host}) cost {amount} {currency}: {each} {currency} for a thousand items.",
    "zh-cn": "{candidate}（{host} 上的 `{model}`）的回答花费 {amount} {currency}：每千条数据 {each} {currency}。",
  },
  "endpoints-free": {
    en: "The answers of {candidate} came from `{model}` at {host}; the run file has no price for it.",
    "zh-cn": "{candidate} 的回答来自 {host} 上的 `{model}`；运行文件未写明其价格。",
  },
  "endpoints-note": {
    en: "What stands behind an address can change without notice: unlike a file it has no hash. Latency includes the network and whoever else asked.",
    "zh-cn": "接口背后的模型可能在没有通知的情况下改变：它不像文件那样有哈希。延迟包含网络以及其他使用者的影响。",
  },
});
