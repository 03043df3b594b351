import { defineMessages } from "../protocol/messages.ts";

/** Text of settings of the training that can be executed and hardly can be meant, and of what silences a problem. */
export const trainMessages = defineMessages({
  "learning-rate-high": {
    en: "A learning rate of {value} is {factor} times what {method} with {adapter} usually takes here ({usual}): the loss will probably jump or end as NaN.",
    "zh-cn":
      "学习率 {value} 是此处 {method} 配合 {adapter} 常用值（{usual}）的 {factor} 倍：损失很可能剧烈波动或变为 NaN。",
  },
  "learning-rate-low": {
    en: "A learning rate of {value} is 1/{factor} of what {method} with {adapter} usually takes here ({usual}): the model will probably learn next to nothing.",
    "zh-cn":
      "学习率 {value} 只有此处 {method} 配合 {adapter} 常用值（{usual}）的 1/{factor}：模型很可能几乎学不到东西。",
  },
  "alpha-unusual": {
    en: "`alpha` {alpha} with rank {rank} scales the adapter's effect by {scale}; usual are 0.5 to 4 (2 × rank: {usual}).",
    "zh-cn":
      "`alpha` 为 {alpha}、rank 为 {rank} 时，适配器的作用被缩放 {scale} 倍；通常为 0.5 至 4（2 × rank：{usual}）。",
  },
  "ignore-unused": {
    en: "Nothing here has the code `{ignored}`, so this comment silences nothing.",
    "zh-cn": "此处没有代码为 `{ignored}` 的问题，这条注释不起作用。",
  },
  "ignore-of-error": {
    en: "`{ignored}` is an error here, which a comment can't silence: the run would not start.",
    "zh-cn": "`{ignored}` 在此处是错误，注释无法使其静默：运行将无法开始。",
  },
});
