import { defineMessages } from "../protocol/messages.ts";

/** Text of what is wrong with score files of other tools. */
export const importMessages = defineMessages({
  "import-unknown": {
    en: '{file} is JSON, but no scores that can be read here: neither results of promptfoo, samples of lm-evaluation-harness, a log of inspect_ai, nor lines of {"id": …, "scores": …}.',
    "zh-cn":
      '{file} 是 JSON，但不是可读取的评分：既非 promptfoo 结果、lm-evaluation-harness 样本、inspect_ai 日志，也非 {"id": …, "scores": …} 的行。',
  },
  "import-not-json": {
    en: "{file} can't be read as JSON ({reason}). If it holds NaN or Infinity, which JSON has not, write it again without them.",
    "zh-cn": "{file} 无法作为 JSON 读取（{reason}）。若其中含有 JSON 所没有的 NaN 或 Infinity，请去掉后重新写出。",
  },
  "import-inspect-zip": {
    en: "{file} is a log of inspect_ai in its compressed format. Write it as JSON: `inspect log convert {file} --to json --output-dir logs`.",
    "zh-cn":
      "{file} 是 inspect_ai 的压缩格式日志。请转为 JSON：`inspect log convert {file} --to json --output-dir logs`。",
  },
  "import-no-samples": {
    en: "The log {file} has no samples, only totals; comparing needs each item's score. Keep them with `log_samples`.",
    "zh-cn": "日志 {file} 没有样本，只有汇总；比较需要每条数据的得分。请用 `log_samples` 保留样本。",
  },
  "import-not-finished": {
    en: "The evaluation in {file} did not succeed (its status is `{status}`); items that it did not get to are missing.",
    "zh-cn": "{file} 中的评估未成功（状态为 `{status}`）；未执行到的数据将缺失。",
  },
  "import-sample-broken": {
    en: "Sample {row} of {file} has no id, or is no JSON object.",
    "zh-cn": "{file} 的第 {row} 个样本没有标识，或不是 JSON 对象。",
  },
  "import-result-broken": {
    en: "Result {row} of {file} has no score that is a number.",
    "zh-cn": "{file} 的第 {row} 个结果没有数值得分。",
  },
});
