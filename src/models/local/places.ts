import os from "node:os";
import path from "node:path";

/** Programs whose downloads can be used where they lie. */
export const keepers = ["ollama", "lm-studio", "hugging-face", "modelscope", "llama.cpp"] as const;
export type Keeper = (typeof keepers)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folders in which those programs keep models, most particular first. The variables are the programs' own (Ollama's FAQ,
 * huggingface_hub's and ModelScope's documentation of their caches, llama.cpp's common/common.cpp).
 */
export function keepersFolders(environment: Environment = process.env, home = os.homedir()): Record<Keeper, string[]> {
  const cache = environment.XDG_CACHE_HOME || path.join(home, ".cache");
  const local = environment.LOCALAPPDATA;
  const hub = environment.HF_HUB_CACHE || (environment.HF_HOME && path.join(environment.HF_HOME, "hub"));
  return {
    ollama: given([
      environment.OLLAMA_MODELS,
      path.join(home, ".ollama", "models"),
      "/usr/share/ollama/.ollama/models",
    ]),
    "lm-studio": given([path.join(home, ".lmstudio", "models"), path.join(cache, "lm-studio", "models")]),
    "hugging-face": given([hub || path.join(cache, "huggingface", "hub")]),
    modelscope: given([environment.MODELSCOPE_CACHE, path.join(cache, "modelscope", "hub")]),
    "llama.cpp": given([
      environment.LLAMA_CACHE,
      path.join(cache, "llama.cpp"),
      path.join(home, "Library", "Caches", "llama.cpp"),
      local && path.join(local, "llama.cpp"),
    ]),
  };
}

function given(folders: readonly (string | undefined)[]): string[] {
  return [...new Set(folders.filter((folder): folder is string => Boolean(folder)))];
}
