import koffi, { type KoffiFunc } from "koffi";
import { binder, checkFacts } from "./bind.ts";
import { loadGgml, openLibrary } from "./ggml.ts";
import { LogCallback } from "./llama.ts";
import {
  Batch,
  ChainParams,
  ContextParams,
  checkContextParams,
  checkModelParams,
  ModelParams,
  type Struct,
  TokenDataArray,
} from "./llama-structs.ts";
import type { Handle } from "./signatures.ts";

export type Model = Handle<"llama_model">;
export type LlamaContext = Handle<"llama_context">;
export type Memory = Handle<"llama_memory">;
export type Vocab = Handle<"llama_vocab">;
export type Sampler = Handle<"llama_sampler">;
export type Adapter = Handle<"llama_adapter">;

/** What `llama_version()` says of the release whose header this binding was written from. */
const VERSION = "0.5.0-dev";

export type LlamaApi = ReturnType<typeof bindAll>;

let loaded: LlamaApi | undefined;

/**
 * llama.cpp's functions for loading, decoding and sampling, bound once for this process; only children call this.
 * Throws `native-mismatch` by name where the library is of another release than the header, or laid out otherwise.
 */
export function loadLlama(): LlamaApi {
  loaded ??= bindAll();
  return loaded;
}

function bindAll() {
  const ggml = loadGgml();
  const bind = binder(openLibrary(ggml.libraries.llama));
  const version = bind<() => string>("llama_version", "str", [])();
  checkFacts([["llama_version", VERSION, version]]);
  const modelDefaults = bind<() => Struct>("llama_model_default_params", ModelParams, []);
  const contextDefaults = bind<() => Struct>("llama_context_default_params", ContextParams, []);
  const chainDefaults = bind<() => Struct>("llama_sampler_chain_default_params", ChainParams, []);
  checkModelParams(modelDefaults());
  checkContextParams(contextDefaults());
  bind<() => void>("llama_backend_init", "void", [])();

  const pointer = "void *";
  const decodeNow = bind<(context: LlamaContext, batch: Struct) => number>("llama_decode", "int32_t", [pointer, Batch]);
  return {
    ggml,
    modelDefaults,
    contextDefaults,
    loadModel: bind<(path: string, params: Struct) => Model | null>("llama_model_load_from_file", pointer, [
      "str",
      ModelParams,
    ]),
    freeModel: bind<(model: Model) => void>("llama_model_free", "void", [pointer]),
    modelMeta: bind<(model: Model, key: string, text: Uint8Array | null, size: number) => number>(
      "llama_model_meta_val_str",
      "int32_t",
      [pointer, "str", pointer, "size_t"],
    ),
    trainContext: bind<(model: Model) => number>("llama_model_n_ctx_train", "int32_t", [pointer]),
    loadAdapter: bind<(model: Model, path: string) => Adapter | null>("llama_adapter_lora_init", pointer, [
      pointer,
      "str",
    ]),
    setAdapters: bind<(context: LlamaContext, adapters: BigUint64Array, count: number, scales: Float32Array) => number>(
      "llama_set_adapters_lora",
      "int32_t",
      [pointer, pointer, "size_t", pointer],
    ),
    newContext: bind<(model: Model, params: Struct) => LlamaContext | null>("llama_init_from_model", pointer, [
      pointer,
      ContextParams,
    ]),
    freeContext: bind<(context: LlamaContext) => void>("llama_free", "void", [pointer]),
    setThreads: bind<(context: LlamaContext, generation: number, batch: number) => void>(
      "llama_set_n_threads",
      "void",
      [pointer, "int32_t", "int32_t"],
    ),
    /** On another thread: the event loop lives on. Resolves to llama.cpp's code, 0 for success, 1 no room, 2 aborted. */
    decode: asynchronous(decodeNow),
    logitsOf: bind<(context: LlamaContext, index: number) => bigint | null>("llama_get_logits_ith", pointer, [
      pointer,
      "int32_t",
    ]),
    memoryOf: bind<(context: LlamaContext) => Memory>("llama_get_memory", pointer, [pointer]),
    /** False: a part of this sequence can't be removed (recurrent models). */
    removeSequence: bind<(memory: Memory, sequence: number, from: number, to: number) => boolean>(
      "llama_memory_seq_rm",
      "bool",
      [pointer, "int32_t", "int32_t", "int32_t"],
    ),
    copySequence: bind<(memory: Memory, from: number, to: number, first: number, end: number) => void>(
      "llama_memory_seq_cp",
      "void",
      [pointer, "int32_t", "int32_t", "int32_t", "int32_t"],
    ),
    setLog: bind<(callback: unknown, data: null) => void>("llama_log_set", "void", [
      koffi.pointer(LogCallback),
      "void *",
    ]),
    ...bindVocabulary(bind, pointer),
    ...bindSamplers(bind, pointer, chainDefaults()),
  };
}

function bindVocabulary(bind: ReturnType<typeof binder>, pointer: string) {
  return {
    vocabOf: bind<(model: Model) => Vocab>("llama_model_get_vocab", pointer, [pointer]),
    vocabType: bind<(vocab: Vocab) => number>("llama_vocab_type", "int", [pointer]),
    vocabSize: bind<(vocab: Vocab) => number>("llama_vocab_n_tokens", "int32_t", [pointer]),
    tokenAttributes: bind<(vocab: Vocab, token: number) => number>("llama_vocab_get_attr", "int", [pointer, "int32_t"]),
    tokenText: bind<(vocab: Vocab, token: number) => string>("llama_vocab_get_text", "str", [pointer, "int32_t"]),
    isEndOfGeneration: bind<(vocab: Vocab, token: number) => boolean>("llama_vocab_is_eog", "bool", [
      pointer,
      "int32_t",
    ]),
    bos: bind<(vocab: Vocab) => number>("llama_vocab_bos", "int32_t", [pointer]),
    eos: bind<(vocab: Vocab) => number>("llama_vocab_eos", "int32_t", [pointer]),
    eot: bind<(vocab: Vocab) => number>("llama_vocab_eot", "int32_t", [pointer]),
    addsBos: bind<(vocab: Vocab) => boolean>("llama_vocab_get_add_bos", "bool", [pointer]),
    /** Number of tokens, or less than 0: what there would be room needed for. */
    tokenize: bind<
      (
        vocab: Vocab,
        text: Uint8Array,
        bytes: number,
        tokens: Int32Array,
        room: number,
        special: boolean,
        parse: boolean,
      ) => number
    >("llama_tokenize", "int32_t", [pointer, pointer, "int32_t", pointer, "int32_t", "bool", "bool"]),
    /** Bytes written, or less than 0: what there would be room needed for. */
    detokenize: bind<
      (
        vocab: Vocab,
        tokens: Int32Array,
        count: number,
        text: Uint8Array,
        room: number,
        remove: boolean,
        special: boolean,
      ) => number
    >("llama_detokenize", "int32_t", [pointer, pointer, "int32_t", pointer, "int32_t", "bool", "bool"]),
  };
}

function bindSamplers(bind: ReturnType<typeof binder>, pointer: string, chainParams: Struct) {
  const newChain = bind<(params: Struct) => Sampler>("llama_sampler_chain_init", pointer, [ChainParams]);
  return {
    newChain: () => newChain(chainParams),
    /** The chain owns the sampler from then on. */
    addToChain: bind<(chain: Sampler, sampler: Sampler) => void>("llama_sampler_chain_add", "void", [pointer, pointer]),
    greedySampler: bind<() => Sampler>("llama_sampler_init_greedy", pointer, []),
    temperatureSampler: bind<(temperature: number) => Sampler>("llama_sampler_init_temp", pointer, ["float"]),
    seededSampler: bind<(seed: number) => Sampler>("llama_sampler_init_dist", pointer, ["uint32_t"]),
    grammarSampler: bind<(vocab: Vocab, grammar: string, root: string) => Sampler | null>(
      "llama_sampler_init_grammar",
      pointer,
      [pointer, "str", "str"],
    ),
    cloneSampler: bind<(sampler: Sampler) => Sampler>("llama_sampler_clone", pointer, [pointer]),
    applySampler: bind<(sampler: Sampler, candidates: Struct) => void>("llama_sampler_apply", "void", [
      pointer,
      koffi.pointer(TokenDataArray),
    ]),
    acceptToken: bind<(sampler: Sampler, token: number) => void>("llama_sampler_accept", "void", [pointer, "int32_t"]),
    /** Chooses from the logits of the batch's token at `index` and tells the chain what was chosen. */
    sample: bind<(chain: Sampler, context: LlamaContext, index: number) => number>("llama_sampler_sample", "int32_t", [
      pointer,
      pointer,
      "int32_t",
    ]),
    freeSampler: bind<(sampler: Sampler) => void>("llama_sampler_free", "void", [pointer]),
  };
}

function asynchronous(now: KoffiFunc<(context: LlamaContext, batch: Struct) => number>) {
  return (context: LlamaContext, batch: Struct): Promise<number> =>
    new Promise((resolve, reject) =>
      now.async(context, batch, (error: unknown, code: number) => (error ? reject(error) : resolve(code))),
    );
}
