import { defineMessages, fill, type Language, type Params } from "../protocol/messages.ts";

/** Words of the language features themselves. Problems have their texts in the folder that raises them. */
const messages = defineMessages({
  run: { en: "Run", "zh-cn": "运行" },
  plan: { en: "Plan", "zh-cn": "计划" },
  default: { en: "Default: `{value}`.", "zh-cn": "默认值：`{value}`。" },
  values: { en: "Values: {values}.", "zh-cn": "可用的值：{values}。" },
  required: { en: "Required.", "zh-cn": "必填。" },
  "first-row": { en: "First row: {value}", "zh-cn": "第一行：{value}" },
  columns: { en: "Columns: {columns}.", "zh-cn": "列：{columns}。" },
  "starter-label": { en: "A whole run file", "zh-cn": "完整的运行文件" },
  "starter-detail": {
    en: "train, quantize, evaluate and compare on two data files",
    "zh-cn": "用两个数据文件训练、量化、评估并比较",
  },
  divided: { en: "a share of one file", "zh-cn": "取一个文件的一部分" },
  parameters: { en: "{count} parameters", "zh-cn": "{count} 个参数" },
  "here-already": { en: "on this machine", "zh-cn": "已在本机" },
  "to-download": { en: "downloaded on first use", "zh-cn": "首次使用时下载" },
});

export function word(code: keyof typeof messages, language: Language, params: Params = {}): string {
  return fill(messages[code][language], params);
}
