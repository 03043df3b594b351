import { defineMessages } from "../protocol/messages.ts";

/** What tuning did to general ability. */
export const forgettingMessages = defineMessages({
  "forgetting-holds": {
    en: "General ability: {tuned} answers {after} % of {items} general questions, {base} {before} %. It lost at most {loss} points ({confidence} % one-sided bound); {margin} were declared tolerable.",
    "zh-cn":
      "通用能力：{tuned} 答对 {items} 道通用题的 {after}%，{base} 为 {before}%。最多损失 {loss} 个百分点（{confidence}% 单侧界）；事先声明可容忍 {margin} 个百分点。",
  },
  "forgetting-fails": {
    en: "General ability was lost: {tuned} answers {after} % of {items} general questions, {base} {before} %. That is a loss of at least {least} points ({confidence} % one-sided bound), more than the {margin} declared tolerable.",
    "zh-cn":
      "通用能力有损失：{tuned} 答对 {items} 道通用题的 {after}%，{base} 为 {before}%。至少损失 {least} 个百分点（{confidence}% 单侧界），超过事先声明可容忍的 {margin} 个百分点。",
  },
  "forgetting-open": {
    en: "General ability: we can't tell whether {tuned} lost more than {margin} points. It answers {after} % of {items} general questions, {base} {before} %; a loss of up to {loss} points can't be ruled out.",
    "zh-cn":
      "通用能力：无法判断 {tuned} 的损失是否超过 {margin} 个百分点。它答对 {items} 道通用题的 {after}%，{base} 为 {before}%；不能排除最多 {loss} 个百分点的损失。",
  },
  "forgetting-base-too-weak": {
    en: "General ability: {base} answers only {before} % of {items} general questions, so there are not {margin} points to lose and nothing can be shown. {tuned} answers {after} %.",
    "zh-cn":
      "通用能力：{base} 只答对 {items} 道通用题的 {before}%，没有 {margin} 个百分点可损失，因此无从证明。{tuned} 答对 {after}%。",
  },
});
