import { readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { readBoundedJson } from "./bounded-json.ts";
import { fileError } from "./byte-source.ts";
import { readSafetensors, type SafetensorsTensor, weightFiles } from "./safetensors.ts";
import { shown } from "./shown.ts";

const LARGEST_JSON = 4 * 1024 * 1024;
const DEEPEST_JSON = 32;

// Configurations are written by many tools. What a field holds instead of a sensible number is as good as nothing.
const count = z
  .int()
  .min(0)
  .max(2 ** 31)
  .nullable()
  .catch(null)
  .default(null);
const configSchema = z.object({
  model_type: z.string().nullable().catch(null).default(null),
  hidden_size: count,
  num_hidden_layers: count,
  intermediate_size: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: count,
  vocab_size: count,
  max_position_embeddings: count,
  tie_word_embeddings: z.boolean().nullable().catch(null).default(null),
});
const adapterConfigSchema = z.object({
  peft_type: z.string().catch("lora").default("lora"),
  r: count,
  lora_alpha: z.number().nullable().catch(null).default(null),
});

/** Facts of a folder as Hugging Face's libraries write it, from its configuration and the headers of its weights. */
export async function factsOfFolder(folder: string): Promise<ModelFacts> {
  const names = await readdir(folder).catch((error) => {
    throw fileError(folder, error);
  });
  if (names.includes("adapter_config.json")) return factsOfAdapter(folder);
  if (!names.includes("config.json")) throw new CodedError("model-folder-unknown", { folder });
  const written = await readObject(path.join(folder, "config.json"));
  // Models that also see or hear keep the language model's numbers one level down.
  const nested = z.object({ text_config: z.record(z.string(), z.unknown()) }).safeParse(written);
  const config = configSchema.parse(nested.success ? { ...written, ...nested.data.text_config } : written);
  const heads = config.num_attention_heads;
  const { hasHead, ...weights } = await readWeights(await weightFiles(folder));
  const inner = config.hidden_size && heads ? Math.floor(config.hidden_size / heads) : null;
  return {
    ...weights,
    kind: "model",
    path: folder,
    name: path.basename(folder),
    architecture: shown(config.model_type ?? "unknown"),
    context_length: config.max_position_embeddings,
    embedding_length: config.hidden_size,
    block_count: config.num_hidden_layers,
    feed_forward_length: config.intermediate_size,
    head_count: heads,
    head_count_kv: config.num_key_value_heads ?? heads,
    head_dim: config.head_dim ?? inner,
    vocabulary: config.vocab_size,
    tokenizer: names.includes("tokenizer.json") ? "tokenizer.json" : null,
    tied_embeddings: config.tie_word_embeddings ?? !hasHead,
    chat_template: names.includes("chat_template.jinja") || (await hasChatTemplate(folder, names)),
  };
}

async function factsOfAdapter(folder: string): Promise<ModelFacts> {
  const config = adapterConfigSchema.parse(await readObject(path.join(folder, "adapter_config.json")));
  const { hasHead: _, ...weights } = await readWeights([path.join(folder, "adapter_model.safetensors")]);
  return {
    ...weights,
    kind: "adapter",
    path: folder,
    name: path.basename(folder),
    architecture: "unknown",
    context_length: null,
    embedding_length: null,
    block_count: null,
    feed_forward_length: null,
    head_count: null,
    head_count_kv: null,
    head_dim: null,
    vocabulary: null,
    tokenizer: null,
    tied_embeddings: false,
    chat_template: false,
    adapter: { type: shown(config.peft_type.toLowerCase()), alpha: config.lora_alpha, rank: config.r },
  };
}

/** Facts of one weight file that stands alone. */
export async function factsOfSafetensorsFile(file: string): Promise<ModelFacts> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch((error) => {
    throw fileError(folder, error);
  });
  if (names.includes("config.json") || names.includes("adapter_config.json")) return factsOfFolder(folder);
  await readSafetensors(file); // its own damage is the more useful message
  throw new CodedError("model-folder-unknown", { folder });
}

async function readWeights(files: readonly string[]) {
  const tensors: SafetensorsTensor[] = [];
  let bytes = 0;
  for (const file of files) {
    const part = await readSafetensors(file);
    tensors.push(...part.tensors);
    bytes += part.fileSize;
  }
  const elements = new Map<string, number>();
  const types: Record<string, number> = {};
  for (const tensor of tensors) {
    elements.set(tensor.type, (elements.get(tensor.type) ?? 0) + tensor.elements);
    types[tensor.type] = (types[tensor.type] ?? 0) + 1;
  }
  const [main] = [...elements].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ["none", -1] as const);
  return {
    ok: true as const,
    format: "safetensors" as const,
    size_bytes: bytes,
    parameters: tensors.reduce((sum, tensor) => sum + tensor.elements, 0),
    quantization: main,
    tensor_types: types,
    license: null,
    hasHead: tensors.some((tensor) => tensor.name.endsWith("lm_head.weight")),
  };
}

async function readObject(file: string): Promise<Record<string, unknown>> {
  const value = await readBoundedJson(file, LARGEST_JSON, DEEPEST_JSON);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CodedError("model-config-damaged", { file });
}

async function hasChatTemplate(folder: string, names: readonly string[]): Promise<boolean> {
  if (!names.includes("tokenizer_config.json")) return false;
  const value = await readBoundedJson(path.join(folder, "tokenizer_config.json"), LARGEST_JSON * 4, DEEPEST_JSON);
  return typeof value === "object" && value !== null && "chat_template" in value;
}
