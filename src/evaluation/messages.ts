import { defineMessages } from "../protocol/messages.ts";
import { againstMessages } from "./messages-against.ts";
import { forgettingMessages } from "./messages-forgetting.ts";
import { gateMessages } from "./messages-gates.ts";
import { importMessages } from "./messages-import.ts";
import { judgingMessages } from "./messages-judging.ts";
import { pairMessages } from "./messages-pairs.ts";
import { sliceMessages } from "./messages-slices.ts";
import { verifyMessages } from "./messages-verify.ts";

/** Text of the codes that src/evaluation raises and of what it says in a verdict. */
export const evaluationMessages = defineMessages({
  ...pairMessages,
  ...gateMessages,
  ...againstMessages,
  ...forgettingMessages,
  ...importMessages,
  ...judgingMessages,
  ...sliceMessages,
  ...verifyMessages,
  "answers-duplicate": {
    en: "The id `{id}` is there twice. Every item needs an id of its own; name the column that has it with `data.id`.",
    "zh-cn": "标识 `{id}` 出现了两次。每条数据需要各自的标识；请用 `data.id` 指定所在列。",
  },
  "answers-unknown": {
    en: "{count} answers belong to no item and were left out; the first has the id `{id}`.",
    "zh-cn": "有 {count} 个回答不属于任何数据，已忽略；第一个的标识是 `{id}`。",
  },
  "answers-missing": {
    en: "{candidate} gave no answer to {count} of {items} items; they count as failures.",
    "zh-cn": "{candidate} 对 {items} 条数据中的 {count} 条没有回答；均按失败计。",
  },
  "answers-cut": {
    en: "{count} of {items} answers of {candidate} were cut off by `max_tokens`. Raise `evaluate.decode.max_tokens` if answers may be longer.",
    "zh-cn":
      "{candidate} 的 {items} 个回答中有 {count} 个被 `max_tokens` 截断。若回答可以更长，请调大 `evaluate.decode.max_tokens`。",
  },
  "schema-missing": {
    en: "The scorer `schema` needs a JSON schema: name its file with `data.schema`.",
    "zh-cn": "评分器 `schema` 需要 JSON 模式：请用 `data.schema` 指定其文件。",
  },
  "rule-invalid": {
    en: "`{part}` of the rule `{rule}` can't be read: {detail}. It is CEL over `answer` and `expected`.",
    "zh-cn": "规则 `{rule}` 的 `{part}` 无法读取：{detail}。它应是关于 `answer` 与 `expected` 的 CEL 表达式。",
  },
  "rule-not-a-condition": {
    en: "`{part}` of the rule `{rule}` gives a value of type {type}; a rule has to be true or false.",
    "zh-cn": "规则 `{rule}` 的 `{part}` 得到的是 {type} 类型的值；规则只能为真或假。",
  },
  "rule-error": {
    en: "The rule `{rule}` could not be decided for {count} answers and counts as broken there; the first time: {detail}.",
    "zh-cn": "规则 `{rule}` 对 {count} 个回答无法判定，按违反计；首次原因：{detail}。",
  },
  "rule-error-of": {
    en: "The rule `{rule}` could not be decided for {count} answers of {candidate} and counts as broken there; the first time: {detail}.",
    "zh-cn": "规则 `{rule}` 对 {candidate} 的 {count} 个回答无法判定，按违反计；首次原因：{detail}。",
  },
  "regex-too-slow": {
    en: "The regular expression `{pattern}` took longer than a second on {count} answers, which count as wrong.",
    "zh-cn": "正则表达式 `{pattern}` 在 {count} 个回答上耗时超过一秒，均按错误计。",
  },
  "regex-too-slow-of": {
    en: "The regular expression `{pattern}` took longer than a second on {count} answers of {candidate}, which count as wrong.",
    "zh-cn": "正则表达式 `{pattern}` 在 {candidate} 的 {count} 个回答上耗时超过一秒，均按错误计。",
  },
  "labels-too-many": {
    en: "The expected answers have {labels} labels; classes are told apart for up to {limit}, so here `classification` is only the share that is right.",
    "zh-cn":
      "期望答案共有 {labels} 个标签；最多分别统计 {limit} 个类别，因此这里的 `classification` 只给出正确的比例。",
  },
  "method-macro-f1": {
    en: "percentile bootstrap of {units} items, {resamples} resamples",
    "zh-cn": "对 {units} 条数据的百分位自助法，{resamples} 次重抽样",
  },
  "method-macro-f1-clusters": {
    en: "percentile bootstrap of {units} clusters, {resamples} resamples",
    "zh-cn": "对 {units} 个聚类的百分位自助法，{resamples} 次重抽样",
  },
  "expected-no-number": {
    en: "The expected answers of {count} items hold no number, so no candidate can be right by `number` there; the first is `{id}`.",
    "zh-cn": "有 {count} 条数据的期望答案不含数字，任何候选在 `number` 上都不可能正确；第一条是 `{id}`。",
  },
  "expected-not-json": {
    en: "The expected answers of {count} items are not JSON, so no candidate can be right by `json`, `schema` or `rules` there; the first is `{id}`.",
    "zh-cn":
      "有 {count} 条数据的期望答案不是 JSON，任何候选在 `json`、`schema`、`rules` 上都不可能正确；第一条是 `{id}`。",
  },
  "expected-not-valid": {
    en: "The expected answers of {count} items break the schema; the first is `{id}`.",
    "zh-cn": "有 {count} 条数据的期望答案不符合模式；第一条是 `{id}`。",
  },
  "expected-breaks-rule": {
    en: "The expected answers of {count} items break the rule `{rule}`; the first is `{id}`.",
    "zh-cn": "有 {count} 条数据的期望答案违反规则 `{rule}`；第一条是 `{id}`。",
  },
  "no-items": {
    en: "There are no items to compare on.",
    "zh-cn": "没有可供比较的数据。",
  },
  "metric-not-scored": {
    en: "No scorer gives the metric `{metric}`. There are: {known}.",
    "zh-cn": "没有评分器给出指标 `{metric}`。可用：{known}。",
  },
  "baseline-unknown": {
    en: "There is no candidate `{name}` to compare with. There are: {known}.",
    "zh-cn": "没有可供比较的候选 `{name}`。可用：{known}。",
  },
  "one-cluster": {
    en: "All items belong to the same cluster, so intervals are computed as if the items were independent: they may be too narrow.",
    "zh-cn": "所有数据属于同一聚类，区间按数据相互独立计算，可能过窄。",
  },
  "few-clusters": {
    en: "The items come from only {clusters} clusters; with so few, intervals are rough.",
    "zh-cn": "数据仅来自 {clusters} 个聚类；数量过少，区间较为粗略。",
  },
  "several-cells": {
    en: "{cells} variants were judged on the same items, and the one that comes out best looks better than it is[[: were they equally good, by {optimism} points on average (expected largest of {cells} equal means)]]. `select: validation` chooses on other rows.",
    "zh-cn":
      "{cells} 个变体在同一批数据上评判，表现最好的那个会被高估[[：若它们其实同样好，平均高估 {optimism} 个百分点（{cells} 个相同均值中最大者的期望）]]。用 `select: validation` 可在另外的数据上选择。",
  },
  "score-line-not-json": {
    en: 'Line {row} of {file} is not JSON. A score file has one object a line: {"id": "…", "scores": {"metric": 0.5}}.',
    "zh-cn": '{file} 第 {row} 行不是 JSON。评分文件每行一个对象：{"id": "…", "scores": {"metric": 0.5}}。',
  },
  "score-id-not-text": {
    en: "Line {row} of {file}: `id` should be a text that is not empty.",
    "zh-cn": "{file} 第 {row} 行：`id` 应为非空文本。",
  },
  "score-scores-not-object": {
    en: "Line {row} of {file}: `scores` should be an object of numbers by metric.",
    "zh-cn": "{file} 第 {row} 行：`scores` 应为“指标: 数字”的对象。",
  },
  "score-cluster-not-text": {
    en: "Line {row} of {file}: `cluster` should be a text.",
    "zh-cn": "{file} 第 {row} 行：`cluster` 应为文本。",
  },
  "score-repeat-not-count": {
    en: "Line {row} of {file}: `repeat` should be a whole number from 0 up.",
    "zh-cn": "{file} 第 {row} 行：`repeat` 应为从 0 开始的整数。",
  },
  "score-slices-not-texts": {
    en: 'Line {row} of {file}: `slices` should be an object of texts, such as {"language": "zh"}.',
    "zh-cn": '{file} 第 {row} 行：`slices` 应为文本组成的对象，例如 {"language": "zh"}。',
  },
  "compare-items-of": {
    en: "`--items` compares one candidate with the baseline; name it with `--of`. There are: {known}.",
    "zh-cn": "`--items` 将一个候选与基准逐条比较；请用 `--of` 指定。现有：{known}。",
  },
  "score-not-number": {
    en: "Line {row} of {file}: the score `{metric}` is {found}, not a number.",
    "zh-cn": "{file} 第 {row} 行：得分 `{metric}` 是 {found}，不是数字。",
  },
  "score-duplicate-id": {
    en: "Line {row} of {file} has the id `{id}` of line {earlier} again. Repeated runs of one item are told apart by `repeat`.",
    "zh-cn": "{file} 第 {row} 行与第 {earlier} 行的标识同为 `{id}`。同一条数据的重复运行须用 `repeat` 区分。",
  },
  "scores-empty": { en: "{file} has no scores in it.", "zh-cn": "{file} 中没有任何得分。" },
  "scores-missing": {
    en: "{file} lacks the scores of {count} of {items} items; they count as 0. `--intersect` compares on common items only.",
    "zh-cn": "{file} 缺少 {items} 条数据中 {count} 条的得分，按 0 计。`--intersect` 只在共有的数据上比较。",
  },
  "scores-left-out": {
    en: "{count} of {items} items are not in all files and were left out.",
    "zh-cn": "{items} 条数据中有 {count} 条并非所有文件都有，已略去。",
  },
  "metric-in-no-file": {
    en: "{file} has no scores of the metric `{metric}`. It has: {known}.",
    "zh-cn": "{file} 没有指标 `{metric}` 的得分。它有：{known}。",
  },
  "metric-not-shared": {
    en: "The files have no metric in common. {known}.",
    "zh-cn": "这些文件没有共同的指标。{known}。",
  },
  "one-source": {
    en: "A comparison needs at least two files of scores.",
    "zh-cn": "比较至少需要两个评分文件。",
  },
  "source-name-twice": {
    en: "Two sources are called `{name}`. Give them names of their own.",
    "zh-cn": "有两个来源同名 `{name}`。请使用不同的名称。",
  },
});
