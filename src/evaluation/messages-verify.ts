import { defineMessages } from "../protocol/messages.ts";

/** Text of what a verification of a run's report finds. */
export const verifyMessages = defineMessages({
  "verify-key": {
    en: "{artifact} is not what its key says: its recipe was changed, or it was put in another's place.",
    "zh-cn": "{artifact} 与其键不符：配方被更改，或被放到了别处。",
  },
  "verify-file-changed": {
    en: "{file} was changed since the run wrote it.",
    "zh-cn": "{file} 在运行写入之后被更改。",
  },
  "verify-missing": {
    en: "{file} is gone, so the verdict can't be computed again. Run the file again; what is still there is reused.",
    "zh-cn": "{file} 已不存在，无法重新计算结论。请重新运行；仍在的结果会被沿用。",
  },
  "verify-differs": {
    en: "The stored verdict says {stored} at `{place}`; the answers give {computed}.",
    "zh-cn": "存储的结论在 `{place}` 处为 {stored}；由回答算得 {computed}。",
  },
  "verify-scores-differ": {
    en: "The stored scores of {candidate} differ from what the answers give on {count} items; the first is `{id}`.",
    "zh-cn": "{candidate} 存储的得分在 {count} 条数据上与由回答算得的不同；第一条是 `{id}`。",
  },
  "verify-model-differs": {
    en: "The verdict says that {candidate} has {stored} as `{field}`; its model's artifact says {computed}.",
    "zh-cn": "结论中 {candidate} 的 `{field}` 为 {stored}；其模型产物为 {computed}。",
  },
  "verify-log-differs": {
    en: "The run's log holds another verdict than the stored one: at `{place}` {computed} in place of {stored}.",
    "zh-cn": "运行日志中的结论与存储的不同：`{place}` 处为 {computed}，而非 {stored}。",
  },
  "verify-other-numerics": {
    en: "The verdict was computed by another version of the statistics ({stored}, now {computed}); differences may come from that.",
    "zh-cn": "该结论由另一版本的统计方法算得（{stored}，现为 {computed}）；差异可能由此而来。",
  },
});
