import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/sizing raises. */
export const sizingMessages = defineMessages({
  "architecture-unknown": {
    en: "No shape is known for {name}.[[ Near: {near}.]] Give `--params`, such as `--params 7B`, or the shape itself: `--layers`, `--hidden`, `--heads`, `--inner`, `--vocab`; or the path of a model file.",
    "zh-cn":
      "不知道 {name} 的结构。[[相近：{near}。]]请给出 `--params`（如 `--params 7B`），或结构本身：`--layers`、`--hidden`、`--heads`、`--inner`、`--vocab`；或给出模型文件的路径。",
  },
  "shape-missing": {
    en: "Of which model? Give `--model`, `--arch` or `--params`.",
    "zh-cn": "是哪个模型？请给出 `--model`、`--arch` 或 `--params`。",
  },
  "shape-incomplete": {
    en: "A shape that begins with `--layers` also needs {missing}.",
    "zh-cn": "给出了 `--layers` 的结构还需要 {missing}。",
  },
  "precision-unknown": {
    en: "{name} is no precision that is known.[[ Did you mean {near}?]] Known: {known}, and llama.cpp's names such as q4_k_m.",
    "zh-cn": "{name} 不是已知的精度。[[是否想写 {near}？]]已知：{known}，以及 llama.cpp 的名称（如 q4_k_m）。",
  },
  "targets-unknown": {
    en: "{names} name no projection. Known: all-linear, q, k, v, o, gate, up, down, head, mlp, embeddings, joined by `+`.",
    "zh-cn":
      "{names} 不是投影的名称。可用：all-linear、q、k、v、o、gate、up、down、head、mlp、embeddings，用 `+` 连接。",
  },
  "device-unknown": {
    en: "{name} is not in the table of devices. Near: {near}. `--memory`, `--bandwidth` and `--tflops` describe another one.",
    "zh-cn": "设备表中没有 {name}。相近：{near}。可用 `--memory`、`--bandwidth` 和 `--tflops` 描述其他设备。",
  },
  "cache-type-unknown": {
    en: "{name} is no type of the cache. Known: {known}; keys and values apart: q8_0/f16.",
    "zh-cn": "{name} 不是缓存的类型。可用：{known}；键和值分别指定：q8_0/f16。",
  },
  "estimate-number-wrong": {
    en: "{name} must be a number above 0; {value} is not.",
    "zh-cn": "{name} 必须是大于 0 的数；{value} 不是。",
  },
  "prices-wrong": {
    en: "The table of prices {file} cannot be used: {reason}. `deepextension estimate --help` shows its form.",
    "zh-cn": "价格表 {file} 无法使用：{reason}。`deepextension estimate --help` 说明其格式。",
  },
  "runtime-wrong": {
    en: "{runtime} does not {method}. For that: {known}.",
    "zh-cn": "{runtime} 不能用于 {method}。可用：{known}。",
  },
});
