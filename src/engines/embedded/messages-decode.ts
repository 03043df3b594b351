import { defineMessages } from "../../protocol/messages.ts";

/** Text of the codes of the decoder: loading models, computing batches, holding answers to grammars. */
export const decodeMessages = defineMessages({
  "model-load-failed": {
    en: "llama.cpp can't load the model {file}[[: {reason}]]. The file may be damaged or of an architecture that this release does not know.",
    "zh-cn": "llama.cpp 无法加载模型 {file}[[：{reason}]]。文件可能已损坏，或其架构不受此版本支持。",
  },
  "adapter-load-failed": {
    en: "llama.cpp can't load the adapter {file}[[: {reason}]]. It may have been made for another base model.",
    "zh-cn": "llama.cpp 无法加载适配器 {file}[[：{reason}]]。它可能是为其他基础模型制作的。",
  },
  "context-failed": {
    en: "There is no memory for {sequences} sequences of {length} tokens side by side[[: {reason}]]. Use fewer slots or a lower `evaluate.decode.max_tokens`.",
    "zh-cn":
      "内存不足以并行处理 {sequences} 个各含 {length} 个 token 的序列[[：{reason}]]。请减少 slots，或降低 `evaluate.decode.max_tokens`。",
  },
  "decode-failed": {
    en: "llama.cpp could not compute a batch (code {status})[[: {reason}]]. The stage's log has more; what is finished is kept.",
    "zh-cn":
      "llama.cpp 无法完成一个批次的计算（代码 {status}）[[：{reason}]]。详情见该阶段的日志；已完成的部分均已保留。",
  },
  "sequence-too-long": {
    en: "A prompt and its answer may need {tokens} tokens; there is room for {room}. Shorten the prompt or lower `max_tokens`.",
    "zh-cn": "提示与答案可能需要 {tokens} 个 token，而可用空间为 {room}。请缩短提示，或降低 `max_tokens`。",
  },
  "grammar-refused": {
    en: "llama.cpp can't read the grammar that answers are to be held to. It begins: {grammar}",
    "zh-cn": "llama.cpp 无法解析用于约束答案的语法。其开头为：{grammar}",
  },

  // Divergence
  "divergence-reference-unreadable": {
    en: "The reference's predictions in {file} end too early or are damaged. Delete the run's artifact and run again.",
    "zh-cn": "{file} 中参考模型的预测不完整或已损坏。请删除该运行的产物后重新运行。",
  },
  "divergence-without-answers": {
    en: "No test row has an expected answer, so there is nothing whose prediction could be measured. Set `data.answer`, or leave `evaluate.divergence` out.",
    "zh-cn": "测试数据中没有任何预期答案，无法测量对其的预测。请设置 `data.answer`，或去掉 `evaluate.divergence`。",
  },
  "divergence-tokens-differ": {
    en: "Item {id} has other tokens for this model than for the reference: their vocabularies or chat templates differ, so their predictions can't be compared.",
    "zh-cn": "数据项 {id} 在此模型与参考模型中的 token 不同：两者的词表或聊天模板不一致，无法比较其预测。",
  },
});
