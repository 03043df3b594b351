import { defineMessages } from "../protocol/messages.ts";

/** Text of what can be wrong with a file itself. */
export const formatMessages = defineMessages({
  "data-file-missing": {
    en: "There is no file {file}.[[ Did you mean {near}?]]",
    "zh-cn": "文件 {file} 不存在。[[是否想用 {near}？]]",
  },
  "data-file-unreadable": { en: "{file} cannot be read ({reason}).", "zh-cn": "无法读取 {file}（{reason}）。" },
  "data-not-a-file": { en: "{file} is not a file.", "zh-cn": "{file} 不是文件。" },
  "data-file-empty": { en: "{file} has no rows.", "zh-cn": "{file} 中没有任何行。" },
  "data-format-unknown": {
    en: "{file} cannot be read as data: its name ends in “{extension}”. Known: {known}.",
    "zh-cn": "{file} 无法作为数据读取：扩展名为“{extension}”。可用：{known}。",
  },
  "data-more-problems": {
    en: "… and {count} more problems in {file}.",
    "zh-cn": "…… {file} 中还有 {count} 个问题。",
  },
  "data-binary": {
    en: "{file} is not text but {kind}. Export it as JSONL or CSV in UTF-8.",
    "zh-cn": "{file} 不是文本，而是 {kind}。请将其导出为 UTF-8 编码的 JSONL 或 CSV。",
  },
  "encoding-read-as": {
    en: "{file} is not UTF-8 but {encoding}, and was read as that. Other tools may not see it: converting it once is safer.",
    "zh-cn": "{file} 不是 UTF-8，而是 {encoding}，已按此读取。其他工具未必能识别，建议转换为 UTF-8。",
  },
  "encoding-unknown": {
    en: "The encoding of {file} can't be told, so it can't be converted. Save it as UTF-8 in the program that it comes from.",
    "zh-cn": "无法判断 {file} 的编码，因此不能转换。请在生成它的程序中另存为 UTF-8。",
  },
  "table-damaged": {
    en: "{file} can't be read as {format}: {reason}",
    "zh-cn": "{file} 无法作为 {format} 读取：{reason}",
  },
  "table-too-large": {
    en: "{file} is too large to be read whole as {format} ({size} MB, at most {limit}). Export it as JSONL.",
    "zh-cn": "{file} 过大，无法作为 {format} 整体读取（{size} MB，上限 {limit}）。请导出为 JSONL。",
  },
  "table-header-missing": {
    en: "The first row of {file} should name its columns and is empty.",
    "zh-cn": "{file} 的第一行应为列名，但它是空的。",
  },
  "data-web-page": {
    en: "{file} is a web page or XML, not data: probably the answer of a site that was asked for a download. Fetch the file again.",
    "zh-cn": "{file} 是网页或 XML 而不是数据：可能是下载时网站返回的页面。请重新下载。",
  },
  "data-lfs-pointer": {
    en: "{file} is a Git LFS pointer; the data itself is not here. Fetch it with `git lfs pull`.",
    "zh-cn": "{file} 只是 Git LFS 指针，数据本身不在这里。请用 `git lfs pull` 获取。",
  },
  "encoding-not-utf8": {
    en: "{file} is not UTF-8: from row {row} (byte {offset}) it looks like {encoding}. Save it as UTF-8.",
    "zh-cn": "{file} 不是 UTF-8 编码：从第 {row} 行（字节 {offset}）起疑似 {encoding}。请另存为 UTF-8。",
  },
  "data-cut-off": {
    en: "{file} ends in the middle of a character in row {row}. Part of the file is missing.",
    "zh-cn": "{file} 在第 {row} 行的一个字符中间结束，文件不完整。",
  },
  "data-torn-last-line": {
    en: "The last line of {file} (row {row}) is torn off after “{near}”. Whatever wrote the file was interrupted: complete the line or delete it.",
    "zh-cn": "{file} 的最后一行（第 {row} 行）在“{near}”之后断开。写入时可能被中断：请补全或删去该行。",
  },
  "data-array-in-jsonl": {
    en: "{file} holds one JSON array. JSONL has one object per line: rename it to .json, or write each row on a line of its own.",
    "zh-cn": "{file} 是一个 JSON 数组。JSONL 每行一个对象：请改名为 .json，或将每行数据写在单独一行。",
  },
  "data-row-over-several-lines": {
    en: "{file} spreads its objects over several lines. JSONL has one object per line.",
    "zh-cn": "{file} 的对象分布在多行上。JSONL 要求每行一个对象。",
  },
  "data-jsonl-in-json": {
    en: "{file} has one JSON object per line. That is JSONL: rename it to .jsonl.",
    "zh-cn": "{file} 每行一个 JSON 对象，这是 JSONL：请改名为 .jsonl。",
  },
  "data-json-no-rows": {
    en: "{file} should hold an array of objects, or an object with one such array, and is: {found}.",
    "zh-cn": "{file} 应为对象数组，或含有一个此类数组的对象，实际为 {found}。",
  },
  "data-json-too-large": {
    en: "{file} is too large for one JSON document (512 MB). Write it as JSONL.",
    "zh-cn": "{file} 作为单个 JSON 文档过大（512 MB）。请改用 JSONL。",
  },
  "data-row-not-object": {
    en: 'Row {row} should be an object like {"column": value} and is: {found}.',
    "zh-cn": '第 {row} 行应为形如 {"列": 值} 的对象，实际为 {found}。',
  },
  "json-syntax": {
    en: "Row {row} is not JSON: it goes wrong at character {character}, near “{near}”.",
    "zh-cn": "第 {row} 行不是 JSON：错误在第 {character} 个字符，“{near}”附近。",
  },
  "json-cut-off": {
    en: "Row {row} is not complete JSON: it ends after “{near}”.",
    "zh-cn": "第 {row} 行的 JSON 不完整：在“{near}”之后结束。",
  },
  "json-not-a-number": {
    en: "Row {row} holds {found}, which JSON does not have. Write null where a number is missing.",
    "zh-cn": "第 {row} 行含有 {found}，JSON 中没有这个值。缺失的数字请写 null。",
  },
  "json-number-too-large": {
    en: "Row {row} holds a number beyond the range of JSON numbers in “{column}”: {found}. Write it as a string.",
    "zh-cn": "第 {row} 行“{column}”中的数字 {found} 超出范围。请写成字符串。",
  },
  "json-number-imprecise": {
    en: "Row {row} holds a number with too many digits in “{column}”: {found} would be read as {becomes}. Write it as a string.",
    "zh-cn": "第 {row} 行“{column}”中的数字位数过多：{found} 会被读成 {becomes}。请写成字符串。",
  },
  "csv-wrong-number-of-cells": {
    en: "Row {row} has {found} cells; the header has {expected}. A comma, quote or line break inside a cell needs the cell in double quotes.",
    "zh-cn": "第 {row} 行有 {found} 个单元格，表头有 {expected} 个。单元格中若有逗号、引号或换行，须用双引号括起。",
  },
  "csv-column-without-name": {
    en: "Column {position} of the header (row {row}) has no name.",
    "zh-cn": "表头（第 {row} 行）的第 {position} 列没有名称。",
  },
  "csv-column-twice": {
    en: "The header (row {row}) names the column “{column}” twice.",
    "zh-cn": "表头（第 {row} 行）中“{column}”列出现了两次。",
  },
  "csv-quote-not-closed": {
    en: "The row that starts at {row} opens a double quote and never closes it.",
    "zh-cn": "从第 {row} 行开始的记录有一个未闭合的双引号。",
  },
  "csv-stray-quote": {
    en: 'Row {row} has a double quote in the middle of a cell. Put the cell in double quotes and write the inner one twice ("").',
    "zh-cn": '第 {row} 行的单元格中间有一个双引号。请用双引号括起整个单元格，并将内部的双引号写两次（""）。',
  },
  "csv-syntax": {
    en: "Row {row} cannot be read as CSV ({reason}).",
    "zh-cn": "第 {row} 行无法按 CSV 读取（{reason}）。",
  },
});
