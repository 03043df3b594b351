import { defineMessages } from "../protocol/messages.ts";

/** Text of the commands about runs that exist. */
export const runCommandMessages = defineMessages({
  "tag-missing": {
    en: "Say which tags: `--add TAG` or `--remove TAG`.",
    "zh-cn": "请指定标签：`--add TAG` 或 `--remove TAG`。",
  },
  "set-not-valid": {
    en: "`--set {change}` lacks its value: `--set train.learning_rate=1e-3`.",
    "zh-cn": "`--set {change}` 缺少值：`--set train.learning_rate=1e-3`。",
  },
  "delete-needs-yes": {
    en: "Nobody can be asked here. `--yes` deletes, `--dry-run` shows what would go.",
    "zh-cn": "此处无法询问。`--yes` 表示删除，`--dry-run` 显示将删除的内容。",
  },
  archived: { en: "archived", "zh-cn": "已归档" },
  tags: { en: "tags", "zh-cn": "标签" },
  "run-copied": {
    en: "Wrote {file}. Run it with `deepextension run {file}`.",
    "zh-cn": "已写入 {file}。用 `deepextension run {file}` 运行。",
  },
  "delete-frees": {
    en: "{run}: frees {bytes} with {artifacts} artifacts that nothing else needs.",
    "zh-cn": "{run}：连同 {artifacts} 个无人需要的产物，可释放 {bytes}。",
  },
  "delete-keeps": {
    en: "  {kept} of its artifacts stay: {runs} other runs use them, {released} belong to a release.",
    "zh-cn": "  其中 {kept} 个产物会保留：{runs} 个其他运行在使用，{released} 个属于发布。",
  },
  "delete-question": { en: "Delete? [y/N] ", "zh-cn": "删除？[y/N] " },
  "nothing-deleted": { en: "Nothing was deleted.", "zh-cn": "没有删除。" },
  "run-deleted": {
    en: "Deleted {run}. `deepextension restore {run}` brings it back, until `gc --yes`.",
    "zh-cn": "已删除 {run}。在 `gc --yes` 之前可用 `deepextension restore {run}` 恢复。",
  },
  "run-restored": { en: "Restored {run}.", "zh-cn": "已恢复 {run}。" },
  "trash-empty": { en: "The trash is empty.", "zh-cn": "回收站为空。" },
  "garbage-none": { en: "Everything in the store is needed.", "zh-cn": "存储中的内容都有用。" },
  "garbage-found": {
    en: "{bytes} could be freed: `deepextension gc --yes`.",
    "zh-cn": "可释放 {bytes}：`deepextension gc --yes`。",
  },
  "garbage-removed": { en: "Freed {bytes}.", "zh-cn": "已释放 {bytes}。" },
  "garbage-artifact": { en: "artifact", "zh-cn": "产物" },
  "garbage-unfinished": { en: "unfinished", "zh-cn": "未完成" },
  "garbage-damaged": { en: "damaged", "zh-cn": "已损坏" },
  "garbage-data": { en: "data", "zh-cn": "数据" },
  "garbage-trash": { en: "deleted run", "zh-cn": "已删除的运行" },
  "garbage-metrics": { en: "curves of a run that is gone", "zh-cn": "已不存在的运行的曲线" },
  "metrics-none": {
    en: "This run has measured nothing step by step: its training was reused, or it has none.",
    "zh-cn": "此运行没有逐步指标：训练为复用，或没有训练。",
  },
  metric: { en: "metric", "zh-cn": "指标" },
  values: { en: "values", "zh-cn": "个数" },
  first: { en: "first", "zh-cn": "首个" },
  last: { en: "last", "zh-cn": "末个" },
  lowest: { en: "lowest", "zh-cn": "最低" },
  highest: { en: "highest", "zh-cn": "最高" },
  validation: { en: "validation", "zh-cn": "验证" },
  "list-archived-hint": {
    en: "{count} archived runs are not shown; `list --archived` shows them.",
    "zh-cn": "{count} 个已归档的运行未显示；`list --archived` 可显示。",
  },
});
