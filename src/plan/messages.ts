import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/plan raises. */
export const planMessages = defineMessages({
  "too-few-steps": {
    en: "{rows} rows × {epochs} epochs in batches of {batch_size} are {steps} optimizer steps; below {fewest} little is learned. {enough} epochs would reach it, or a smaller batch.",
    "zh-cn":
      "{rows} 行 × {epochs} 轮、每批 {batch_size} 行，只有 {steps} 个优化步；少于 {fewest} 步学不到多少。{enough} 轮可以达到，或减小批量。",
  },
  "margin-undecidable": {
    en: "{rows} test rows probably can't decide a margin of {margin} points: they show differences of {detectable} points or more. About {needed} rows would do, or a wider margin.",
    "zh-cn":
      "{rows} 个测试行很可能无法判定 {margin} 个百分点的界限：只能看出 {detectable} 个百分点以上的差异。约需 {needed} 行，或放宽界限。",
  },
  "quantization-falls-back": {
    en: "`{type}` needs rows of a multiple of 256 weights; this model has rows of {columns}, so about {percent} % of its weights are stored as {instead}, which is larger than the name says.",
    "zh-cn":
      "`{type}` 要求每行权重数是 256 的倍数；此模型的行长为 {columns}，因此约 {percent} % 的权重会以 {instead} 存储，文件比名称所示更大。",
  },
  "template-differs": {
    en: "`{without}` has no chat template and `{with}` has one: the rival `{rival}` sees other prompts than the tuned model, and part of what is compared is the template.",
    "zh-cn":
      "`{without}` 没有聊天模板，而 `{with}` 有：对手 `{rival}` 看到的提示与微调后的模型不同，比较结果会受模板影响。",
  },
  "over-budget": {
    en: "The run probably takes {estimate} hours; the budget is {hours}.",
    "zh-cn": "此运行预计需要 {estimate} 小时；预算为 {hours} 小时。",
  },
});
