import { defineMessages, type Message } from "../protocol/messages.ts";

/** Which items a finding is about, as the beginning of a sentence. */
const places: Readonly<Record<string, Message>> = {
  value: { en: "Where `{column}` is {value}", "zh-cn": "`{column}` 为 {value} 时" },
  rest: { en: "On the less frequent values of `{column}`", "zh-cn": "在 `{column}` 较少见的取值上" },
  none: { en: "Where `{column}` has no value", "zh-cn": "`{column}` 没有值时" },
};

const ends: Readonly<Record<string, Message>> = {
  better: {
    en: "{b} scores {difference}{unit} more than {a} ({items} items; {confidence} % interval {low} to {high})",
    "zh-cn": "{b} 比 {a} 高 {difference}{unit}（{items} 条数据；{confidence}% 区间 {low} 至 {high}）",
  },
  worse: {
    en: "{b} scores {difference}{unit} less than {a} ({items} items; {confidence} % interval {low} to {high})",
    "zh-cn": "{b} 比 {a} 低 {difference}{unit}（{items} 条数据；{confidence}% 区间 {low} 至 {high}）",
  },
};

/** The three places times the two directions, in points or in the metric's own unit. */
function findings(): Record<string, Message> {
  const messages: Record<string, Message> = {};
  for (const [place, where] of Object.entries(places)) {
    for (const [direction, what] of Object.entries(ends)) {
      const text = (en: string, chinese: string): Message => ({
        en: `${where.en}, ${what.en.replace("{unit}", en)}.`,
        "zh-cn": `${where["zh-cn"]}，${what["zh-cn"].replace("{unit}", chinese)}。`,
      });
      messages[`slice-${place}-${direction}`] = text(" points", " 个百分点");
      messages[`slice-${place}-${direction}-plain`] = text("", "");
    }
  }
  return messages;
}

/** What stands out among slices of the data. */
export const sliceMessages = defineMessages({
  ...findings(),
  "slice-unknown": {
    en: 'No score has a slice `{column}`. There are: {known}. A run has those that its run file names in `evaluate.slices`; a score file tells them as `"slices": {"language": "zh"}`.',
    "zh-cn":
      '没有分数带有切片 `{column}`。现有：{known}。运行的切片是其运行文件 `evaluate.slices` 中列出的列；分数文件以 `"slices": {"language": "zh"}` 给出。',
  },
  "slices-none": {
    en: "No slice stands out among {family} comparisons. That does not prove that all slices are alike: few items see only large differences.",
    "zh-cn": "在 {family} 次比较中没有哪个切片显得突出。这并不证明各切片相同：数据少时只能看出很大的差异。",
  },
  "slices-as-whole": {
    en: "Where slices differ ({count} of {family} comparisons), they differ as the whole does, and by as much: no slice says something else.",
    "zh-cn": "在有差异的切片中（{family} 次比较中的 {count} 次），差异的方向和大小与整体相符：没有切片给出不同的结论。",
  },
  "slices-too-small": {
    en: "No slice has the {least} items that a comparison needs.",
    "zh-cn": "没有哪个切片达到比较所需的 {least} 条数据。",
  },
  "slices-more": { en: "{count} more differences stand in the table.", "zh-cn": "另有 {count} 处差异见表格。" },
});
