import type { LanguageFacts } from "../../../src/language/facts.ts";
import type { ColumnFact } from "../../../src/plan/references.ts";

/** A world of four files and one model, for features that ask about files, columns and models. */
const columns: Record<string, ColumnFact[]> = {
  "data/test.jsonl": [
    { name: "body", example: "Another mail" },
    { name: "label", example: "ham" },
    { name: "sender", example: { domain: "example.net" } },
  ],
  "data/train.jsonl": [
    { name: "body", example: "Dear Sir,\nwin now!" },
    { name: "label", example: "spam" },
    { name: "sender", example: { domain: "example.org" } },
  ],
  "客服/数据.csv": [
    { name: "客户", example: "甲" },
    { name: "问题", example: "怎么退款？" },
  ],
};
const files = {
  data: Object.keys(columns),
  schema: ["data/mail.schema.json"],
  model: ["models/own.gguf"],
};

export const knownWorld: LanguageFacts = {
  exists: async (file) => Object.values(files).flat().includes(file),
  files: async (kind) => files[kind],
  columns: async (file) => columns[file] ?? null,
  models: async () => ["smollm2-135m-instruct"],
  modelFacts: async () => null,
  knownModels: async () => [
    {
      id: "smollm2-135m-instruct",
      title: "SmolLM2 135M Instruct",
      origin: "catalogue",
      path: null,
      size_bytes: 91_000_000,
      sha256: null,
      license: "Apache-2.0",
      parameters: 134_515_008,
      quantization: "Q4_1",
    },
  ],
};

/** Where nothing can be found out: other folders, no rights, no time. */
export const unknownWorld: LanguageFacts = {
  exists: async () => null,
  files: async () => [],
  columns: async () => null,
  models: async () => null,
  modelFacts: async () => null,
  knownModels: async () => [],
};
