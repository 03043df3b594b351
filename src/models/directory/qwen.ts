import { type Family, type FamilyRow, modelsOf } from "./entry.ts";

const all = "more than 100";
const qwen = {
  provider: "Alibaba Qwen",
  modality: "text",
  license: "Apache-2.0",
  template: "chatml",
  tools: true,
} as const;
const small = ["classification", "extraction", "embedded"] as const;
const middle = ["classification", "extraction", "chat", "writing"] as const;
const large = ["chat", "writing", "reasoning", "code"] as const;

function row(
  id: string,
  repository: string,
  context: number,
  released: string,
  more: Partial<FamilyRow> = {},
): FamilyRow {
  return { id, arch: id, title: repository.split("/")[1] ?? id, repository, context, released, ...more };
}

const qwen3: Family = {
  ...qwen,
  family: "Qwen3",
  languages: "119 languages and dialects",
  as_of: "2025-10",
  models: [
    row("qwen3-0.6b", "Qwen/Qwen3-0.6B", 32_768, "2025-04", { use: [...small] }),
    row("qwen3-1.7b", "Qwen/Qwen3-1.7B", 32_768, "2025-04", { use: [...small] }),
    row("qwen3-4b", "Qwen/Qwen3-4B", 32_768, "2025-04", { use: [...middle] }),
    row("qwen3-8b", "Qwen/Qwen3-8B", 32_768, "2025-04", { use: [...middle, "reasoning"] }),
    row("qwen3-14b", "Qwen/Qwen3-14B", 32_768, "2025-04", { use: [...middle, "reasoning"] }),
    row("qwen3-32b", "Qwen/Qwen3-32B", 32_768, "2025-04", { use: [...large] }),
    row("qwen3-30b-a3b", "Qwen/Qwen3-30B-A3B", 32_768, "2025-04", { use: [...large] }),
    row("qwen3-235b-a22b", "Qwen/Qwen3-235B-A22B", 32_768, "2025-04", { use: [...large] }),
  ],
};

const qwen25: Family = {
  ...qwen,
  family: "Qwen2.5",
  languages: "29 languages",
  as_of: "2025-10",
  models: [
    row("qwen2.5-0.5b", "Qwen/Qwen2.5-0.5B-Instruct", 32_768, "2024-09", { old: true, use: [...small] }),
    row("qwen2.5-1.5b", "Qwen/Qwen2.5-1.5B-Instruct", 32_768, "2024-09", { old: true, use: [...small] }),
    row("qwen2.5-3b", "Qwen/Qwen2.5-3B-Instruct", 32_768, "2024-09", {
      old: true,
      license: "Qwen Research",
      use: [...small],
    }),
    row("qwen2.5-7b", "Qwen/Qwen2.5-7B-Instruct", 131_072, "2024-09", { old: true, use: [...middle] }),
    row("qwen2.5-14b", "Qwen/Qwen2.5-14B-Instruct", 131_072, "2024-09", { old: true, use: [...middle] }),
    row("qwen2.5-32b", "Qwen/Qwen2.5-32B-Instruct", 131_072, "2024-09", { old: true, use: [...large] }),
    row("qwen2.5-72b", "Qwen/Qwen2.5-72B-Instruct", 131_072, "2024-09", {
      old: true,
      license: "Qwen",
      use: [...large],
    }),
  ],
};

const hosted: Family = {
  ...qwen,
  family: "Qwen, hosted",
  languages: all,
  license: "proprietary",
  template: null,
  as_of: "2025-10",
  models: ["qwen-flash", "qwen-plus", "qwen-max"].map((name) => ({
    id: name,
    context: name === "qwen-max" ? 32_768 : 131_072,
    released: "2024-01",
    use: [...large],
    endpoint: {
      address: "https://dashscope.aliyuncs.com/compatible-mode/v1",
      name,
      key_env: "DASHSCOPE_API_KEY",
    },
  })),
};

export const qwenModels = [qwen3, qwen25, hosted].flatMap(modelsOf);
