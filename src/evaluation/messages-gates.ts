import { defineMessages } from "../protocol/messages.ts";

/** Whether a candidate is good enough, line by line and as a whole. */
export const gateMessages = defineMessages({
  "gate-margin-holds": {
    en: "`{metric}`: {candidate} loses at most {loss} points against {against} ({confidence} % one-sided bound); {margin} were declared tolerable.",
    "zh-cn":
      "`{metric}`：{candidate} 相对 {against} 最多损失 {loss} 个百分点（{confidence}% 单侧界）；事先声明可容忍 {margin} 个百分点。",
  },
  "gate-margin-fails": {
    en: "`{metric}`: {candidate} loses at least {least} points against {against} ({confidence} % one-sided bound), more than the {margin} declared tolerable.",
    "zh-cn":
      "`{metric}`：{candidate} 相对 {against} 至少损失 {least} 个百分点（{confidence}% 单侧界），超过事先声明可容忍的 {margin} 个百分点。",
  },
  "gate-margin-open": {
    en: "`{metric}`: we can't tell whether {candidate} stays within {margin} points of {against}: with {items} items a loss of up to {loss} points can't be ruled out.[[ About {needed} items would decide it.]]",
    "zh-cn":
      "`{metric}`：无法判断 {candidate} 与 {against} 的差距是否在 {margin} 个百分点之内：{items} 条数据不能排除最多 {loss} 个百分点的损失。[[约需 {needed} 条数据才能判断。]]",
  },
  "gate-itself": {
    en: "`{metric}`: {candidate} is what the others are measured against.",
    "zh-cn": "`{metric}`：{candidate} 即其他候选的对照。",
  },
  "gate-against-missing": {
    en: "`{metric}`: there is no candidate `{against}` to measure {candidate} against, so we can't tell.",
    "zh-cn": "`{metric}`：没有候选 `{against}` 可供 {candidate} 对照，无法判断。",
  },
  "gate-floor-holds": {
    en: "`{metric}`: {candidate} reaches {mean} %, and at least {bound} % with {confidence} % confidence; {floor} % was asked.",
    "zh-cn": "`{metric}`：{candidate} 达到 {mean}%，在 {confidence}% 置信度下至少 {bound}%；要求 {floor}%。",
  },
  "gate-floor-fails": {
    en: "`{metric}`: {candidate} reaches {mean} %, and at most {most} % with {confidence} % confidence; {floor} % was asked.",
    "zh-cn": "`{metric}`：{candidate} 达到 {mean}%，在 {confidence}% 置信度下最多 {most}%；要求 {floor}%。",
  },
  "gate-floor-open": {
    en: "`{metric}`: {candidate} reaches {mean} % on {items} items, so {bound} % is all that is sure; we can't tell whether it holds the {floor} % that was asked.",
    "zh-cn":
      "`{metric}`：{candidate} 在 {items} 条数据上达到 {mean}%，能确定的只有 {bound}%；无法判断是否满足要求的 {floor}%。",
  },
  "chosen-smallest": {
    en: "{candidate}[[ ({size})]] is good enough, the smallest that was shown to be: {mean} % on `{metric}` over {items} items[[, {share} % of the size of {reference}]].",
    "zh-cn":
      "{candidate}[[（{size}）]]足够好，是已证明足够好的候选中最小的：在 {items} 条数据上 `{metric}` 为 {mean}%[[，体积为 {reference} 的 {share}%]]。",
  },
  "none-fails": {
    en: "No candidate is shown to be good enough: {candidate} falls short on `{metric}`.",
    "zh-cn": "没有候选被证明足够好：{candidate} 在 `{metric}` 上不达标。",
  },
  "none-open": {
    en: "No candidate is shown to be good enough: with {items} items we can't tell whether {candidate} holds on `{metric}`.",
    "zh-cn": "没有候选被证明足够好：{items} 条数据无法判断 {candidate} 在 `{metric}` 上是否达标。",
  },
  "none-sized": {
    en: "No candidate has a known size, so none can be chosen as the smallest that is good enough.",
    "zh-cn": "没有候选的体积已知，因此无法选出足够好的最小者。",
  },
  "nothing-asked": {
    en: "`good_enough` asks for nothing, so no candidate is chosen. Highest on `{metric}`: {candidate} with {mean} % over {items} items.",
    "zh-cn":
      "`good_enough` 没有提出要求，因此不选择任何候选。`{metric}` 最高的是 {candidate}：在 {items} 条数据上为 {mean}%。",
  },
});
