import { defineMessages } from "../protocol/messages.ts";

/** Text of what rows say taken together: repetition, drift, lengths. */
export const checkMessages = defineMessages({
  "rows-repeated": {
    en: "{count} of {of} rows of `{split}` say the same as an earlier one (rows {rows} of {file}; row {row} is row {other_row} of {other_file}). Repetition counts as weight in training and as false certainty in a test.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行与前面的行相同（{file} 第 {rows} 行；第 {row} 行即 {other_file} 第 {other_row} 行）。重复在训练中等于加权，在测试中造成虚假的确定性。",
  },
  "rows-contradict": {
    en: "{count} of {of} rows of `{split}` ask what an earlier row asks and answer differently (rows {rows} of {file}; compare row {row} with row {other_row} of {other_file}). No model can have both right.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行与前面的行提问相同而答案不同（{file} 第 {rows} 行；请比较第 {row} 行与 {other_file} 第 {other_row} 行）。没有模型能两者都答对。",
  },
  "characters-broken": {
    en: "{count} of {of} rows of `{split}` hold characters that a wrong decoding left behind, such as � or â€™ (rows {rows} of {file}). Export the data again in UTF-8.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行含有错误解码留下的字符，例如 � 或“锟斤拷”（{file} 第 {rows} 行）。请重新以 UTF-8 导出数据。",
  },
  "answer-not-in-test": {
    en: "{count} of {of} training rows have an answer that the test never asks for ({values}): how well it is learned will not be seen.",
    "zh-cn": "{of} 个训练行中有 {count} 个的答案从未在测试中出现（{values}）：这些学得如何将无从得知。",
  },
  "field-value-not-in-test": {
    en: "{count} of {of} training rows have a value of “{field}” that the test never asks for ({values}): how well it is learned will not be seen.",
    "zh-cn": "{of} 个训练行中有 {count} 个的“{field}”取值从未在测试中出现（{values}）：这些学得如何将无从得知。",
  },
  "drift-prompt-length": {
    en: "Half of the training prompts are shorter than {train} characters, half of the test prompts in {file} shorter than {test}: a factor of {factor}. A test of other texts than were learned says little about either.",
    "zh-cn":
      "训练提示长度的中位数为 {train} 个字符，而 {file} 中测试提示为 {test} 个：相差 {factor} 倍。测试文本与所学不同，结果说明不了什么。",
  },
  "drift-answer-length": {
    en: "Half of the training answers are shorter than {train} characters, half of the expected answers in {file} shorter than {test}: a factor of {factor}.",
    "zh-cn": "训练答案长度的中位数为 {train} 个字符，而 {file} 中期望答案为 {test} 个：相差 {factor} 倍。",
  },
  "drift-script": {
    en: "The training prompts are {train}, the test prompts in {file} are {test}: they are not in the same languages.",
    "zh-cn": "训练提示的文字为 {train}，而 {file} 中测试提示为 {test}：二者语言不同。",
  },
  "rows-template-refuses": {
    en: "The model's chat template refuses {count} of {of} rows of `{split}` ({percent} %; rows {rows} of {file}). Often it knows no system turn, or wants user and assistant to take turns.",
    "zh-cn":
      "该模型的聊天模板不接受 `{split}` 的 {of} 行中的 {count} 行（{percent} %；{file} 第 {rows} 行）。常见原因是模板不支持 system 消息，或要求 user 与 assistant 交替出现。",
  },
  "rows-without-room": {
    en: "The answers of {count} of {of} rows of `{split}` are as long as `max_length` ({max_length}) or longer, so nothing of them could be learned (rows {rows} of {file}). The longest row has {longest} tokens.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行的答案已达到或超过 `max_length`（{max_length}），无法从中学习（{file} 第 {rows} 行）。最长的一行有 {longest} 个 token。",
  },
  "rows-too-long": {
    en: "{count} of {of} rows of `{split}` ({percent} %) are longer than `max_length` ({max_length} tokens), so training will not start (rows {rows} of {file}). The longest, row {longest_row}, has {longest} tokens; {p99} hold 99 % of the rows.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行（{percent} %）超过 `max_length`（{max_length} 个 token），训练无法开始（{file} 第 {rows} 行）。最长的第 {longest_row} 行有 {longest} 个 token；{p99} 可容纳 99 % 的行。",
  },
  "rows-will-be-dropped": {
    en: "{count} of {of} rows of `{split}` ({percent} %) are longer than `max_length` ({max_length} tokens) and will be left out (rows {rows} of {file}). The longest, row {longest_row}, has {longest} tokens; {p99} hold 99 % of the rows.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行（{percent} %）超过 `max_length`（{max_length} 个 token），将被略去（{file} 第 {rows} 行）。最长的第 {longest_row} 行有 {longest} 个 token；{p99} 可容纳 99 % 的行。",
  },
  "rows-will-be-cut": {
    en: "The prompts of {count} of {of} rows of `{split}` ({percent} %) will be cut: they are longer than `max_length` ({max_length} tokens; rows {rows} of {file}). The longest, row {longest_row}, has {longest} tokens; {p99} hold 99 % of the rows.",
    "zh-cn":
      "`{split}` 的 {of} 行中有 {count} 行（{percent} %）的提示将被截断：它们超过 `max_length`（{max_length} 个 token；{file} 第 {rows} 行）。最长的第 {longest_row} 行有 {longest} 个 token；{p99} 可容纳 99 % 的行。",
  },
});
