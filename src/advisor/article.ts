/**
 * The table of the article "如何选择合适规模的大语言模型，加速企业AI转型": recommendations and prices by model size, as printed.
 * Prices in yuan, electricity and depreciation included, cloud services not. `watts`, `pue`: of the machine it names for ten
 * users, taken for checking the monthly figures; the article gives neither.
 */
export interface ArticleRow {
  size: string;
  /** A model of that size to compute with. */
  arch: string;
  quantization: string;
  /** `bf16` and `int8` for what the article writes as FP16 / INT8. */
  quants: readonly string[];
  training: readonly Setup[];
  inference: readonly Setup[];
  purchase: readonly [low: number, high: number];
  /** The smallest row has an upper bound only. */
  monthly: readonly [low: number | null, high: number];
  watts: readonly [low: number, high: number];
  pue: number;
}

export interface Setup {
  device: string;
  count: number;
}

const one = (device: string): Setup => ({ device, count: 1 });

export const articleUsers = 10;

export const article: readonly ArticleRow[] = [
  {
    size: "1.5B",
    arch: "qwen2.5-1.5b",
    quantization: "FP16 / INT8",
    quants: ["bf16", "int8"],
    training: [one("RTX 3060 12 GB")],
    inference: [one("RTX 3060 12 GB")],
    purchase: [10_000, 20_000],
    monthly: [null, 500],
    watts: [200, 300],
    pue: 1,
  },
  {
    size: "7B",
    arch: "qwen2.5-7b",
    quantization: "INT4",
    quants: ["int4"],
    training: [one("RTX 3090"), one("RTX 4090")],
    inference: [one("RTX 3060 12 GB"), one("RTX 4060")],
    purchase: [50_000, 100_000],
    monthly: [800, 1500],
    watts: [300, 450],
    pue: 1,
  },
  {
    size: "14B",
    arch: "qwen2.5-14b",
    quantization: "INT4",
    quants: ["int4"],
    training: [one("RTX 4090"), { device: "RTX 3080", count: 2 }],
    inference: [one("RTX 4070"), one("RTX 4080")],
    purchase: [100_000, 200_000],
    monthly: [1500, 3000],
    watts: [400, 600],
    pue: 1,
  },
  {
    size: "32B",
    arch: "qwen2.5-32b",
    quantization: "INT4",
    quants: ["int4"],
    training: [{ device: "RTX 4090", count: 2 }, one("A100 PCIe 40 GB")],
    inference: [{ device: "RTX 4090", count: 2 }, one("A100 PCIe 40 GB")],
    purchase: [300_000, 500_000],
    monthly: [4000, 8000],
    watts: [800, 1200],
    pue: 1.2,
  },
  {
    size: "70B",
    arch: "llama-3-70b",
    quantization: "INT4",
    quants: ["int4"],
    training: [{ device: "A100 PCIe 80 GB", count: 2 }],
    inference: [{ device: "A100 PCIe 80 GB", count: 2 }, one("A100 PCIe 80 GB")],
    purchase: [800_000, 1_000_000],
    monthly: [10_000, 15_000],
    watts: [1200, 1600],
    pue: 1.3,
  },
  {
    size: "671B",
    arch: "deepseek-v3-671b",
    quantization: "INT4",
    quants: ["int4"],
    training: [{ device: "A100 PCIe 80 GB", count: 8 }],
    inference: [
      { device: "A100 PCIe 80 GB", count: 6 },
      { device: "A100 PCIe 40 GB", count: 6 },
    ],
    purchase: [3_000_000, 4_000_000],
    monthly: [60_000, 100_000],
    watts: [5000, 7000],
    pue: 1.3,
  },
];
