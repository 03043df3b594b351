import { defineMessages } from "../../protocol/messages.ts";

/** Text of the codes of the embedded engine, those of the libraries and of the trainer apart. */
export const embeddedMessages = defineMessages({
  "engine-missing": {
    en: "This build of DeepExtension has no engine for {platform}: it checks, plans and shows runs, but can't run. Install the build for {platform} in its place (deepextension-{platform}-….vsix; in a clone of the source, npm run package makes it).",
    "zh-cn":
      "此版本的 DeepExtension 不含适用于 {platform} 的引擎：可以检查、计划和查看运行，但不能运行。请改为安装 {platform} 版本（deepextension-{platform}-….vsix；在源码目录中可用 npm run package 生成）。",
  },

  // Processes
  "native-crash": {
    en: "The engine's process died[[ (exit code {exit_code})]][[ (signal {signal})]][[: {detail}]]. Nothing else was harmed; the stage's log has more. If it was killed for memory, use a smaller model, a lower max_length or fewer slots.",
    "zh-cn":
      "引擎进程异常退出[[（退出码 {exit_code}）]][[（信号 {signal}）]][[：{detail}]]。其他部分不受影响；详情见该阶段的日志。如果是因内存不足被终止，请使用更小的模型、更小的 max_length 或更少的 slots。",
  },
  "child-not-started": {
    en: "The engine's process could not be started: {reason}",
    "zh-cn": "无法启动引擎进程：{reason}",
  },
  "job-log-not-written": {
    en: "The stage's log file can't be written ({reason}). The stage goes on without it.",
    "zh-cn": "无法写入该阶段的日志文件（{reason}）。该阶段继续运行，但没有日志。",
  },
  "items-unreadable": {
    en: "Line {line} of {file} is not an item as DeepExtension writes it. Start the run again, so that the data is taken in anew.",
    "zh-cn": "{file} 的第 {line} 行不是 DeepExtension 写入的数据项。请重新开始运行，以便重新读取数据。",
  },

  // Chat templates
  "chat-template-missing": {
    en: "The model has no chat template. ChatML is used, in training and in evaluation alike.",
    "zh-cn": "该模型没有聊天模板。训练与评估均改用 ChatML。",
  },
  "chat-template-broken": {
    en: "The model's chat template can't be used ({reason}). ChatML is used instead, in training and in evaluation alike.",
    "zh-cn": "该模型的聊天模板无法使用（{reason}）。训练与评估均改用 ChatML。",
  },
  "chat-template-refused": {
    en: "The model's chat template refuses the conversation[[ of row {id}]]: {reason}. Often it knows no system turn, or wants user and assistant to take turns.",
    "zh-cn":
      "该模型的聊天模板不接受[[数据行 {id} 的]]对话：{reason}。常见原因是模板不支持 system 消息，或要求 user 与 assistant 交替出现。",
  },
  "no-end-of-turn-token": {
    en: "The model's vocabulary has no token that ends a turn, so it could not learn to stop.",
    "zh-cn": "该模型的词表没有结束标记，因此无法学会何时停止。",
  },

  // Rows to train on
  "row-too-long": {
    en: "Row {id} has {tokens} tokens, template included; max_length is {max_length}. That is so for {count} rows. Raise `train.max_length`, or set `train.too_long` to `drop` or `truncate`; an answer is never cut.",
    "zh-cn":
      "数据行 {id} 含模板共 {tokens} 个 token，而 max_length 为 {max_length}。共有 {count} 行如此。请增大 `train.max_length`，或将 `train.too_long` 设为 `drop` 或 `truncate`；答案绝不会被截断。",
  },
  "rows-dropped": {
    en: "{count} rows of {split} are longer than {max_length} tokens and are left out.",
    "zh-cn": "{split} 中有 {count} 行超过 {max_length} 个 token，已略去。",
  },
  "rows-truncated": {
    en: "{count} rows of {split} are longer than {max_length} tokens; the beginning of their last question was cut.",
    "zh-cn": "{split} 中有 {count} 行超过 {max_length} 个 token，已截去其最后一个问题的开头。",
  },
  "answer-empty": {
    en: "Row {id} has an empty answer, so there is nothing to learn from it. That is so for {count} rows. Correct `data.answer` or remove the rows.",
    "zh-cn": "数据行 {id} 的答案为空，无可学习。共有 {count} 行如此。请更正 `data.answer` 或删除这些行。",
  },

  // Merging
  "adapter-for-another-base": {
    en: "The adapter {adapter} was not made for {base}: {what} is {found} in the adapter and {expected} in the model.",
    "zh-cn": "适配器 {adapter} 不是为 {base} 制作的：{what} 在适配器中为 {found}，在模型中为 {expected}。",
  },
  "adapter-not-lora": {
    en: "{adapter} is not a LoRA adapter (adapter.type is {type}).",
    "zh-cn": "{adapter} 不是 LoRA 适配器（adapter.type 为 {type}）。",
  },
  "adapter-incomplete": {
    en: "The adapter {adapter} lacks {tensor}. Make it again.",
    "zh-cn": "适配器 {adapter} 缺少 {tensor}。请重新制作。",
  },
  "adapter-tensor-unknown": {
    en: "The adapter {adapter} holds {tensor}, which is no part of a LoRA and can't be merged.",
    "zh-cn": "适配器 {adapter} 含有 {tensor}，它不属于 LoRA，无法合并。",
  },
  "merge-tensor-type": {
    en: "{tensor} of {file} is {type}. Only F16 and F32 can be merged without losing more than rounding.",
    "zh-cn": "{file} 的 {tensor} 为 {type}。只有 F16 与 F32 可以在仅有舍入误差的情况下合并。",
  },

  // Quantizing
  "quantization-unknown": {
    en: "llama.cpp knows no quantization type {type}.",
    "zh-cn": "llama.cpp 没有名为 {type} 的量化类型。",
  },
  "quantize-failed": {
    en: "llama.cpp could not write the model as {type}: {reason}",
    "zh-cn": "llama.cpp 无法将模型写为 {type}：{reason}",
  },
  "quantize-fallback": {
    en: "{count} of {total} tensors do not fit {type} and were stored in a finer type ({example} …), so the file is larger than the name promises.",
    "zh-cn":
      "{total} 个张量中有 {count} 个不适用 {type}，已改用更精细的类型（{example} …），因此文件比名称所示的更大。",
  },

  // Evaluating
  "prompt-too-long": {
    en: "The prompt of item {id} has {tokens} tokens; with an answer of up to {max_tokens} that is more than the model's context of {context}. That is so for {count} items. Shorten the prompt, show fewer examples or lower `evaluate.decode.max_tokens`.",
    "zh-cn":
      "数据项 {id} 的提示有 {tokens} 个 token，加上最多 {max_tokens} 个 token 的答案，超出模型的上下文长度 {context}。共有 {count} 项如此。请缩短提示、减少示例，或降低 `evaluate.decode.max_tokens`。",
  },
  "constrain-without-schema": {
    en: "Answers are to be constrained to the data's schema, but there is none. Set `data.schema`.",
    "zh-cn": "要求按数据的 schema 约束答案，但未提供 schema。请设置 `data.schema`。",
  },
  "schema-without-grammar": {
    en: "No grammar can be made of the schema: {reason}",
    "zh-cn": "无法由该 schema 生成语法：{reason}",
  },
  "schema-partly-enforced": {
    en: "While answers are generated, these parts of the schema are not enforced: {keywords} (`optional`: every property is written, also those that need not be). Answers are checked against all of it afterwards.",
    "zh-cn":
      "生成答案时，schema 的以下部分不会被强制：{keywords}（`optional`：所有属性都会写出，包括可选属性）。之后仍会按完整的 schema 检查答案。",
  },
});
