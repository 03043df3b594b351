import koffi from "koffi";
import { checkFacts } from "./bind.ts";

/**
 * llama.cpp's parameter structures as its header (include/llama.h of the release that node-llama-cpp ships) lays them
 * out. They cross by value, so a field that came or went in another release would silently shift the rest; their
 * defaults are known and unlike each other, and read right only if the layout is this one.
 */
export const ModelParams = koffi.struct("llama_model_params", {
  devices: "void *",
  tensor_buft_overrides: "void *",
  n_gpu_layers: "int32_t",
  split_mode: "int",
  load_mode: "int",
  lazy_mode: "int",
  main_gpu: "int32_t",
  tensor_split: "void *",
  progress_callback: "void *",
  progress_callback_user_data: "void *",
  kv_overrides: "void *",
  vocab_only: "bool",
  check_tensors: "bool",
  use_extra_bufts: "bool",
  no_host: "bool",
  no_alloc: "bool",
  load_mtp: "bool",
});

export const ContextParams = koffi.struct("llama_context_params", {
  n_ctx: "uint32_t",
  n_batch: "uint32_t",
  n_ubatch: "uint32_t",
  n_seq_max: "uint32_t",
  n_rs_seq: "uint32_t",
  n_outputs_max: "uint32_t",
  n_outputs_max_per_seq: "uint32_t",
  n_threads: "int32_t",
  n_threads_batch: "int32_t",
  ctx_type: "int",
  rope_scaling_type: "int",
  pooling_type: "int",
  attention_type: "int",
  flash_attn_type: "int",
  rope_freq_base: "float",
  rope_freq_scale: "float",
  yarn_ext_factor: "float",
  yarn_attn_factor: "float",
  yarn_beta_fast: "float",
  yarn_beta_slow: "float",
  yarn_orig_ctx: "uint32_t",
  defrag_thold: "float",
  cb_eval: "void *",
  cb_eval_user_data: "void *",
  type_k: "int",
  type_v: "int",
  abort_callback: "void *",
  abort_callback_data: "void *",
  embeddings: "bool",
  offload_kqv: "bool",
  no_perf: "bool",
  op_offload: "bool",
  swa_full: "bool",
  kv_unified: "bool",
  samplers: "void *",
  n_samplers: "size_t",
  ctx_other: "void *",
});

export const Batch = koffi.struct("llama_batch", {
  n_tokens: "int32_t",
  token: "void *",
  embd: "void *",
  pos: "void *",
  n_seq_id: "void *",
  seq_id: "void *",
  logits: "void *",
});

export const ChainParams = koffi.struct("llama_sampler_chain_params", { no_perf: "bool" });

/** One candidate of a sampler: token, logit, probability. */
export const TokenData = koffi.struct("llama_token_data", { id: "int32_t", logit: "float", p: "float" });
export const TokenDataArray = koffi.struct("llama_token_data_array", {
  data: "void *",
  size: "size_t",
  selected: "int64_t",
  sorted: "bool",
});

export type Struct = Record<string, unknown>;

export function checkModelParams(params: Struct): void {
  const of = (field: string) => printable(params[field]);
  checkFacts([
    ["llama_model_params.devices", "null", of("devices")],
    ["llama_model_params.n_gpu_layers", "-1", of("n_gpu_layers")],
    ["llama_model_params.split_mode", "1", of("split_mode")],
    ["llama_model_params.load_mode", "-1", of("load_mode")],
    ["llama_model_params.lazy_mode", "1", of("lazy_mode")],
    ["llama_model_params.kv_overrides", "null", of("kv_overrides")],
    ["llama_model_params.vocab_only", "false", of("vocab_only")],
    ["llama_model_params.use_extra_bufts", "true", of("use_extra_bufts")],
    ["llama_model_params.load_mtp", "false", of("load_mtp")],
  ]);
}

export function checkContextParams(params: Struct): void {
  const of = (field: string) => printable(params[field]);
  checkFacts([
    ["llama_context_params.n_ctx", "512", of("n_ctx")],
    ["llama_context_params.n_batch", "2048", of("n_batch")],
    ["llama_context_params.n_ubatch", "512", of("n_ubatch")],
    ["llama_context_params.n_seq_max", "1", of("n_seq_max")],
    ["llama_context_params.n_outputs_max_per_seq", "1", of("n_outputs_max_per_seq")],
    ["llama_context_params.flash_attn_type", "-1", of("flash_attn_type")],
    ["llama_context_params.yarn_beta_slow", "-1", of("yarn_beta_slow")],
    ["llama_context_params.defrag_thold", "-1", of("defrag_thold")],
    ["llama_context_params.type_k", "1", of("type_k")],
    ["llama_context_params.type_v", "1", of("type_v")],
    ["llama_context_params.abort_callback", "null", of("abort_callback")],
    ["llama_context_params.embeddings", "false", of("embeddings")],
    ["llama_context_params.offload_kqv", "true", of("offload_kqv")],
    ["llama_context_params.swa_full", "true", of("swa_full")],
    ["llama_context_params.kv_unified", "false", of("kv_unified")],
    ["llama_context_params.n_samplers", "0", of("n_samplers")],
  ]);
}

const printable = (value: unknown) => String(value ?? "null");
