import { defineMessages } from "../protocol/messages.ts";

/** What can be wrong with a model file. Each says what was found and, where it is not obvious, what to do. */
export const fileMessages = defineMessages({
  "model-file-special": {
    en: "{file} is a device, a pipe or a socket, not a file.",
    "zh-cn": "{file} 是设备、管道或套接字，不是文件。",
  },
  "model-file-empty": {
    en: "{file} is empty. Download it again.",
    "zh-cn": "{file} 是空文件。请重新下载。",
  },
  "model-file-html": {
    en: "{file} is a web page, not a model: the download gave an error or login page. Open the address in a browser to see it.",
    "zh-cn": "{file} 是网页而不是模型：下载得到的是错误页或登录页。请在浏览器中打开该地址查看。",
  },
  "model-file-lfs": {
    en: "{file} is a git-lfs pointer to a file of {size} bytes, not the file. `git lfs pull` fetches it.",
    "zh-cn": "{file} 只是指向 {size} 字节文件的 git-lfs 指针，而不是文件本身。可用 `git lfs pull` 获取。",
  },
  "model-file-json": {
    en: "{file} is JSON text, not a model: perhaps a server's error message. Open it to see.",
    "zh-cn": "{file} 是 JSON 文本而不是模型：可能是服务器的错误信息。请打开查看。",
  },
  "model-file-old-ggml": {
    en: "{file} has a format that llama.cpp used before GGUF and no longer reads. Get the model as GGUF.",
    "zh-cn": "{file} 是 llama.cpp 在 GGUF 之前使用的格式，现已不再支持。请获取该模型的 GGUF 版本。",
  },
  "model-file-pickle": {
    en: "{file} is a zip file or a Python pickle (.bin, .pt, .pth). Those can run code when opened, so they are not read. Use GGUF or safetensors.",
    "zh-cn":
      "{file} 是 zip 文件或 Python pickle（.bin、.pt、.pth）。此类文件打开时可能执行代码，因此不会读取。请使用 GGUF 或 safetensors。",
  },
  "model-file-unknown": {
    en: "{file} is not a GGUF file: it begins with the bytes {begins} and not with GGUF.",
    "zh-cn": "{file} 不是 GGUF 文件：其开头字节为 {begins}，而不是 GGUF。",
  },
  "gguf-version": {
    en: "{file} has version {version} of GGUF; versions 2 and 3 are read.",
    "zh-cn": "{file} 的 GGUF 版本为 {version}；仅支持版本 2 和 3。",
  },
  "gguf-big-endian": {
    en: "{file} was written for big-endian machines. Get the little-endian file, or convert it with llama.cpp's gguf_convert_endian.py.",
    "zh-cn": "{file} 是为大端机器写的。请获取小端版本，或用 llama.cpp 的 gguf_convert_endian.py 转换。",
  },
  "gguf-header-truncated": {
    en: "{file} is incomplete or damaged: at byte {offset} its header goes on for at least {count} bytes, and the file has {size}. Download it again.",
    "zh-cn":
      "{file} 不完整或已损坏：文件头在第 {offset} 字节处至少还有 {count} 字节，而文件只有 {size} 字节。请重新下载。",
  },
  "gguf-truncated": {
    en: "{file} is incomplete: {missing} bytes are missing of {needed}. Download it again.",
    "zh-cn": "{file} 不完整：共需 {needed} 字节，缺少 {missing} 字节。请重新下载。",
  },
  "gguf-header-too-large": {
    en: "The header of {file} holds more {what} than the {limit} that are read of any file. It is damaged or made to do harm.",
    "zh-cn": "{file} 的文件头中 {what} 超过读取上限 {limit}。文件已损坏或带有恶意。",
  },
  "gguf-impossible-count": {
    en: "{file} is incomplete or damaged: its header announces {count} entries ({what}) where there can be {most} at most.",
    "zh-cn": "{file} 不完整或已损坏：文件头声明有 {count} 项（{what}），而最多只能有 {most} 项。",
  },
  "gguf-text-too-long": {
    en: "{file} is damaged: the name of {what} would be {length} bytes long; {limit} are allowed.",
    "zh-cn": "{file} 已损坏：{what} 的名称长 {length} 字节；最多允许 {limit} 字节。",
  },
  "gguf-unknown-value-type": {
    en: "{file} is damaged: the value of {key} has type {type}, which GGUF does not have.",
    "zh-cn": "{file} 已损坏：{key} 的值类型为 {type}，GGUF 中没有该类型。",
  },
  "gguf-nested-array": {
    en: "{file} holds an array of arrays ({key}), which llama.cpp cannot read.",
    "zh-cn": "{file} 含有嵌套数组（{key}），llama.cpp 无法读取。",
  },
  "gguf-bad-name": {
    en: "{file} is damaged: the name “{name}” is empty or has control characters in it.",
    "zh-cn": "{file} 已损坏：名称“{name}”为空或含有控制字符。",
  },
  "gguf-duplicate": {
    en: "{file} is damaged: the name {name} is there twice.",
    "zh-cn": "{file} 已损坏：名称 {name} 出现了两次。",
  },
  "gguf-alignment": {
    en: "{file} is damaged: general.alignment is {value}; it must be a power of two from 8 to 1048576.",
    "zh-cn": "{file} 已损坏：general.alignment 为 {value}；必须是 8 到 1048576 之间的 2 的幂。",
  },
  "gguf-tensor-shape": {
    en: "{file} is damaged: the tensor {tensor} has the impossible shape {shape}.",
    "zh-cn": "{file} 已损坏：张量 {tensor} 的形状 {shape} 不可能存在。",
  },
  "gguf-tensor-size": {
    en: "{file} is damaged: with the tensor {tensor} its weights would be larger than any file.",
    "zh-cn": "{file} 已损坏：加上张量 {tensor} 后，权重会大于任何文件。",
  },
  "gguf-tensor-type-unknown": {
    en: "The tensor {tensor} of {file} has type {type}, which this version does not know. The file is damaged or newer.",
    "zh-cn": "{file} 的张量 {tensor} 类型为 {type}，此版本不认识。文件已损坏或版本较新。",
  },
  "gguf-tensor-type-removed": {
    en: "The tensor {tensor} of {file} has type {type}, which llama.cpp no longer reads. Get a newer file of the model.",
    "zh-cn": "{file} 的张量 {tensor} 类型为 {type}，llama.cpp 已不再支持。请获取该模型的新版文件。",
  },
  "gguf-tensor-offset": {
    en: "{file} is damaged: the tensor {tensor} begins at {offset} in place of {expected}.",
    "zh-cn": "{file} 已损坏：张量 {tensor} 起始于 {offset}，应为 {expected}。",
  },
  "gguf-no-architecture": {
    en: "{file} does not say which architecture it is (general.architecture).",
    "zh-cn": "{file} 没有说明其架构（general.architecture）。",
  },
  "gguf-no-tensors": {
    en: "{file} holds no weights, perhaps only a vocabulary.",
    "zh-cn": "{file} 不含权重，可能只有词表。",
  },
  "gguf-value-wrong": {
    en: "{file} is damaged: {key} is {value}; expected: {expected}.",
    "zh-cn": "{file} 已损坏：{key} 为 {value}；预期：{expected}。",
  },
  "model-shard-missing": {
    en: "The model is split into several files, and {file} is missing.",
    "zh-cn": "该模型分为多个文件，缺少 {file}。",
  },
  "model-shard-not-first": {
    en: "{file} is one part of a split model. Name its first part, {first}.",
    "zh-cn": "{file} 是拆分模型的一部分。请指定第一部分 {first}。",
  },
  "model-shard-name": {
    en: "{file} is one of {count} parts, but its name does not end in -00001-of-….gguf, so the others cannot be found.",
    "zh-cn": "{file} 是 {count} 个部分之一，但文件名不以 -00001-of-….gguf 结尾，无法找到其余部分。",
  },
  "model-folder-unknown": {
    en: "The folder {folder} is no model: there is neither config.json nor adapter_config.json in it.",
    "zh-cn": "文件夹 {folder} 不是模型：其中没有 config.json 或 adapter_config.json。",
  },
  "model-folder-no-weights": {
    en: "The folder {folder} has no weights as safetensors (model.safetensors or model-00001-of-….safetensors).",
    "zh-cn": "文件夹 {folder} 中没有 safetensors 权重（model.safetensors 或 model-00001-of-….safetensors）。",
  },
  "model-config-damaged": {
    en: "{file} is no JSON object, or far larger than such a file is.",
    "zh-cn": "{file} 不是 JSON 对象，或远大于正常大小。",
  },
  "safetensors-header": {
    en: "{file} is not a valid safetensors file: its header is damaged.",
    "zh-cn": "{file} 不是有效的 safetensors 文件：文件头已损坏。",
  },
  "safetensors-tensor": {
    en: "{file} is damaged: the tensor {tensor} has an unknown type, or its shape does not fit its place in the file.",
    "zh-cn": "{file} 已损坏：张量 {tensor} 的类型未知，或其形状与文件中的位置不符。",
  },
  "safetensors-truncated": {
    en: "{file} is incomplete: {missing} bytes are missing of {needed}. Download it again.",
    "zh-cn": "{file} 不完整：共需 {needed} 字节，缺少 {missing} 字节。请重新下载。",
  },
  "template-too-long": {
    en: "The chat template is longer than 64 kB and was not looked at.",
    "zh-cn": "对话模板超过 64 kB，未作检查。",
  },
  "template-unbalanced": {
    en: "The chat template is damaged: a bracket or a block of it is not closed.",
    "zh-cn": "对话模板已损坏：有未闭合的括号或语句块。",
  },
  "template-no-messages": {
    en: "The chat template does not read `messages`: it cannot show a conversation.",
    "zh-cn": "对话模板没有使用 `messages`，无法呈现对话。",
  },
  "template-no-generation-prompt": {
    en: "The chat template does not know `add_generation_prompt`: prompts may end without the mark at which an answer begins.",
    "zh-cn": "对话模板不支持 `add_generation_prompt`：提示可能缺少回答开始的标记。",
  },
  "template-reaches-out": {
    en: "The chat template reaches for things a template has no need of (imports, hidden attributes). It is never executed here; do not use this file elsewhere without reading it.",
    "zh-cn": "对话模板访问了模板不需要的内容（导入、隐藏属性）。这里从不执行它；在别处使用该文件前请先阅读模板。",
  },
  "template-other-family": {
    en: "The chat template writes another format than models of this architecture were trained on. Answers get worse with it; take the template of the original model.",
    "zh-cn": "对话模板的格式与该架构训练时使用的格式不同，会使回答变差；请使用原始模型的模板。",
  },
});
