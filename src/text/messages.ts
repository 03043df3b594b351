import { defineMessages } from "../protocol/messages.ts";

/** Codes that belong to no folder in particular. */
export const generalMessages = defineMessages({
  "internal-error": {
    en: "Something went wrong inside DeepExtension: {detail}",
    "zh-cn": "DeepExtension 内部出错：{detail}",
  },
  cancelled: { en: "Cancelled.", "zh-cn": "已取消。" },
  "file-not-found": {
    en: "The file {file} does not exist.",
    "zh-cn": "文件 {file} 不存在。",
  },
  "file-unreadable": {
    en: "The file {file} cannot be read ({reason}).",
    "zh-cn": "无法读取文件 {file}（{reason}）。",
  },
});
