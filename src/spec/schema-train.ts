import { z } from "zod";

const projections = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"] as const;
export const allLinear: readonly string[] = projections;

export const adapterSchema = z.strictObject({
  type: z
    .enum(["lora", "dora", "none"])
    .default("lora")
    .describe(
      "`lora`: two thin matrices beside each weight; `dora`: LoRA with a learned magnitude; `none`: train all weights.",
    ),
  rank: z
    .int()
    .min(1)
    .max(1024)
    .default(16)
    .describe("Width of the thin matrices. 8 to 32 for most tasks; more learns more and takes more memory."),
  alpha: z
    .number()
    .positive()
    .optional()
    .describe("Scale: the adapter's effect is multiplied by alpha / rank. Left out: 2 × rank."),
  targets: z
    .union([z.literal("all-linear"), z.array(z.enum(projections)).min(1)])
    .default("all-linear")
    .describe(
      "Which weights get an adapter: `all-linear`, or some of `attn_q`, `attn_k`, `attn_v`, `attn_output`, `ffn_gate`, `ffn_up`, `ffn_down`.",
    ),
});

export const trainSchema = z
  .strictObject({
    method: z
      .enum(["sft", "dpo", "grpo"])
      .default("sft")
      .describe(
        "`sft`: learn from example answers; `dpo`: from pairs of a better and a worse one; `grpo`: from rewards for the model's own answers.",
      ),
    base_precision: z
      .enum(["auto", "f32", "bf16", "q8_0", "nf4"])
      .default("auto")
      .describe(
        "Precision of the frozen base while training. `auto`: q8_0 in the embedded engine; `f32`: Python engine only; `bf16`: Python engine only; `q8_0`: what the embedded engine trains on; `nf4`: QLoRA, Python engine on CUDA only.",
      ),
    adapter: adapterSchema.default(adapterSchema.parse({})).describe("What is trained in place of the full weights."),
    epochs: z.number().positive().max(1000).default(1).describe("Times that each training row is seen."),
    batch_size: z
      .int()
      .positive()
      .max(4096)
      .default(8)
      .describe("Rows for each optimizer step. How many are computed at once is the engine's business."),
    learning_rate: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe(
        "Peak step size of the optimizer. Left out: 2e-3 for sft with an adapter in the embedded engine, 2e-4 in Python, 1e-6 for dpo and grpo, 2e-5 without an adapter.",
      ),
    warmup: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe("Fraction of the optimizer steps over which the learning rate rises from 0 to its peak."),
    schedule: z
      .enum(["cosine", "linear", "constant"])
      .default("cosine")
      .describe(
        "How the learning rate goes on after the warm-up. `cosine`: down to a tenth of the peak, slowly at both ends; `linear`: down to a tenth of the peak; `constant`: it stays at the peak.",
      ),
    weight_decay: z.number().min(0).max(1).default(0).describe("AdamW's decay of adapter weights."),
    clip: z
      .number()
      .min(0)
      .default(1)
      .describe("Largest norm of the gradient; larger ones are scaled down to it. `0`: never."),
    max_length: z
      .int()
      .min(8)
      .max(131072)
      .default(256)
      .describe("Most tokens of a row, prompt and answer together, template included."),
    too_long: z
      .enum(["error", "drop", "truncate"])
      .default("error")
      .describe(
        "What happens to a longer row. `error`: training does not start, and the row is named; `drop`: it is left out, and their number is said; `truncate`: its prompt's beginning is cut.",
      ),
    seed: z
      .int()
      .min(0)
      .max(4294967295)
      .default(42)
      .describe("Seed of the adapter's start values and of the rows' order."),
    evaluate_every: z
      .int()
      .min(0)
      .default(0)
      .describe("Optimizer steps between two looks at the validation loss. `0`: about ten in the run."),
    checkpoint_every: z
      .int()
      .min(0)
      .default(0)
      .describe("Optimizer steps between two checkpoints. `0`: about every two minutes' work."),
    deterministic: z
      .boolean()
      .default(false)
      .describe(
        "`true`: a fixed number of threads, so that the same machine gives the same adapter to the bit. `false`: fewer threads while the machine is busy.",
      ),
  })
  .describe("Fine-tuning. Left out: the model is judged as it is.");
export type TrainSpec = z.output<typeof trainSchema>;
