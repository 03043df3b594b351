import { defineMessages } from "../../protocol/messages.ts";

/** Text of what can go wrong while tokens are counted. */
export const countMessages = defineMessages({
  "count-timeout": {
    en: "The tokenizer gave no answer for {seconds} seconds. The machine may be out of memory, or the model's chat template may be very slow.",
    "zh-cn": "分词器 {seconds} 秒没有响应。可能是内存不足，或该模型的聊天模板过于缓慢。",
  },
});
