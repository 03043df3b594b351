import { defineMessages } from "../protocol/messages.ts";
import { fileMessages } from "./messages-file.ts";

/** Text of the codes that src/models raises. */
export const modelsMessages = defineMessages({
  ...fileMessages,
  "model-not-found": {
    en: "There is no model {ref}.{near} Write an id that `deepextension models` lists, a path relative to the run file, or hf:org/name@revision.",
    "zh-cn":
      "没有模型 {ref}。{near}请填写 `deepextension models` 列出的 id、相对于运行文件的路径，或 hf:org/name@revision。",
  },
  "model-reference-invalid": {
    en: "{ref} is no reference to a hub: it is written hf:org/name@revision, or hf:org/name@revision/file.gguf for one file of it.",
    "zh-cn":
      "{ref} 不是有效的模型库引用：应写作 hf:org/name@revision，或用 hf:org/name@revision/file.gguf 指定其中一个文件。",
  },
  "model-not-fetched": {
    en: "The model {ref} is not on this machine. `deepextension models fetch {ref}` brings it.",
    "zh-cn": "模型 {ref} 不在本机上。可用 `deepextension models fetch {ref}` 获取。",
  },
  "model-already-known": {
    en: "The id {id} already names another model ({path}). Give the new one another name, or `deepextension models remove {id}` first.",
    "zh-cn": "id {id} 已用于另一个模型（{path}）。请为新模型另取名称，或先执行 `deepextension models remove {id}`。",
  },
  "model-fetch-failed": {
    en: "The model {id} could not be fetched. {tried}",
    "zh-cn": "无法获取模型 {id}。{tried}",
  },
  "model-source-failed": {
    en: "{source} failed: {reason}",
    "zh-cn": "{source} 失败：{reason}",
  },
  "model-hash-wrong": {
    en: "{file} has not the content it should have (sha256 {found} in place of {expected}).",
    "zh-cn": "{file} 的内容与预期不符（sha256 为 {found}，应为 {expected}）。",
  },
  "model-quarantined": {
    en: "What {source} delivered is not the model {id} (sha256 {found} in place of {expected}). It was kept aside as {file} and is not used.",
    "zh-cn": "{source} 提供的文件不是模型 {id}（sha256 为 {found}，应为 {expected}）。已隔离为 {file}，不会使用。",
  },
  "python-not-found": {
    en: "This source is a Python package, and there is no Python 3 with pip, and no uv, on this machine. Install one of them, or download the file yourself and use `deepextension models add`.",
    "zh-cn":
      "该来源是 Python 软件包，但本机没有带 pip 的 Python 3，也没有 uv。请安装其一，或自行下载文件后使用 `deepextension models add`。",
  },
  "model-changed": {
    en: "{file} has changed since it was added: it had sha256 {expected} and now has {found}.",
    "zh-cn": "{file} 自添加以来已改变：原 sha256 为 {expected}，现为 {found}。",
  },
  "model-record-damaged": {
    en: "The cache's note of a model ({file}) cannot be read. Delete it and add the model again.",
    "zh-cn": "缓存中的模型记录（{file}）无法读取。请删除它并重新添加模型。",
  },
});
