import { defineMessages } from "../protocol/messages.ts";

/** Text of `init`. */
export const initMessages = defineMessages({
  "init-none": { en: "none", "zh-cn": "无" },
  "init-columns": {
    en: "Columns: question {prompt}, answer {answer}, id {id}, group {group}, time {time}.",
    "zh-cn": "各列：问题 {prompt}，答案 {answer}，标识 {id}，分组 {group}，时间 {time}。",
  },
  "init-written": {
    en: "Wrote {file} for {rows} rows. Look it over, then: deepextension run {file}",
    "zh-cn": "已为 {rows} 行数据写入 {file}。检查后即可运行：deepextension run {file}",
  },
});
