import { defineMessages } from "../../protocol/messages.ts";

/** Text of the codes that loading and calling llama.cpp's libraries raises. */
export const librariesMessages = defineMessages({
  "native-missing": {
    en: "The library {library} of llama.cpp is not in {folder}. Install DeepExtension again (from a clone: npm run setup), or name its folder in DEEPEXTENSION_NATIVE_DIR.",
    "zh-cn":
      "{folder} 中没有 llama.cpp 的库 {library}。请重新安装 DeepExtension（从源码运行时：npm run setup），或用 DEEPEXTENSION_NATIVE_DIR 指明其所在文件夹。",
  },
  "native-unsupported": {
    en: "There are no libraries of llama.cpp for {platform}. The embedded engine runs on Linux, macOS and Windows, x64 and arm64; use another engine or a target elsewhere.",
    "zh-cn":
      "没有适用于 {platform} 的 llama.cpp 库。内置引擎支持 Linux、macOS 和 Windows（x64 与 arm64）；请改用其他引擎或其他机器上的目标。",
  },
  "native-unloadable": {
    en: "The library {file} could not be loaded: {reason}",
    "zh-cn": "无法加载库 {file}：{reason}",
  },
  "native-mismatch": {
    en: "The libraries of llama.cpp[[ in {folder}]] are not of the release that DeepExtension was built for ({what}: {expected} expected, {found} found). Install DeepExtension again, or correct DEEPEXTENSION_NATIVE_DIR.",
    "zh-cn":
      "llama.cpp 的库[[（{folder}）]]与 DeepExtension 所需的版本不符（{what}：应为 {expected}，实为 {found}）。请重新安装 DeepExtension，或更正 DEEPEXTENSION_NATIVE_DIR。",
  },
  "native-no-cpu": {
    en: "None of the CPU libraries in {folder} runs on this processor.",
    "zh-cn": "{folder} 中没有可在此处理器上运行的 CPU 库。",
  },
  "native-compute-failed": {
    en: "ggml could not compute a graph (status {status}).",
    "zh-cn": "ggml 无法完成计算图（状态 {status}）。",
  },
  "out-of-memory": {
    en: "{bytes} bytes of memory could not be had. Close other programs, or use a smaller model, rank or max_length.",
    "zh-cn": "无法分配 {bytes} 字节内存。请关闭其他程序，或使用更小的模型、rank 或 max_length。",
  },
});
