import { type Family, type FamilyRow, modelsOf } from "./entry.ts";

type Uses = NonNullable<FamilyRow["use"]>;

const tiny: Uses = ["classification", "extraction", "embedded"];
const chat: Uses = ["chat", "writing", "extraction"];

function row(
  id: string,
  arch: string,
  repository: string,
  context: number,
  released: string,
  more: Partial<FamilyRow>,
): FamilyRow {
  return { id, arch, title: repository.split("/")[1] ?? id, repository, context, released, ...more };
}

const families: readonly Family[] = [
  {
    provider: "Meta",
    family: "Llama",
    modality: "text",
    languages: "English, German, French, Italian, Portuguese, Hindi, Spanish, Thai",
    license: "Llama 3.2 Community",
    template: "llama-3",
    tools: true,
    as_of: "2025-10",
    models: [
      row("llama-3.2-1b", "llama-3.2-1b", "meta-llama/Llama-3.2-1B-Instruct", 131_072, "2024-09", { use: tiny }),
      row("llama-3.2-3b", "llama-3.2-3b", "meta-llama/Llama-3.2-3B-Instruct", 131_072, "2024-09", {
        use: [...tiny, "chat"],
      }),
      row("llama-3.1-8b", "llama-3-8b", "meta-llama/Llama-3.1-8B-Instruct", 131_072, "2024-07", {
        license: "Llama 3.1 Community",
        use: chat,
      }),
      row("llama-3.3-70b", "llama-3-70b", "meta-llama/Llama-3.3-70B-Instruct", 131_072, "2024-12", {
        license: "Llama 3.3 Community",
        use: [...chat, "code"],
      }),
      row("llama-3.1-405b", "llama-3-405b", "meta-llama/Llama-3.1-405B-Instruct", 131_072, "2024-07", {
        license: "Llama 3.1 Community",
        old: true,
        use: [...chat, "code"],
      }),
      row("llama-3-8b", "llama-3-8b", "meta-llama/Meta-Llama-3-8B-Instruct", 8192, "2024-04", {
        license: "Llama 3 Community",
        languages: "English",
        tools: null,
        old: true,
        use: chat,
      }),
      row("llama-2-7b", "llama-2-7b", "meta-llama/Llama-2-7b-chat-hf", 4096, "2023-07", {
        license: "Llama 2 Community",
        languages: "English",
        template: "llama-2",
        tools: null,
        old: true,
        use: ["chat"],
      }),
    ],
  },
  {
    provider: "Google",
    family: "Gemma",
    modality: "text+image",
    languages: "more than 140",
    license: "Gemma",
    template: "gemma",
    tools: null,
    as_of: "2025-10",
    models: [
      row("gemma-3-270m", "gemma-3-270m", "google/gemma-3-270m-it", 32_768, "2025-08", { modality: "text", use: tiny }),
      row("gemma-3-1b", "gemma-3-1b", "google/gemma-3-1b-it", 32_768, "2025-03", { modality: "text", use: tiny }),
      row("gemma-3-4b", "gemma-3-4b", "google/gemma-3-4b-it", 131_072, "2025-03", { use: [...tiny, "chat", "vision"] }),
      row("gemma-3-12b", "gemma-3-12b", "google/gemma-3-12b-it", 131_072, "2025-03", { use: [...chat, "vision"] }),
      row("gemma-3-27b", "gemma-3-27b", "google/gemma-3-27b-it", 131_072, "2025-03", { use: [...chat, "vision"] }),
      row("gemma-2-2b", "gemma-2-2b", "google/gemma-2-2b-it", 8192, "2024-07", {
        modality: "text",
        languages: "English",
        old: true,
        use: tiny,
      }),
      row("gemma-2-9b", "gemma-2-9b", "google/gemma-2-9b-it", 8192, "2024-06", {
        modality: "text",
        languages: "English",
        old: true,
        use: chat,
      }),
    ],
  },
  {
    provider: "Mistral AI",
    family: "Mistral",
    modality: "text",
    languages: "English, French, German, Spanish, Italian and more",
    license: "Apache-2.0",
    template: "mistral",
    tools: true,
    as_of: "2025-10",
    models: [
      row("mistral-7b-v0.3", "mistral-7b-v0.3", "mistralai/Mistral-7B-Instruct-v0.3", 32_768, "2024-05", {
        old: true,
        use: chat,
      }),
      row("mistral-nemo-12b", "mistral-nemo-12b", "mistralai/Mistral-Nemo-Instruct-2407", 131_072, "2024-07", {
        use: chat,
      }),
      row("mistral-small-24b", "mistral-small-24b", "mistralai/Mistral-Small-24B-Instruct-2501", 32_768, "2025-01", {
        use: [...chat, "code"],
      }),
      row("mixtral-8x7b", "mixtral-8x7b", "mistralai/Mixtral-8x7B-Instruct-v0.1", 32_768, "2023-12", {
        old: true,
        use: chat,
      }),
    ],
  },
  {
    provider: "Hugging Face",
    family: "SmolLM",
    modality: "text",
    languages: "English",
    license: "Apache-2.0",
    template: "chatml",
    tools: null,
    as_of: "2025-10",
    models: [
      row("smollm2-135m", "smollm2-135m", "HuggingFaceTB/SmolLM2-135M-Instruct", 8192, "2024-11", { use: tiny }),
      row("smollm2-360m", "smollm2-360m", "HuggingFaceTB/SmolLM2-360M-Instruct", 8192, "2024-11", { use: tiny }),
      row("smollm2-1.7b", "smollm2-1.7b", "HuggingFaceTB/SmolLM2-1.7B-Instruct", 8192, "2024-11", {
        use: [...tiny, "chat"],
      }),
      row("smollm3-3b", "smollm3-3b", "HuggingFaceTB/SmolLM3-3B", 65_536, "2025-07", {
        languages: "English, French, Spanish, German, Italian, Portuguese",
        tools: true,
        use: [...tiny, "chat", "reasoning"],
      }),
    ],
  },
  {
    provider: "Microsoft",
    family: "Phi",
    modality: "text",
    languages: "mainly English",
    license: "MIT",
    template: "phi-3",
    tools: null,
    as_of: "2025-10",
    models: [
      row("phi-2", "phi-2", "microsoft/phi-2", 2048, "2023-12", {
        template: null,
        languages: "English",
        old: true,
        use: ["code"],
      }),
      row("phi-3.5-mini", "phi-3-mini", "microsoft/Phi-3.5-mini-instruct", 131_072, "2024-08", {
        old: true,
        use: [...tiny, "chat"],
      }),
      row("phi-4-mini", "phi-4-mini", "microsoft/Phi-4-mini-instruct", 131_072, "2025-02", {
        template: "phi-4-mini",
        tools: true,
        use: [...tiny, "chat"],
      }),
      row("phi-4", "phi-4", "microsoft/phi-4", 16_384, "2024-12", {
        template: "phi-4",
        use: ["reasoning", "code", "chat"],
      }),
    ],
  },
  {
    provider: "OpenAI",
    family: "gpt-oss",
    modality: "text",
    languages: "mainly English",
    license: "Apache-2.0",
    template: "harmony",
    tools: true,
    as_of: "2025-10",
    models: [
      row("gpt-oss-20b", "gpt-oss-20b", "openai/gpt-oss-20b", 131_072, "2025-08", {
        use: ["chat", "reasoning", "code"],
      }),
      row("gpt-oss-120b", "gpt-oss-120b", "openai/gpt-oss-120b", 131_072, "2025-08", {
        use: ["chat", "reasoning", "code"],
      }),
    ],
  },
  {
    provider: "IBM",
    family: "Granite 3.1",
    modality: "text",
    languages: "12 languages",
    license: "Apache-2.0",
    template: "granite",
    tools: true,
    as_of: "2025-10",
    models: [
      row("granite-3.1-2b", "granite-3.1-2b", "ibm-granite/granite-3.1-2b-instruct", 131_072, "2024-12", {
        old: true,
        use: tiny,
      }),
      row("granite-3.1-8b", "granite-3.1-8b", "ibm-granite/granite-3.1-8b-instruct", 131_072, "2024-12", {
        old: true,
        use: chat,
      }),
    ],
  },
];

export const westernModels = families.flatMap(modelsOf);
