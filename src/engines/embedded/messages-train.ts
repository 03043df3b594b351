import { defineMessages } from "../../protocol/messages.ts";

/** Text of the codes that training raises or notes. */
export const trainMessages = defineMessages({
  "cannot-train-architecture": {
    en: 'The embedded engine does not train models of the architecture "{architecture}" yet; it trains "llama". Use another base model, or engine: python.',
    "zh-cn":
      "内置引擎尚不支持训练架构为 “{architecture}” 的模型，目前支持 “llama”。请换用其他基础模型，或使用 engine: python。",
  },
  "cannot-train-feature": {
    en: "The embedded engine does not train models with {feature}. Use another base model, or engine: python.",
    "zh-cn": "内置引擎不支持训练带有 {feature} 的模型。请换用其他基础模型，或使用 engine: python。",
  },
  "cannot-train-tensor": {
    en: "The embedded engine can't train this model: tensor {tensor} ({reason}). It trains on tensors of type F32, F16, BF16 and Q8_0 that belong to its architecture.",
    "zh-cn":
      "内置引擎无法训练此模型：张量 {tensor}（{reason}）。支持的张量类型为 F32、F16、BF16 和 Q8_0，且须属于其架构。",
  },
  "cannot-train-metadata": {
    en: "The model's file does not say {key} as one number, so it can't be trained. Convert the model again with a current converter.",
    "zh-cn": "模型文件中的 {key} 缺失或不是单个数字，因此无法训练。请用最新的转换工具重新转换该模型。",
  },
  "cannot-train-method": {
    en: "The embedded engine trains by sft, not by {method}. Use method: sft, or engine: python.",
    "zh-cn": "内置引擎只支持 sft，不支持 {method}。请使用 method: sft，或 engine: python。",
  },
  "cannot-train-adapter": {
    en: "The embedded engine trains LoRA adapters, not {adapter}. Use adapter.type: lora, or engine: python.",
    "zh-cn": "内置引擎只训练 LoRA 适配器，不支持 {adapter}。请使用 adapter.type: lora，或 engine: python。",
  },
  "cannot-train-target": {
    en: "{target} is not a projection that can get an adapter: attn_q, attn_k, attn_v, attn_output, ffn_gate, ffn_up and ffn_down can.",
    "zh-cn": "{target} 不能添加适配器；可选项为 attn_q、attn_k、attn_v、attn_output、ffn_gate、ffn_up 和 ffn_down。",
  },
  "no-training-rows": {
    en: "There are no rows to train on. Check data.train, and what too_long: drop has left out.",
    "zh-cn": "没有可用于训练的数据行。请检查 data.train，以及 too_long: drop 是否丢弃了所有行。",
  },
  "row-without-answer": {
    en: "Row {row} has no answer to learn: all of its tokens belong to the prompt. Give it an answer, or leave it out.",
    "zh-cn": "数据行 {row} 没有可学习的答案：其所有词元都属于提示。请补充答案或移除该行。",
  },
  "row-longer-than-context": {
    en: "Row {row} has {tokens} tokens, more than the {context} the model was made for. Lower max_length, with too_long: drop or truncate.",
    "zh-cn":
      "数据行 {row} 有 {tokens} 个词元，超过模型的上下文长度 {context}。请减小 max_length，并设置 too_long: drop 或 truncate。",
  },
  "token-outside-vocabulary": {
    en: "Row {row} has token {token}, but the model's embedding ends at {vocabulary}: its tokenizer and its weights do not belong together. Get the model again.",
    "zh-cn": "数据行 {row} 含有词元 {token}，但模型的词表大小为 {vocabulary}：分词器与权重不匹配。请重新获取该模型。",
  },
  "base-changed": {
    en: "{file} became shorter while it was read. Run again when nothing else writes to it.",
    "zh-cn": "{file} 在读取过程中变短了。请在没有其他程序写入它时重新运行。",
  },
  "loss-not-finite": {
    en: "The loss at step {step} is not a number any more, so training has stopped; the last checkpoint before it is kept. Lower the learning rate, or lengthen the warm-up.",
    "zh-cn": "第 {step} 步的损失不再是数字，训练已停止；此前的检查点已保留。请降低学习率或延长预热。",
  },
  "checkpoint-damaged": {
    en: "The checkpoint {checkpoint} is damaged ({reason}) and was passed over; an earlier one is used, or training starts anew.",
    "zh-cn": "检查点 {checkpoint} 已损坏（{reason}），已跳过；将使用更早的检查点，或从头开始训练。",
  },
  "checkpoint-of-another-training": {
    en: "The checkpoint {checkpoint} belongs to another training (other {part}), so it can't be gone on from. Delete its folder to start anew.",
    "zh-cn": "检查点 {checkpoint} 属于另一次训练（{part} 不同），无法继续。删除其所在文件夹即可从头开始。",
  },
  "checkpoint-not-written": {
    en: "The checkpoint of step {step} ({bytes} bytes) could not be written: {reason}. Training goes on; earlier checkpoints are kept.",
    "zh-cn": "第 {step} 步的检查点（{bytes} 字节）无法写入：{reason}。训练继续进行；此前的检查点仍保留。",
  },
  "resumed-elsewhere": {
    en: "Training goes on from step {step} with another processor or another number of threads than before, so the result may differ in its last bits from an uninterrupted one.",
    "zh-cn": "从第 {step} 步继续训练，但处理器或线程数与之前不同，因此结果的末位可能与未中断的训练有差异。",
  },
});
