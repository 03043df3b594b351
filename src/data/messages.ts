import { defineMessages } from "../protocol/messages.ts";
import { checkMessages } from "./messages-checks.ts";
import { formatMessages } from "./messages-formats.ts";

/** Text of the codes that src/data raises. `{file}`, `{row}` and `{column}` are the problem's place. */
export const dataMessages = defineMessages({
  ...formatMessages,
  ...checkMessages,

  // What the run file says about data.
  "template-braces": {
    en: "“{near}” has three braces. A column is written with two, like {{body}}; two braces that are meant as text are written \\{{.",
    "zh-cn": "“{near}”处有三个花括号。列名用两个花括号，例如 {{body}}；若要花括号本身，请写 \\{{。",
  },
  "template-not-closed": {
    en: "“{near}” opens a column with {{ and never closes it with }}. Two braces that are meant as text are written \\{{.",
    "zh-cn": "“{near}”以 {{ 开始了一个列名，却没有用 }} 结束。若要花括号本身，请写 \\{{。",
  },
  "template-empty-column": {
    en: "“{near}” has no column name between its braces.",
    "zh-cn": "“{near}”的花括号之间没有列名。",
  },
  "column-unknown": {
    en: "No row of {file} has a column “{column}”. Its columns: {known}.",
    "zh-cn": "{file} 中没有任何一行有“{column}”列。现有的列：{known}。",
  },
  "column-unknown-near": {
    en: "No row of {file} has a column “{column}”. Did you mean “{near}”? Its columns: {known}.",
    "zh-cn": "{file} 中没有任何一行有“{column}”列。是否想写“{near}”？现有的列：{known}。",
  },
  "shape-unknown": {
    en: "The rows of {file} have none of the known shapes ({known}). Say with `prompt` and `answer` how its columns become a question and an answer. Its columns: {columns}.",
    "zh-cn":
      "{file} 的行不是任何一种已知形式（{known}）。请用 `prompt` 和 `answer` 说明各列如何组成问题和答案。现有的列：{columns}。",
  },
  "answer-template-missing": {
    en: '`prompt` says what is asked, but nothing says what the answer is. Add `answer`, such as "{{label}}".',
    "zh-cn": '`prompt` 说明了要问什么，但没有说明答案是什么。请加上 `answer`，例如 "{{label}}"。',
  },
  "split-missing": {
    en: "This run needs `data.{split}`, and the file does not define it.",
    "zh-cn": "此运行需要 `data.{split}`，但运行文件没有定义它。",
  },
  "split-from-itself": {
    en: "`{split}` cannot be taken out of itself. `from` is a file or another split.",
    "zh-cn": "`{split}` 不能从自身取出。`from` 应是一个文件或另一个划分。",
  },
  "split-from-missing": {
    en: "`{split}` is to be taken out of `{from}`, which is not defined.",
    "zh-cn": "`{split}` 要从 `{from}` 中取出，但 `{from}` 没有定义。",
  },
  "split-in-circle": {
    en: "`{split}` and `{from}` are each to be taken out of the other. One of them needs a file.",
    "zh-cn": "`{split}` 与 `{from}` 互相从对方取出。其中一个需要指定文件。",
  },
  "split-same-file": {
    en: "{splits} all use {from}, at least one of them whole, so the same rows would be on several sides. Give each a `share`, or use `{from: train, share: 0.1}`.",
    "zh-cn":
      "{splits} 都使用 {from}，且至少有一个使用整个文件，同样的行会出现在多个划分中。请给每个划分一个 `share`，或使用 `{from: train, share: 0.1}`。",
  },
  "split-overlap": {
    en: "{splits} together take {sum} of {from}: more than there is, or nothing would be left. Shares of a file may add up to 1, shares of a split must stay below it.",
    "zh-cn":
      "{splits} 合计要取 {from} 的 {sum}：超过了总量，或将一行不剩。同一文件的份额之和不得超过 1，同一划分的份额之和必须小于 1。",
  },
  "split-rules-differ": {
    en: "{splits} divide {from} by different rules. Give them the same `by` and the same `order`, or a group could end up on both sides.",
    "zh-cn": "{splits} 以不同的规则划分 {from}。请使用相同的 `by` 和 `order`，否则同一组可能同时落在两边。",
  },
  "split-time-without-column": {
    en: "`{split}` is divided by time, but `by` does not say which column holds the time.",
    "zh-cn": "`{split}` 按时间划分，但 `by` 没有说明哪一列是时间。",
  },
  "split-time-unreadable": {
    en: "{count} rows of {file} have no readable time in “{column}” (rows {rows}). Expected: a number or a date like 2024-05-31 or 2024-05-31T08:00:00Z.",
    "zh-cn":
      "{file} 有 {count} 行的“{column}”不是可读的时间（第 {rows} 行）。应为数字，或形如 2024-05-31、2024-05-31T08:00:00Z 的日期。",
  },
  "split-share-missed": {
    en: "`{split}` has {rows} of {of} rows; {asked} were asked for. Rows with the same “{by}” stay together, so this is as near as it gets.",
    "zh-cn": "`{split}` 有 {rows} 行（共 {of} 行），要求的是 {asked} 行。“{by}”相同的行须在一起，这已是最接近的结果。",
  },
  "split-empty": {
    en: "`{split}` has no rows.",
    "zh-cn": "`{split}` 中没有任何行。",
  },

  // What rows hold.
  "data-value-missing": {
    en: "Row {row} has no “{column}”, which the run file uses. Write null if it is meant to be empty.",
    "zh-cn": "第 {row} 行没有运行文件用到的“{column}”。若确为空，请写 null。",
  },
  "data-wrong-type": {
    en: "“{column}” of row {row} should be a {expected} and is: {found}.",
    "zh-cn": "第 {row} 行的“{column}”应为 {expected}，实际为 {found}。",
  },
  "column-mixed-types": {
    en: "“{column}” of row {row} is of type {found}; in most rows it is of type {expected}.",
    "zh-cn": "第 {row} 行的“{column}”类型为 {found}，而多数行为 {expected}。",
  },
  "id-missing": {
    en: "Row {row} has nothing in “{column}”, which should identify it.",
    "zh-cn": "第 {row} 行用作标识的“{column}”为空。",
  },
  "duplicate-id": {
    en: "Row {row} has the id “{id}” of row {earlier}. An id names one row: remove one of the two, or choose another column for `id`.",
    "zh-cn": "第 {row} 行与第 {earlier} 行的标识同为“{id}”。一个标识只能对应一行：请删去其一，或为 `id` 选用另一列。",
  },
  "chat-not-a-list": {
    en: '“{column}” of row {row} should be a list of turns like {"role": "user", "content": "…"} and is: {found}.',
    "zh-cn": '第 {row} 行的“{column}”应为形如 {"role": "user", "content": "…"} 的轮次列表，实际为 {found}。',
  },
  "chat-empty": { en: "The chat of row {row} has no turns.", "zh-cn": "第 {row} 行的对话没有任何轮次。" },
  "chat-turn-not-object": {
    en: "Turn {turn} of row {row} should be an object with a role and a text and is: {found}.",
    "zh-cn": "第 {row} 行的第 {turn} 轮应为带有角色和文本的对象，实际为 {found}。",
  },
  "chat-role-unknown": {
    en: "Turn {turn} of row {row} has the role “{role}”. Known: system, user (human), assistant (gpt).",
    "zh-cn": "第 {row} 行第 {turn} 轮的角色是“{role}”。可用：system、user（human）、assistant（gpt）。",
  },
  "chat-content-not-text": {
    en: "Turn {turn} of row {row} holds something other than text ({found}). Pictures and tool calls cannot be trained on here.",
    "zh-cn": "第 {row} 行第 {turn} 轮的内容不是文本（{found}）。这里无法用图片或工具调用来训练。",
  },
  "chat-without-answer": {
    en: "The chat of row {row} has {turns} turns and none by the assistant, so there is nothing to learn from it.",
    "zh-cn": "第 {row} 行的对话有 {turns} 轮，却没有助手的回答，无从学习。",
  },
  "chat-without-question": {
    en: "In row {row} the answer is not preceded by a turn of the user (turn {turn}).",
    "zh-cn": "第 {row} 行的回答之前没有用户的提问（第 {turn} 轮）。",
  },
  "chat-turns-after-answer": {
    en: "Row {row} goes on after the assistant's last answer; {count} turns are left out.",
    "zh-cn": "第 {row} 行在助手最后一次回答之后还有内容，其中 {count} 轮未被使用。",
  },
  "empty-prompt": {
    en: "{count} of {of} prompts in `{split}` are empty (rows {rows} of {file}).",
    "zh-cn": "`{split}` 的 {of} 个提示中有 {count} 个为空（{file} 第 {rows} 行）。",
  },
  "empty-answer": {
    en: "{count} of {of} answers in `{split}` are empty (rows {rows} of {file}): there is nothing to learn from or to compare with.",
    "zh-cn": "`{split}` 的 {of} 个答案中有 {count} 个为空（{file} 第 {rows} 行）：既无从学习，也无从比较。",
  },
  "answer-not-json": {
    en: "{count} of {of} answers in `{split}` are not JSON, though a schema is given for them (rows {rows} of {file}).",
    "zh-cn": "已为答案指定了模式，但 `{split}` 的 {of} 个答案中有 {count} 个不是 JSON（{file} 第 {rows} 行）。",
  },
  "answer-breaks-schema": {
    en: "{count} of {of} answers in `{split}` break their own schema (rows {rows} of {file}). The first: {expected}.",
    "zh-cn": "`{split}` 的 {of} 个答案中有 {count} 个不符合自己的模式（{file} 第 {rows} 行）。第一处：{expected}。",
  },
  "schema-not-object": {
    en: "{file} should hold a JSON schema, which is an object.",
    "zh-cn": "{file} 应为 JSON 模式（一个对象）。",
  },
  "schema-draft-unknown": {
    en: "{file} is a JSON schema of a draft that is not known here: {draft}. Known: 2020-12 and draft-07.",
    "zh-cn": "{file} 使用了不支持的 JSON 模式版本：{draft}。支持 2020-12 与 draft-07。",
  },
  "schema-broken": {
    en: "{file} is not a usable JSON schema: {reason}.",
    "zh-cn": "{file} 不是可用的 JSON 模式：{reason}。",
  },
  "test-row-in-training": {
    en: "{count} of {of} test rows are in training or validation too (rows {rows} of {file}; row {row} is row {other_row} of {other_file}). The model has seen them, so the test flatters it.",
    "zh-cn":
      "{of} 个测试行中有 {count} 个也在训练或验证数据中（{file} 第 {rows} 行；第 {row} 行即 {other_file} 第 {other_row} 行）。模型已见过它们，测试结果会偏高。",
  },
  "test-row-nearly-in-training": {
    en: "{count} of {of} test rows differ from rows of training or validation only in case, spaces or punctuation (rows {rows} of {file}; row {row} is like row {other_row} of {other_file}).",
    "zh-cn":
      "{of} 个测试行中有 {count} 个与训练或验证数据仅在大小写、空格或标点上不同（{file} 第 {rows} 行；第 {row} 行近似 {other_file} 第 {other_row} 行）。",
  },
  "cluster-on-both-sides": {
    en: "{count} clusters are in the test as well as in training or validation ({clusters}; {rows} of {of} test rows). Divide with `by` to keep each on one side.",
    "zh-cn":
      "有 {count} 个群组既在测试中，也在训练或验证中（{clusters}；涉及 {of} 个测试行中的 {rows} 个）。请用 `by` 划分，使每个群组只在一边。",
  },
  "answer-not-in-training": {
    en: "{count} of {of} test rows expect an answer that training never shows: {values}.",
    "zh-cn": "{of} 个测试行中有 {count} 个的答案从未在训练中出现：{values}。",
  },
  "field-value-not-in-training": {
    en: "{count} of {of} test rows expect a value of “{field}” that training never shows: {values}.",
    "zh-cn": "{of} 个测试行中有 {count} 个的“{field}”取值从未在训练中出现：{values}。",
  },
  "items-damaged": {
    en: "Line {line} of the stored items cannot be read. Delete the run's stored data and run again.",
    "zh-cn": "已存数据的第 {line} 行无法读取。请删除此运行的存储数据并重新运行。",
  },
});
