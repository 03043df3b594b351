import { type Family, type FamilyRow, modelsOf } from "./entry.ts";

type Uses = NonNullable<FamilyRow["use"]>;

const quick: Uses = ["classification", "extraction", "chat"];
const strong: Uses = ["chat", "writing", "code", "reasoning", "vision"];

interface Host {
  address: string;
  key_env: string;
}

/** Prices are the maker's list prices for a million tokens, in US dollars, of the month in `as_of`: look them up before relying on them. */
function row(
  host: Host,
  name: string,
  context: number,
  released: string,
  price: readonly [number, number],
  more: Partial<FamilyRow>,
): FamilyRow {
  const [input, output] = price;
  return {
    id: name,
    context,
    released,
    ...more,
    endpoint: { ...host, name, price: { input, output, currency: "USD" } },
  };
}

const openai: Host = { address: "https://api.openai.com/v1", key_env: "OPENAI_API_KEY" };
const anthropic: Host = { address: "https://api.anthropic.com/v1", key_env: "ANTHROPIC_API_KEY" };
const google: Host = { address: "https://generativelanguage.googleapis.com/v1beta/openai", key_env: "GEMINI_API_KEY" };

const shared = { languages: "many", license: "proprietary", template: null, tools: true, as_of: "2025-10" } as const;

const families: readonly Family[] = [
  {
    ...shared,
    provider: "OpenAI",
    family: "GPT",
    modality: "text+image",
    models: [
      row(openai, "gpt-5", 400_000, "2025-08", [1.25, 10], { use: strong }),
      row(openai, "gpt-5-mini", 400_000, "2025-08", [0.25, 2], { use: [...quick, "reasoning"] }),
      row(openai, "gpt-5-nano", 400_000, "2025-08", [0.05, 0.4], { use: quick }),
      row(openai, "gpt-4.1", 1_047_576, "2025-04", [2, 8], { use: strong }),
      row(openai, "gpt-4.1-mini", 1_047_576, "2025-04", [0.4, 1.6], { use: quick }),
      row(openai, "gpt-4.1-nano", 1_047_576, "2025-04", [0.1, 0.4], { use: quick }),
      row(openai, "gpt-4o", 128_000, "2024-05", [2.5, 10], { old: true, use: strong }),
      row(openai, "gpt-4o-mini", 128_000, "2024-07", [0.15, 0.6], { old: true, use: quick }),
    ],
  },
  {
    ...shared,
    provider: "Anthropic",
    family: "Claude",
    modality: "text+image",
    models: [
      row(anthropic, "claude-haiku-4-5", 200_000, "2025-10", [1, 5], { use: quick }),
      row(anthropic, "claude-sonnet-4-5", 200_000, "2025-09", [3, 15], { use: strong }),
      row(anthropic, "claude-opus-4-1", 200_000, "2025-08", [15, 75], { use: strong }),
      row(anthropic, "claude-3-5-haiku-latest", 200_000, "2024-10", [0.8, 4], { old: true, use: quick }),
    ],
  },
  {
    ...shared,
    provider: "Google",
    family: "Gemini",
    modality: "text+image+audio",
    models: [
      row(google, "gemini-2.5-flash-lite", 1_048_576, "2025-07", [0.1, 0.4], { use: quick }),
      row(google, "gemini-2.5-flash", 1_048_576, "2025-06", [0.3, 2.5], { use: [...quick, "vision"] }),
      row(google, "gemini-2.5-pro", 1_048_576, "2025-06", [1.25, 10], { use: strong }),
    ],
  },
];

export const hostedModels = families.flatMap(modelsOf);
