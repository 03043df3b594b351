import { defineMessages } from "../protocol/messages.ts";

/** Text of the codes that src/runs raises. */
export const runsMessages = defineMessages({
  "run-not-found": {
    en: "There is no run {run} in this workspace. `deepextension list` shows them.",
    "zh-cn": "此工作区中没有运行 {run}。可用 `deepextension list` 查看。",
  },
  "run-ambiguous": {
    en: "{matches} runs begin with {run}; write more of the id.",
    "zh-cn": "有 {matches} 个运行以 {run} 开头；请写出更多字符。",
  },
  "run-without-verdict": {
    en: "The run {run} ({state}) has no verdict: it did not come to its comparison.",
    "zh-cn": "运行 {run}（{state}）没有结论：它尚未进行到比较阶段。",
  },
  "run-log-failed": {
    en: "The run's log could not be written ({reason}), so the run was stopped. Finished stages are kept.",
    "zh-cn": "无法写入运行日志（{reason}），运行已停止。已完成的阶段会保留。",
  },
  "input-changed": {
    en: "{file} changed while it was being used. Run again; finished stages are kept.",
    "zh-cn": "{file} 在使用期间被修改。请重新运行；已完成的阶段会保留。",
  },
  "waiting-for-run": {
    en: "Run {run} is making the same artifact; waiting for it.",
    "zh-cn": "运行 {run} 正在生成同一产物；等待其完成。",
  },
  "artifact-damaged": {
    en: "An earlier result was damaged ({reason}). It was moved to {folder} and is made again.",
    "zh-cn": "先前的结果已损坏（{reason}）。已移至 {folder}，将重新生成。",
  },
  "engine-not-available": {
    en: "`{method}` with adapter `{adapter}` needs the {engine} engine, which this version cannot run yet. `method: sft` with `adapter.type: lora` runs here.",
    "zh-cn":
      "`{method}`（适配器 `{adapter}`）需要 {engine} 引擎，此版本尚不能运行。`method: sft` 与 `adapter.type: lora` 可在此运行。",
  },
  "target-not-available": {
    en: "The target `{target}` is not this machine; this version runs `target: local` only.",
    "zh-cn": "目标 `{target}` 不是本机；此版本只能运行 `target: local`。",
  },
  "data-stays": {
    en: "`data.stays: true` keeps every row on this machine, and the target `{target}` is not this machine. Use `target: local`, or write `stays: false` if the rows may leave.",
    "zh-cn":
      "`data.stays: true` 表示所有数据行都留在本机，而目标 `{target}` 不是本机。请使用 `target: local`；若允许数据离开，请写 `stays: false`。",
  },
  "disk-too-small": {
    en: "The run needs about {needed} of disk and {free} are free in {folder}. Free some space or quantize to fewer types.",
    "zh-cn": "此运行约需 {needed} 磁盘空间，而 {folder} 中只剩 {free}。请清理空间或减少量化类型。",
  },
  "memory-too-small": {
    en: "The stage {stage} needs about {needed} of memory; this machine has {total}.",
    "zh-cn": "阶段 {stage} 约需 {needed} 内存；本机共有 {total}。",
  },
  "run-still-running": {
    en: "Run {run} is still going. Stop it first: `deepextension stop {run}`.",
    "zh-cn": "运行 {run} 仍在进行。请先停止：`deepextension stop {run}`。",
  },
  "needs-unknown": {
    en: "What run {run} needs can't be read ({reason}), so nothing that it may need is removed. Delete that run first.",
    "zh-cn": "无法读取运行 {run} 所需的内容（{reason}），因此不会移除任何可能需要的内容。请先删除该运行。",
  },
  "run-not-in-trash": {
    en: "Run {run} is not in the trash. `deepextension restore` without a run shows what is.",
    "zh-cn": "回收站中没有运行 {run}。不带参数的 `deepextension restore` 可查看其中内容。",
  },
  "run-there-again": {
    en: "There is a run {run} in the store already; the deleted one was left in the trash.",
    "zh-cn": "存储中已有运行 {run}；已删除的那个仍保留在回收站中。",
  },
  "tag-not-valid": {
    en: "`{tag}` can't be a tag: a tag is one word without commas.",
    "zh-cn": "`{tag}` 不能作为标签：标签是一个不含逗号和空格的词。",
  },
  "annotation-too-long": {
    en: "The {what} has {length} characters; {most} are the most.",
    "zh-cn": "{what} 有 {length} 个字符；最多 {most} 个。",
  },
  "run-file-gone": {
    en: "The copy of the run file that run {run} used is gone, so it can't be copied.",
    "zh-cn": "运行 {run} 所用的运行文件副本已不存在，无法复制。",
  },
  "file-exists": {
    en: "{file} exists already. Choose another name with `--output`.",
    "zh-cn": "{file} 已存在。请用 `--output` 指定其他名称。",
  },
  "change-not-valid": {
    en: "`{change}` is no change that can be made. Write a path of the run file and a value: `train.learning_rate=1e-3`.",
    "zh-cn": "`{change}` 不是有效的更改。请写运行文件的路径和值：`train.learning_rate=1e-3`。",
  },
  "index-in-memory": {
    en: "This program's Node has no `node:sqlite`, so the index of runs is kept in memory and made again each time.",
    "zh-cn": "此程序的 Node 没有 `node:sqlite`，运行索引只保存在内存中，每次重新生成。",
  },
  "index-newer": {
    en: "The index of runs was written by a newer version of DeepExtension. It is left as it is; runs are read from their logs.",
    "zh-cn": "运行索引由更新版本的 DeepExtension 写入，保持不变；运行直接从日志读取。",
  },
  "index-not-writable": {
    en: "The index of runs can't be written; runs are read from their logs each time.",
    "zh-cn": "无法写入运行索引；每次直接从日志读取运行。",
  },
});
