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
  "artifact-not-there": {
    en: "Run {run} has no artifact of a stage `{stage}`.[[ It has: {known}.]]",
    "zh-cn": "运行 {run} 没有阶段 `{stage}` 的产物。[[现有：{known}。]]",
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
  "run-already-running": {
    en: "Run {run} is doing exactly this already. `deepextension logs {run} -f` follows it.",
    "zh-cn": "运行 {run} 正在执行完全相同的内容。可用 `deepextension logs {run} -f` 跟踪。",
  },
  "run-not-queued": {
    en: "The run {run} does not wait for its turn, so it has no place to change. `deepextension queue` shows who waits.",
    "zh-cn": "运行 {run} 未在排队，无法调整位置。可用 `deepextension queue` 查看队列。",
  },
  "run-is-live": {
    en: "The run {run} is going on. Stop it first, or follow it with `deepextension logs {run} -f`.",
    "zh-cn": "运行 {run} 仍在进行。请先停止它，或用 `deepextension logs {run} -f` 跟踪。",
  },
  "run-is-over": {
    en: "The run {run} has succeeded: there is nothing left to go on with. Run its file to do it again; what has not changed is reused.",
    "zh-cn": "运行 {run} 已成功完成，没有可继续的内容。可再次执行其运行文件；未改变的部分会复用。",
  },
  "resume-changed": {
    en: "The run {run} can't go on: what these stages are made from has changed since it began ({stages}), such as the data, the base model or the engine. `deepextension run {file}` makes a new run of what is there now; stages that have not changed are reused.",
    "zh-cn":
      "运行 {run} 无法继续：以下阶段的来源自其开始后已改变（{stages}），例如数据、基础模型或引擎。`deepextension run {file}` 会按现状新建一次运行；未改变的阶段会复用。",
  },
  "store-read-only": {
    en: "The store {folder} can't be written ({reason}). It can be read. Make the folder writable, or pass another one with `--workspace DIR`.",
    "zh-cn":
      "存储 {folder} 无法写入（{reason}），只能读取。请将该文件夹设为可写，或用 `--workspace DIR` 指定其他文件夹。",
  },
  "store-newer": {
    en: "The store {folder} was written by a newer version of this program (store version {version}, this one knows {known}). It can be read, not changed: update, or use another workspace.",
    "zh-cn":
      "存储 {folder} 由较新版本的程序写入（存储版本 {version}，当前程序支持 {known}）。只能读取，不能更改：请更新程序，或使用其他工作区。",
  },
  "supervisor-not-started": {
    en: "The process that was to own the run ended before the run began ({reason}). Its output is in {log}.",
    "zh-cn": "负责此运行的进程在运行开始前就结束了（{reason}）。其输出在 {log}。",
  },
  "budget-hours-reached": {
    en: "The budget of {limit} hours is used up, so the run was stopped. Finished stages and the last checkpoint are kept; `resume` goes on.",
    "zh-cn": "已用完 {limit} 小时的预算，运行已停止。已完成的阶段和最后的检查点会保留；可用 `resume` 继续。",
  },
  "budget-cost-reached": {
    en: "The budget of {limit} is spent, so the run was stopped. Finished stages and the last checkpoint are kept; `resume` goes on.",
    "zh-cn": "已用完 {limit} 的费用预算，运行已停止。已完成的阶段和最后的检查点会保留；可用 `resume` 继续。",
  },
  "alarm-no-step": {
    en: "No optimizer step for {seconds} s; a step takes {median} s as a rule. The process lives, so wait, or stop the run: a checkpoint is kept.",
    "zh-cn": "已有 {seconds} 秒没有优化步；通常一步需 {median} 秒。进程仍在运行，可等待，或停止运行：检查点会保留。",
  },
  "alarm-not-a-number": {
    en: "Loss or gradient of step {step} is not a finite number. A lower learning rate usually helps.",
    "zh-cn": "第 {step} 步的损失或梯度不是有限数。通常降低学习率会有帮助。",
  },
  "alarm-loss-diverged": {
    en: "The loss has run away: {loss} over the last steps, and {lowest} at its lowest. A lower learning rate or a longer warmup usually helps.",
    "zh-cn": "损失已发散：最近若干步为 {loss}，最低曾为 {lowest}。通常降低学习率或延长预热会有帮助。",
  },
  "alarm-disk-full": {
    en: "The disk is nearly full: {needed} are needed and {free} are free. The run waits and goes on by itself when there is room.",
    "zh-cn": "磁盘空间即将用尽：需要 {needed}，剩余 {free}。运行已暂停，有足够空间后会自动继续。",
  },
  "alarm-log-waits": {
    en: "The run's log could not be written for a while, since the disk was full. Nothing of it is lost.",
    "zh-cn": "由于磁盘已满，运行日志一度无法写入。内容没有丢失。",
  },
  "alarm-memory": {
    en: "The stage uses {used} of memory, and {estimate} were expected.",
    "zh-cn": "此阶段占用 {used} 内存，预计为 {estimate}。",
  },
  "alarm-budget-hours": {
    en: "The budget of {hours} hours is used up.",
    "zh-cn": "已用完 {hours} 小时的预算。",
  },
  "alarm-budget-cost": {
    en: "The budget of {amount} {currency} is spent.",
    "zh-cn": "已用完 {amount} {currency} 的费用预算。",
  },
  "alarm-no-queue": {
    en: "The queue of runs can't be kept ({reason}), so this run started without waiting for others.",
    "zh-cn": "无法维护运行队列（{reason}），此运行未等待其他运行即已开始。",
  },
  "run-file-not-valid": {
    en: "{file} has errors: it was changed while the run was being started. `deepextension check {file}` lists them.",
    "zh-cn": "{file} 有错误：它在运行启动时被修改了。可用 `deepextension check {file}` 列出。",
  },
});
