import { defineMessages, fill, type Language, type Params } from "../protocol/messages.ts";
import { textOf } from "../text/text.ts";
import { estimateMessages } from "./estimate/messages.ts";
import { initMessages } from "./messages-init.ts";
import { runCommandMessages } from "./messages-runs.ts";

/** Text of the command line itself. */
export const cliMessages = defineMessages({
  ...runCommandMessages,
  ...initMessages,
  ...estimateMessages,
  "command-unknown": {
    en: "There is no command `{command}`.[[ Did you mean `{near}`?]] `deepextension --help` lists them.",
    "zh-cn": "没有命令 `{command}`。[[是否想写 `{near}`？]]`deepextension --help` 列出所有命令。",
  },
  "option-unknown": {
    en: "There is no option `{option}`.[[ Did you mean `{near}`?]]",
    "zh-cn": "没有选项 `{option}`。[[是否想写 `{near}`？]]",
  },
  "option-takes-no-value": { en: "`{option}` takes no value.", "zh-cn": "`{option}` 不带值。" },
  "option-needs-value": {
    en: "`{option}` needs a value: `{option} {value}`.",
    "zh-cn": "`{option}` 需要一个值：`{option} {value}`。",
  },
  "option-not-choice": {
    en: "`{option}` can't be `{value}`.[[ Did you mean `{near}`?]] Accepted: {choices}.",
    "zh-cn": "`{option}` 不能是 `{value}`。[[是否想写 `{near}`？]]可选：{choices}。",
  },
  "option-not-number": {
    en: "`{option}` must be a number above {above} and below {below}; `{value}` is not.",
    "zh-cn": "`{option}` 必须是大于 {above} 且小于 {below} 的数；`{value}` 不是。",
  },
  "operand-missing": {
    en: "`deepextension {command}` needs {operands}.",
    "zh-cn": "`deepextension {command}` 需要 {operands}。",
  },
  "operand-extra": {
    en: "`deepextension {command}` takes no further argument: `{operand}`.",
    "zh-cn": "`deepextension {command}` 不接受更多参数：`{operand}`。",
  },
  "internal-hint": {
    en: "This is a mistake in DeepExtension. Set DEEPEXTENSION_DEBUG=1 to see where it happened.",
    "zh-cn": "这是 DeepExtension 的错误。设置 DEEPEXTENSION_DEBUG=1 可查看出错位置。",
  },
  "help-hint": {
    en: "`deepextension {command} --help` shows how it is used.",
    "zh-cn": "`deepextension {command} --help` 显示用法。",
  },
  "file-not-written": {
    en: "{file} could not be written ({reason}).",
    "zh-cn": "无法写入 {file}（{reason}）。",
  },
  usage: { en: "Usage", "zh-cn": "用法" },
  commands: { en: "Commands", "zh-cn": "命令" },
  options: { en: "Options", "zh-cn": "选项" },
  examples: { en: "Examples", "zh-cn": "示例" },
  about: {
    en: "Finds, proves and ships the smallest language model that is good enough.",
    "zh-cn": "找出、证明并交付足够好的最小语言模型。",
  },
  "exit-codes": {
    en: "Exit codes: 0 fine, 1 the check or run failed, 2 wrong usage, 130 cancelled.",
    "zh-cn": "退出码：0 正常，1 检查或运行失败，2 用法错误，130 已取消。",
  },
  accepted: { en: "accepted: {choices}", "zh-cn": "可选：{choices}" },
  error: { en: "error", "zh-cn": "错误" },
  warning: { en: "warning", "zh-cn": "警告" },
  info: { en: "note", "zh-cn": "提示" },
  fix: { en: "fix", "zh-cn": "修复" },
  "row-column": { en: "row {row}[[, column {column}]]", "zh-cn": "第 {row} 行[[，列 {column}]]" },
  "check-fine": { en: "Nothing is wrong (files checked: {files}).", "zh-cn": "已检查 {files} 个文件，没有问题。" },
  "check-counts": { en: "errors: {errors}, warnings: {warnings}", "zh-cn": "错误：{errors}，警告：{warnings}" },
  unknown: { en: "not known", "zh-cn": "未知" },
  nothing: { en: "nothing", "zh-cn": "无" },
  about_value: { en: "about {value}", "zh-cn": "约 {value}" },
  stage: { en: "stage", "zh-cn": "阶段" },
  reused: { en: "reused from", "zh-cn": "复用自" },
  time: { en: "time", "zh-cn": "时间" },
  memory: { en: "memory", "zh-cn": "内存" },
  disk: { en: "disk", "zh-cn": "磁盘" },
  total: { en: "total", "zh-cn": "合计" },
  "plan-of": { en: "Plan of {name}", "zh-cn": "{name} 的计划" },
  "plan-items": {
    en: "Items: {train} to train on, {validation} for validation, {test} for the test.",
    "zh-cn": "条目：训练 {train}，验证 {validation}，测试 {test}。",
  },
  "plan-download": { en: "To download: {value}", "zh-cn": "需下载：{value}" },
  "plan-leaves": { en: "Leaves this machine: {value}", "zh-cn": "离开本机的数据：{value}" },
  "plan-cost": { en: "Costs at most about {value}", "zh-cn": "费用至多约 {value}" },
  "plan-detectable": {
    en: "With {items} test items, differences of about {points} points can be told from chance.",
    "zh-cn": "有 {items} 个测试条目时，约 {points} 个百分点的差异可与偶然区分。",
  },
  "plan-estimates": {
    en: "Times, memory and disk are estimates. What is reused costs nothing and is not in the total.",
    "zh-cn": "时间、内存和磁盘为估计值。复用的部分没有开销，不计入合计。",
  },
  "sheet-title": { en: "{name} will need:", "zh-cn": "{name} 将需要：" },
  "sheet-time": { en: "time       {value}", "zh-cn": "时间        {value}" },
  "sheet-memory": { en: "memory     {value}", "zh-cn": "内存        {value}" },
  "sheet-disk": { en: "disk       {value}", "zh-cn": "磁盘        {value}" },
  "sheet-download": { en: "download   {value}", "zh-cn": "下载        {value}" },
  "sheet-leaves": { en: "leaves this machine: {value}", "zh-cn": "离开本机的数据：{value}" },
  "sheet-cost": { en: "costs      {value}", "zh-cn": "费用        {value}" },
  "sheet-reused": { en: "{reused} of {stages} stages are reused.", "zh-cn": "{stages} 个阶段中有 {reused} 个被复用。" },
  "sheet-question": { en: "Run it? [Y/n] ", "zh-cn": "开始运行？[Y/n] " },
  "run-not-started": { en: "Nothing was run.", "zh-cn": "没有运行。" },
  "run-id": { en: "Run {run}", "zh-cn": "运行 {run}" },
  "download-from": { en: "From {source}", "zh-cn": "来源：{source}" },
  downloading: { en: "fetching {model}", "zh-cn": "获取 {model}" },
  "seconds-left": { en: "{time} left", "zh-cn": "剩余 {time}" },
  "stage-reused": { en: "reused from run {run}", "zh-cn": "复用自运行 {run}" },
  "run-over": { en: "Finished in {time}.", "zh-cn": "已完成，用时 {time}。" },
  "run-over-reused": {
    en: "Finished in {time}; all {stages} stages were reused.",
    "zh-cn": "已完成，用时 {time}；全部 {stages} 个阶段均为复用。",
  },
  "run-failed": {
    en: "Failed after {time}. Finished stages are kept.",
    "zh-cn": "{time} 后失败。已完成的阶段会保留。",
  },
  "run-cancelled": {
    en: "Cancelled after {time}. Finished stages and checkpoints are kept; run it again to go on.",
    "zh-cn": "{time} 后取消。已完成的阶段和检查点会保留；再次运行即可继续。",
  },
  "run-report-hint": {
    en: "`deepextension report {run} -o report.html` writes the report.",
    "zh-cn": "`deepextension report {run} -o report.html` 生成报告。",
  },
  "run-attached": {
    en: "Run {run} is doing exactly this already; following it. Ctrl-C leaves it running.",
    "zh-cn": "运行 {run} 正在执行完全相同的内容；正在跟踪。按 Ctrl-C 只会停止跟踪。",
  },
  "run-already": {
    en: "Run {run} is doing exactly this already. `deepextension logs {run} -f` follows it.",
    "zh-cn": "运行 {run} 正在执行完全相同的内容。可用 `deepextension logs {run} -f` 跟踪。",
  },
  "run-detached": {
    en: "Run {run} goes on by itself. `deepextension logs {run} -f` follows it, `deepextension stop {run}` stops it.",
    "zh-cn": "运行 {run} 已在后台进行。可用 `deepextension logs {run} -f` 跟踪，用 `deepextension stop {run}` 停止。",
  },
  "run-interrupted": {
    en: "The process of run {run} is gone without an end of its log. `deepextension resume {run}` goes on.",
    "zh-cn": "运行 {run} 的进程已消失，日志没有结尾。可用 `deepextension resume {run}` 继续。",
  },
  "stop-stopped": {
    en: "Run {run} is stopped. Finished stages are kept.",
    "zh-cn": "运行 {run} 已停止。已完成的阶段会保留。",
  },
  "stop-killed": {
    en: "Run {run} did not answer and was ended by force. Finished stages and the last checkpoint are kept.",
    "zh-cn": "运行 {run} 没有响应，已强制结束。已完成的阶段和最后的检查点会保留。",
  },
  "stop-not-running": { en: "Run {run} is not going on.", "zh-cn": "运行 {run} 未在进行。" },
  "stop-unreachable": {
    en: "Run {run} does not answer, and its process can't be recognised for certain, so nothing was signalled. The request stays in its folder.",
    "zh-cn": "运行 {run} 没有响应，且无法确认其进程，因此未发送信号。停止请求保留在其文件夹中。",
  },
  "stop-waiting": {
    en: "Run {run} was asked to stop; waiting for its end …",
    "zh-cn": "已请求停止运行 {run}；等待其结束……",
  },
  "stop-forcing": {
    en: "Run {run} does not answer; ending its processes …",
    "zh-cn": "运行 {run} 没有响应；正在结束其进程……",
  },
  "queue-empty": { en: "No run is going on or waiting on this machine.", "zh-cn": "本机没有进行中或等待中的运行。" },
  "queue-position": { en: "place", "zh-cn": "位置" },
  workspace: { en: "workspace", "zh-cn": "工作区" },
  "queue-move-unknown": {
    en: "A place is changed by `up`, `down` or `first`, and not by `{move}`.",
    "zh-cn": "调整位置请用 `up`、`down` 或 `first`，而不是 `{move}`。",
  },
  "queue-place": {
    en: "waiting for {device}, place {position}",
    "zh-cn": "等待 {device}，第 {position} 位",
  },
  stopping: { en: "Stopping … (once more to end at once)", "zh-cn": "正在停止……（再按一次立即结束）" },
  "list-empty": { en: "There are no runs in {folder}.", "zh-cn": "{folder} 中没有运行。" },
  run: { en: "run", "zh-cn": "运行" },
  name: { en: "name", "zh-cn": "名称" },
  state: { en: "state", "zh-cn": "状态" },
  started: { en: "started", "zh-cn": "开始时间" },
  verdict: { en: "verdict", "zh-cn": "结论" },
  "run-damaged": { en: "The log of run {run} can't be read: {reason}", "zh-cn": "无法读取运行 {run} 的日志：{reason}" },
  queued: { en: "queued", "zh-cn": "排队中" },
  running: { en: "running", "zh-cn": "运行中" },
  succeeded: { en: "succeeded", "zh-cn": "成功" },
  failed: { en: "failed", "zh-cn": "失败" },
  cancelled: { en: "cancelled", "zh-cn": "已取消" },
  interrupted: { en: "interrupted", "zh-cn": "已中断" },
  waiting: { en: "waiting", "zh-cn": "等待中" },
  finished: { en: "finished", "zh-cn": "已完成" },
  "state-reused": { en: "reused", "zh-cn": "复用" },
  file: { en: "file", "zh-cn": "文件" },
  machine: { en: "machine", "zh-cn": "机器" },
  threads: { en: "{threads} threads", "zh-cn": "{threads} 线程" },
  "skipped-events": {
    en: "{count} lines of the log are damaged or of a newer version, and were left out.",
    "zh-cn": "日志中有 {count} 行已损坏或来自较新版本，已跳过。",
  },
  size: { en: "size", "zh-cn": "大小" },
  "report-verified": {
    en: "Verified: the stored answers give the stored scores and verdict of {run}.",
    "zh-cn": "已核实：由存储的回答可得出 {run} 存储的得分和结论。",
  },
  "report-not-verified": {
    en: "Not verified: what is stored of {run} is not what its answers give, or was changed.",
    "zh-cn": "未通过核实：{run} 存储的内容与其回答不符，或已被更改。",
  },
  "report-written": { en: "Wrote {file}.", "zh-cn": "已写入 {file}。" },
  id: { en: "id", "zh-cn": "id" },
  parameters: { en: "parameters", "zh-cn": "参数量" },
  quantization: { en: "quantization", "zh-cn": "量化" },
  place: { en: "where", "zh-cn": "位置" },
  "fetched-on-use": { en: "fetched on first use", "zh-cn": "首次使用时获取" },
  "model-added": { en: "Added. A run file names it: model: {id}", "zh-cn": "已添加。在运行文件中写作：model: {id}" },
  "model-removed": { en: "Removed {id}.[[ {freed} are free again.]]", "zh-cn": "已移除 {id}。[[释放了 {freed}。]]" },
  "model-verified": { en: "{id} is what it was: sha256 {sha256}", "zh-cn": "{id} 内容完好：sha256 {sha256}" },
  "model-changed": {
    en: "{id} has changed: sha256 {sha256} in place of {expected} ({path})",
    "zh-cn": "{id} 已改变：sha256 为 {sha256}，应为 {expected}（{path}）",
  },
  "model-fetched": { en: "{id} is here: {path}", "zh-cn": "{id} 已就绪：{path}" },
});
export type CliCode = keyof typeof cliMessages;

/** A text of this folder, or of those below it. */
export function say(code: CliCode, params: Params = {}, language: Language = "en"): string {
  return fill(cliMessages[code][language], params);
}

/** The text of any code, this folder's first. */
export function sayAny(code: string, params: Params, language: Language): string {
  return Object.hasOwn(cliMessages, code) ? say(code as CliCode, params, language) : textOf(code, params, language);
}
