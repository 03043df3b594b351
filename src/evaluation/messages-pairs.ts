import { defineMessages, type Message } from "../protocol/messages.ts";

const interval = {
  en: "{confidence} % interval {low} to {high}; p {p}[[ after correction for {family} comparisons]]",
  "zh-cn": "{confidence}% 区间 {low} 至 {high}；p {p}[[，已按 {family} 次比较校正]]",
};
const advice = {
  en: "[[ This set only sees differences above {detectable} points.]][[ About {needed} items would see one of {difference} points.]]",
  "zh-cn":
    "[[本数据集只能分辨大于 {detectable} 个百分点的差异。]][[约需 {needed} 条数据才能分辨 {difference} 个百分点。]]",
};
const tolerated = {
  en: "[[ Up to {margin} points of loss were declared tolerable; that this holds is not shown.]]",
  "zh-cn": "[[事先声明可容忍最多 {margin} 个百分点的损失；尚未证明满足。]]",
};

/** What a comparison of two candidates comes to; differences are shares, said as percentage points. */
const inPoints = defineMessages({
  "pair-same": {
    en: "{b} and {a} score the same on each of the {items} items; with {items} items a difference of up to {gain} points can't be ruled out.",
    "zh-cn": "{b} 与 {a} 在全部 {items} 条数据上得分相同；{items} 条数据仍不能排除最多 {gain} 个百分点的差异。",
  },
  "pair-better": {
    en: `{b} is {difference} points above {a} on the same {items} items (${interval.en}).`,
    "zh-cn": `在同样的 {items} 条数据上，{b} 比 {a} 高 {difference} 个百分点（${interval["zh-cn"]}）。`,
  },
  "pair-worse": {
    en: `{b} is {difference} points below {a} on the same {items} items (${interval.en}).${tolerated.en}`,
    "zh-cn": `在同样的 {items} 条数据上，{b} 比 {a} 低 {difference} 个百分点（${interval["zh-cn"]}）。${tolerated["zh-cn"]}`,
  },
  "pair-within-margin": {
    en: "{b} differs from {a} by {signed} points; with {items} items a loss of more than {bound} points is ruled out ({confidence} % one-sided), and up to {margin} points were declared tolerable.",
    "zh-cn":
      "{b} 与 {a} 相差 {signed} 个百分点；{items} 条数据已排除超过 {bound} 个百分点的损失（{confidence}% 单侧），事先声明可容忍最多 {margin} 个百分点。",
  },
  "pair-cannot-tell-below": {
    en: `{b} is {difference} points below {a}, but with {items} items we can't tell whether that is chance: a loss of up to {loss} points can't be ruled out, nor a gain of {gain} (${interval.en}).${tolerated.en}${advice.en}`,
    "zh-cn": `{b} 比 {a} 低 {difference} 个百分点，但 {items} 条数据无法判断这是否出于偶然：不能排除最多 {loss} 个百分点的损失，也不能排除 {gain} 个百分点的提升（${interval["zh-cn"]}）。${tolerated["zh-cn"]}${advice["zh-cn"]}`,
  },
  "pair-cannot-tell-above": {
    en: `{b} is {difference} points above {a}, but with {items} items we can't tell whether that is chance: a gain of up to {gain} points can't be ruled out, nor a loss of {loss} (${interval.en}).${tolerated.en}${advice.en}`,
    "zh-cn": `{b} 比 {a} 高 {difference} 个百分点，但 {items} 条数据无法判断这是否出于偶然：不能排除最多 {gain} 个百分点的提升，也不能排除 {loss} 个百分点的损失（${interval["zh-cn"]}）。${tolerated["zh-cn"]}${advice["zh-cn"]}`,
  },
  "pair-cannot-tell-level": {
    en: `{b} and {a} have the same mean though they differ on single items; with {items} items we can't tell which is better: a loss of up to {loss} points can't be ruled out, nor a gain of {gain} (${interval.en}).${tolerated.en}${advice.en}`,
    "zh-cn": `{b} 与 {a} 均值相同，但在个别数据上不同；{items} 条数据无法判断孰优：不能排除最多 {loss} 个百分点的损失，也不能排除 {gain} 个百分点的提升（${interval["zh-cn"]}）。${tolerated["zh-cn"]}${advice["zh-cn"]}`,
  },
  "pair-borderline": {
    en: `{b} is {signed} points from {a} on {items} items (${interval.en}). The interval just leaves out 0, but p is not below {alpha}: we can't tell.${tolerated.en}${advice.en}`,
    "zh-cn": `{b} 与 {a} 在 {items} 条数据上相差 {signed} 个百分点（${interval["zh-cn"]}）。区间刚好不含 0，但 p 未低于 {alpha}：无法判断。${tolerated["zh-cn"]}${advice["zh-cn"]}`,
  },
});

const methods = defineMessages({
  "method-mcnemar": {
    en: "paired proportions: Newcombe's interval (method 10), McNemar's exact test",
    "zh-cn": "配对比例：Newcombe 区间（方法 10），McNemar 精确检验",
  },
  "method-clustered": {
    en: "mean paired difference, standard error over {clusters} clusters, t with {df} degrees of freedom",
    "zh-cn": "配对差均值，标准误按 {clusters} 个聚类计算，t 分布（自由度 {df}）",
  },
  "method-clustered-wider": {
    en: "mean paired difference over {clusters} clusters: t with {df} degrees of freedom and BCa bootstrap of the clusters ({resamples} resamples, seed {seed}), the farther end and the larger p of both",
    "zh-cn":
      "按 {clusters} 个聚类的配对差均值：t 分布（自由度 {df}）与聚类 BCa 自助法（{resamples} 次重抽样，种子 {seed}），取二者中较远的端点与较大的 p",
  },
  "method-wider": {
    en: "mean paired difference: t with {df} degrees of freedom and BCa bootstrap of the items ({resamples} resamples, seed {seed}), the farther end and the larger p of both",
    "zh-cn":
      "配对差均值：t 分布（自由度 {df}）与数据 BCa 自助法（{resamples} 次重抽样，种子 {seed}），取二者中较远的端点与较大的 p",
  },
  "method-paired-t": {
    en: "mean paired difference, t with {df} degrees of freedom",
    "zh-cn": "配对差均值，t 分布（自由度 {df}）",
  },
  "method-identical": {
    en: "no item differs; Wilson's bound on the share that could, with {units} independent witnesses",
    "zh-cn": "没有数据不同；以 {units} 个独立样本计算可能不同之比例的 Wilson 上界",
  },
  "method-constant": {
    en: "all items differ by the same; Wilson's bound on the share that could deviate, sign test, with {units} independent witnesses",
    "zh-cn": "所有数据的差值相同；以 {units} 个独立样本计算可能偏离之比例的 Wilson 上界，并做符号检验",
  },
});

/** The same sentences for scores that are no shares: the numbers are in the metric's own unit, and no unit is said. */
function withoutPoints<K extends string>(messages: Readonly<Record<K, Message>>): Record<`${K}-plain`, Message> {
  const entries = Object.entries<Message>(messages).map(([code, message]) => [
    `${code}-plain`,
    { en: message.en.replaceAll(" points", ""), "zh-cn": message["zh-cn"].replaceAll(" 个百分点", "") },
  ]);
  return Object.fromEntries(entries) as Record<`${K}-plain`, Message>;
}

export const pairMessages = {
  ...inPoints,
  ...withoutPoints(inPoints),
  "pair-same-plain": {
    en: "{b} and {a} score the same on each of the {items} items.",
    "zh-cn": "{b} 与 {a} 在全部 {items} 条数据上得分相同。",
  },
  ...methods,
};
