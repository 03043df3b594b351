import { type Family, type FamilyRow, modelsOf } from "./entry.ts";

const deepseek = { provider: "DeepSeek", modality: "text", license: "MIT", tools: null } as const;

function distilled(id: string, arch: string, name: string, template: string, license: string): FamilyRow {
  const use = ["reasoning", "code"] as const;
  return {
    id,
    arch,
    title: name,
    repository: `deepseek-ai/${name}`,
    context: 131_072,
    released: "2025-01",
    template,
    license,
    use: [...use],
  };
}

/** Distillations keep the licence of what they were made from. */
const distillations: Family = {
  ...deepseek,
  family: "DeepSeek-R1-Distill",
  languages: "English, Chinese",
  template: "deepseek-r1",
  as_of: "2025-10",
  models: [
    distilled("deepseek-r1-distill-qwen-1.5b", "qwen2.5-1.5b", "DeepSeek-R1-Distill-Qwen-1.5B", "deepseek-r1", "MIT"),
    distilled("deepseek-r1-distill-qwen-7b", "qwen2.5-7b", "DeepSeek-R1-Distill-Qwen-7B", "deepseek-r1", "MIT"),
    distilled("deepseek-r1-distill-qwen-14b", "qwen2.5-14b", "DeepSeek-R1-Distill-Qwen-14B", "deepseek-r1", "MIT"),
    distilled("deepseek-r1-distill-qwen-32b", "qwen2.5-32b", "DeepSeek-R1-Distill-Qwen-32B", "deepseek-r1", "MIT"),
    distilled(
      "deepseek-r1-distill-llama-8b",
      "llama-3-8b",
      "DeepSeek-R1-Distill-Llama-8B",
      "deepseek-r1",
      "Llama 3.1 Community",
    ),
    distilled(
      "deepseek-r1-distill-llama-70b",
      "llama-3-70b",
      "DeepSeek-R1-Distill-Llama-70B",
      "deepseek-r1",
      "Llama 3.3 Community",
    ),
    {
      ...distilled("deepseek-r1-0528-qwen3-8b", "qwen3-8b", "DeepSeek-R1-0528-Qwen3-8B", "deepseek-r1", "MIT"),
      released: "2025-05",
    },
  ],
};

const own: Family = {
  ...deepseek,
  family: "DeepSeek",
  languages: "English, Chinese",
  template: "deepseek-v3",
  as_of: "2025-10",
  models: [
    {
      id: "deepseek-v3",
      arch: "deepseek-v3-671b",
      title: "DeepSeek-V3",
      repository: "deepseek-ai/DeepSeek-V3",
      context: 131_072,
      released: "2024-12",
      old: true,
      tools: true,
      use: ["chat", "code", "writing"],
    },
    {
      id: "deepseek-v3.1",
      arch: "deepseek-v3-671b",
      title: "DeepSeek-V3.1",
      repository: "deepseek-ai/DeepSeek-V3.1",
      context: 131_072,
      released: "2025-08",
      tools: true,
      use: ["chat", "code", "writing", "reasoning"],
    },
    {
      id: "deepseek-r1",
      arch: "deepseek-v3-671b",
      title: "DeepSeek-R1",
      repository: "deepseek-ai/DeepSeek-R1",
      context: 131_072,
      released: "2025-01",
      old: true,
      use: ["reasoning", "code"],
    },
    {
      id: "deepseek-v2-lite",
      arch: "deepseek-v2-lite-16b",
      title: "DeepSeek-V2-Lite-Chat",
      repository: "deepseek-ai/DeepSeek-V2-Lite-Chat",
      license: "DeepSeek",
      context: 32_768,
      released: "2024-05",
      old: true,
      use: ["chat"],
    },
    {
      id: "deepseek-chat",
      context: 131_072,
      released: "2024-05",
      tools: true,
      license: "proprietary",
      template: null,
      use: ["chat", "code", "writing", "extraction"],
      endpoint: { address: "https://api.deepseek.com", name: "deepseek-chat", key_env: "DEEPSEEK_API_KEY" },
    },
    {
      id: "deepseek-reasoner",
      context: 131_072,
      released: "2025-01",
      license: "proprietary",
      template: null,
      use: ["reasoning", "code"],
      endpoint: { address: "https://api.deepseek.com", name: "deepseek-reasoner", key_env: "DEEPSEEK_API_KEY" },
    },
  ],
};

export const deepseekModels = [own, distillations].flatMap(modelsOf);
