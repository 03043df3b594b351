import { defineMessages, fill, type Language, type Params } from "../../protocol/messages.ts";

/** Comments of a run file that was made from data: why each choice was made. */
const words = defineMessages({
  made: {
    en: "Made from {file}: {rows} rows. What is guessed says so; change what is wrong.",
    "zh-cn": "由 {file} 生成：{rows} 行。凡猜测之处均有说明，请改正不对的地方。",
  },
  "model-fits": {
    en: "The largest model of the catalogue that trains on this machine in reasonable time: about {memory} of {total} memory.",
    "zh-cn": "目录中能在本机以合理时间训练的最大模型：约需 {memory} 内存（共 {total}）。",
  },
  "model-given": { en: "As asked for.", "zh-cn": "按指定选择。" },
  "split-share": {
    en: "One row in five is kept for the test, drawn by the seed; training never sees it.",
    "zh-cn": "按种子抽取五分之一的行用于测试，训练从不使用这些行。",
  },
  "split-group": {
    en: "Divided by {column}: all rows of one value are on one side, so that the test is about new ones.",
    "zh-cn": "按 {column} 划分：同一取值的行都在同一边，测试的是新的取值。",
  },
  "split-time": {
    en: "Divided by time ({column}): the newest fifth is the test, as later data is what the model will meet.",
    "zh-cn": "按时间（{column}）划分：最新的五分之一用于测试，因为模型将面对的是之后的数据。",
  },
  validation: { en: "Watched while training; not part of the test.", "zh-cn": "训练过程中观察用；不属于测试数据。" },
  shape: {
    en: "The rows are of the shape “{shape}”, which needs no templates.",
    "zh-cn": "数据行是“{shape}”形式，无需模板。",
  },
  id: { en: "Names each row (guessed).", "zh-cn": "标识每一行（猜测）。" },
  cluster: {
    en: "Rows with the same value resemble each other; intervals are computed over them (guessed).",
    "zh-cn": "取值相同的行彼此相似，区间按它们计算（猜测）。",
  },
  prompt: {
    en: "What the model is asked (guessed). A name in double braces is a column: {columns}.",
    "zh-cn": "向模型提出的问题（猜测）。双花括号中是列名：{columns}。",
  },
  answer: { en: "What it should answer (guessed).", "zh-cn": "模型应给出的答案（猜测）。" },
  schema: { en: "What a valid answer is, as far as the rows show.", "zh-cn": "有效答案的样子，从数据行归纳而来。" },
  stays: { en: "No row leaves this machine.", "zh-cn": "任何数据行都不会离开本机。" },
  epochs: {
    en: "{rows} training rows in batches of {batch}: {steps} steps.",
    "zh-cn": "{rows} 行训练数据，每批 {batch} 行：{steps} 步。",
  },
  "length-counted": {
    en: "Counted: 99 % of the rows have at most {p99} tokens, the longest {longest}.",
    "zh-cn": "已统计：99 % 的行不超过 {p99} 个 token，最长 {longest}。",
  },
  "length-guessed": {
    en: "Estimated from the longest row; `check` counts once the model is here.",
    "zh-cn": "按最长的一行估算；模型下载到本机后 `check` 会精确统计。",
  },
  "too-long": { en: "Longer rows are left out, and their number is said.", "zh-cn": "更长的行会被略去，并说明数量。" },
  quantize: { en: "Smaller versions to judge beside the tuned model.", "zh-cn": "与微调后的模型一同评估的较小版本。" },
  "score-objects": { en: "Answers are JSON objects: each field counts.", "zh-cn": "答案是 JSON 对象：逐字段计分。" },
  "score-classes": { en: "{count} different answers: right or wrong.", "zh-cn": "共有 {count} 种不同的答案：对或错。" },
  "score-text": {
    en: "Answers are free text: the share of words in common.",
    "zh-cn": "答案是自由文本：按共同词语的比例计分。",
  },
  rivals: {
    en: "What has to be beaten: the base model as it came, and with three examples.",
    "zh-cn": "需要胜过的对手：原始基础模型，以及附三个示例的基础模型。",
  },
  margin: {
    en: "Good enough: a smaller version may lose this much. {rows} test rows show differences of about {points} points.",
    "zh-cn": "足够好的标准：较小版本最多可损失这么多。{rows} 个测试行约能看出 {points} 个百分点的差异。",
  },
});

export type Say = (code: keyof typeof words, params?: Params) => string;

export function sayIn(language: Language): Say {
  return (code, params = {}) => fill(words[code][language], params);
}
