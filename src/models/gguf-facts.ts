import type { ModelFacts } from "../protocol/model.ts";
import { CodedError } from "../protocol/problem.ts";
import { templateFacts } from "./chat-template.ts";
import { fileTypeName } from "./ggml-types.ts";
import type { GgufHeader } from "./gguf.ts";
import type { GgufTensor } from "./gguf-tensors.ts";
import type { GgufValue } from "./gguf-value.ts";
import { shown } from "./shown.ts";

/** What a header's facts are judged by: numbers outside of these have crashed readers that believed them. */
type Range = readonly [least: number, most: number];
const ranges = {
  context_length: [1, 2 ** 31 - 1],
  embedding_length: [1, 2 ** 20],
  block_count: [1, 512], // LLAMA_MAX_LAYERS
  feed_forward_length: [0, 2 ** 22], // 0: a layer without one, in models that differ by layer
  "attention.head_count": [0, 2 ** 16],
  "attention.head_count_kv": [0, 2 ** 16],
  "attention.key_length": [1, 2 ** 16],
  vocab_size: [1, 2 ** 24],
} as const satisfies Record<string, Range>;

export interface FactsOptions {
  path: string;
  header: GgufHeader;
  /** Tensors and sizes of the model's other files, where it is split. */
  others?: readonly GgufHeader[];
}

/** Facts of a model or an adapter. Throws `CodedError` where the header contradicts itself or lacks its architecture. */
export function factsOfGguf({ path, header, others = [] }: FactsOptions): ModelFacts {
  const { metadata } = header;
  const read = reader(path, metadata);
  const architecture = read.text("general.architecture");
  if (architecture === null) throw new CodedError("gguf-no-architecture", { file: path });
  const tensors = [header, ...others].flatMap((part) => part.tensors);
  if (tensors.length === 0) throw new CodedError("gguf-no-tensors", { file: path });
  const number = (name: keyof typeof ranges) => read.largest(`${architecture}.${name}`, ranges[name]);
  const embedding = number("embedding_length");
  const heads = number("attention.head_count");
  const template = metadata.get("tokenizer.chat_template");
  const adapterType = read.text("general.type") === "adapter" ? (read.text("adapter.type") ?? "lora") : null;
  return {
    ok: true,
    format: "gguf",
    kind: adapterType === null ? "model" : "adapter",
    path,
    size_bytes: [header, ...others].reduce((sum, part) => sum + part.fileSize, 0),
    name: read.text("general.name"),
    architecture,
    parameters: tensors.reduce((sum, tensor) => sum + tensor.elements, 0),
    quantization: quantizationOf(metadata, tensors),
    tensor_types: countTypes(tensors),
    context_length: number("context_length"),
    embedding_length: embedding,
    block_count: number("block_count"),
    feed_forward_length: number("feed_forward_length"),
    head_count: heads,
    head_count_kv: number("attention.head_count_kv") ?? heads,
    head_dim: number("attention.key_length") ?? (embedding && heads ? Math.floor(embedding / heads) : null),
    vocabulary: vocabularyOf(metadata) ?? number("vocab_size"),
    tokenizer: read.text("tokenizer.ggml.model"),
    tied_embeddings: isTied(tensors),
    chat_template: typeof template === "string",
    ...(typeof template === "string" && { template: templateFacts(template, architecture) }),
    license: read.text("general.license"),
    ...(adapterType === null ? {} : { adapter: adapterOf(adapterType, metadata, tensors) }),
  };
}

function reader(file: string, metadata: GgufHeader["metadata"]) {
  const refuse = (key: string, value: GgufValue, expected: string) =>
    new CodedError("gguf-value-wrong", { file, key: shown(key), value: shown(value), expected });
  return {
    /** A line of text for people; null where the key is missing. */
    text(key: string): string | null {
      const value = metadata.get(key);
      if (value === undefined) return null;
      if (typeof value !== "string") throw refuse(key, value, "text");
      return shown(value);
    },
    /** The number of a key, or the largest where the file gives one for each layer. */
    largest(key: string, [least, most]: Range): number | null {
      const value = metadata.get(key);
      if (value === undefined) return null;
      const numbers = typeof value === "object" ? (value.values ?? [null]) : [value];
      let largest: number | null = null;
      for (const number of numbers) {
        const fits = typeof number === "number" && Number.isInteger(number) && number >= least && number <= most;
        if (!fits) throw refuse(key, number ?? value, `${least} … ${most}`);
        largest = Math.max(largest ?? 0, number);
      }
      return largest;
    },
  };
}

function quantizationOf(metadata: GgufHeader["metadata"], tensors: readonly GgufTensor[]): string {
  const fileType = metadata.get("general.file_type");
  const declared = typeof fileType === "number" ? fileTypeName(fileType) : null;
  if (declared !== null) return declared;
  const elements = new Map<string, number>();
  for (const { type, elements: count } of tensors) elements.set(type, (elements.get(type) ?? 0) + count);
  return [...elements].reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}

function countTypes(tensors: readonly GgufTensor[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of tensors) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function vocabularyOf(metadata: GgufHeader["metadata"]): number | null {
  const tokens = metadata.get("tokenizer.ggml.tokens");
  return typeof tokens === "object" ? tokens.length : null;
}

/** Without an output matrix of its own, a model uses the embedding matrix for both. */
function isTied(tensors: readonly GgufTensor[]): boolean {
  const has = (name: string) => tensors.some((tensor) => tensor.name === name);
  return has("token_embd.weight") && !has("output.weight");
}

function adapterOf(type: string, metadata: GgufHeader["metadata"], tensors: readonly GgufTensor[]) {
  const alpha = metadata.get("adapter.lora.alpha");
  const thin = tensors.find((tensor) => tensor.name.endsWith(".lora_a"));
  return {
    type,
    alpha: typeof alpha === "number" && Number.isFinite(alpha) ? alpha : null,
    rank: thin?.dims[1] ?? null,
  };
}
