import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that are raised where data, model and settings meet. */
export const lengthMessages = defineMessages({
  "rule-field-unknown": {
    en: "The rule `{rule}` asks for the field `{field}`, which the answers' schema does not have, so it fails on every row.[[ Did you mean `{near}`?]] Its fields: {known}.",
    "zh-cn":
      "规则 `{rule}` 引用了答案模式中没有的字段 `{field}`，因此每一行都不成立。[[是否想写 `{near}`？]]现有字段：{known}。",
  },
  "init-no-columns": {
    en: "No question and answer can be made out among the columns of {file}: {columns}. Rename two of them to `prompt` and `answer`, or write the run file by hand: in an empty file, completion offers a whole one.",
    "zh-cn":
      "在 {file} 的列（{columns}）中看不出问题与答案。请将其中两列改名为 `prompt` 和 `answer`，或手动编写运行文件：在空文件中，补全会给出完整的模板。",
  },
  "lengths-unknown-model": {
    en: "Whether rows are longer than `max_length` ({max_length} tokens) is known once `{model}` is on this machine: only its own tokenizer can tell.",
    "zh-cn":
      "只有 `{model}` 自己的分词器能判断数据行是否超过 `max_length`（{max_length} 个 token）；该模型下载到本机后即可得知。",
  },
  "lengths-unknown-engine": {
    en: "Whether rows are longer than `max_length` ({max_length} tokens) can't be told: this build has no engine, so no tokenizer of `{model}`.",
    "zh-cn": "无法得知数据行是否超过 `max_length`（{max_length} 个 token）：此版本不含引擎，没有 `{model}` 的分词器。",
  },
  "answers-exceed-max-tokens": {
    en: "{count} of {of} expected answers have more tokens than `max_tokens` allows ({max_tokens}), so no candidate can be right about them (rows {rows} of {file}). The longest has {longest}.",
    "zh-cn":
      "{of} 个期望答案中有 {count} 个的 token 数超过 `max_tokens`（{max_tokens}），任何候选模型都不可能答对（{file} 第 {rows} 行）。最长的有 {longest} 个。",
  },
});
