import { CodedError } from "../../../../protocol/problem.ts";
import { registerBackends } from "../ffi/backend.ts";
import { type Adapter, type LlamaApi, loadLlama, type Model } from "../ffi/llama-api.ts";
import { type Chat, openChat } from "../text/chat.ts";
import { compileTemplate } from "../text/template.ts";
import { lastLoggedError, routeLog } from "./log.ts";
import { openVocabulary, type Vocabulary } from "./vocabulary.ts";

/** A model file, loaded for the CPU. */
export interface LoadedModel {
  readonly api: LlamaApi;
  readonly handle: Model;
  readonly vocabulary: Vocabulary;
  /** Tokens it was trained to see at once; null where the file does not say. */
  readonly trainContext: number | null;
  /** An adapter for contexts of this model. It is freed with the model. Throws `adapter-load-failed`. */
  loadAdapter(file: string): Adapter;
  /** All contexts must be closed before. */
  free(): void;
}

/** Loads a GGUF file; its weights stay in the page cache, shared with other processes. Throws `model-load-failed`. */
export function openModel(file: string): LoadedModel {
  const api = loadLlama();
  routeLog(api);
  registerBackends(api.ggml);
  const handle = api.loadModel(file, { ...api.modelDefaults(), n_gpu_layers: 0 });
  if (handle === null) throw new CodedError("model-load-failed", { file, reason: lastLoggedError() });
  const context = api.trainContext(handle);
  return {
    api,
    handle,
    vocabulary: openVocabulary(api, handle),
    trainContext: context > 0 ? context : null,
    loadAdapter(adapterFile) {
      const adapter = api.loadAdapter(handle, adapterFile);
      if (adapter === null)
        throw new CodedError("adapter-load-failed", { file: adapterFile, reason: lastLoggedError() });
      return adapter;
    },
    free: () => api.freeModel(handle),
  };
}

/** The model's vocabulary with its own chat template, or `template` in its place. */
export function chatOfModel(model: LoadedModel, template = templateOf(model)): Chat {
  const { vocabulary } = model;
  return openChat(vocabulary, compileTemplate(template, { bos: vocabulary.bosText, eos: vocabulary.eosText }));
}

/** The chat template that the file holds; null: none. */
export function templateOf({ api, handle }: Pick<LoadedModel, "api" | "handle">): string | null {
  const key = "tokenizer.chat_template";
  const length = api.modelMeta(handle, key, null, 0);
  if (length < 0) return null;
  const text = Buffer.alloc(length + 1);
  api.modelMeta(handle, key, text, text.length);
  return text.toString("utf8", 0, length);
}
