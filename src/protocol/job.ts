import { z } from "zod";

/** How answers are generated. */
export const decodeSchema = z.object({
  temperature: z.number().min(0),
  max_tokens: z.int().positive(),
  /** none: free text; json: any JSON value; schema: JSON of the data's schema. */
  constrain: z.enum(["none", "json", "schema"]),
});
export type Decode = z.infer<typeof decodeSchema>;

/** Resolved settings of a training stage: nothing is left to a default below this point. */
export const trainSettingsSchema = z.object({
  method: z.enum(["sft", "dpo", "grpo"]),
  adapter_type: z.enum(["lora", "dora", "none"]),
  rank: z.int().positive(),
  alpha: z.number().positive(),
  /** Projections that get an adapter, by their GGUF names: attn_q, attn_k, attn_v, attn_output, ffn_gate, ffn_up, ffn_down. */
  targets: z.array(z.string()).min(1),
  epochs: z.number().positive(),
  /** Rows per optimizer step. */
  batch_size: z.int().positive(),
  learning_rate: z.number().positive(),
  /** Share of the optimizer steps over which the learning rate rises from 0. */
  warmup: z.number().min(0).max(1),
  schedule: z.enum(["cosine", "linear", "constant"]),
  weight_decay: z.number().min(0),
  /** Gradients are scaled down to this global norm; 0: not at all. */
  clip: z.number().min(0),
  max_length: z.int().positive(),
  too_long: z.enum(["error", "drop", "truncate"]),
  seed: z.int(),
  /** Validation loss after so many optimizer steps; also at the start and the end. 0: only there. */
  evaluate_every: z.int().nonnegative(),
  checkpoint_every: z.int().nonnegative(),
});
export type TrainSettings = z.infer<typeof trainSettingsSchema>;

/** A unit of work for the embedded engine's child process. All paths are absolute; `out` is the stage's temporary folder. */
export const jobSchema = z.discriminatedUnion("kind", [
  /** Any GGUF → `base.f16.gguf` (to merge into, and to judge the base) and `base.q8_0.gguf` (to train on). */
  z.object({ kind: z.literal("convert"), source: z.string(), out: z.string(), threads: z.int().positive() }),
  /** → `adapter.gguf`, `curve.jsonl`. Checkpoints live in `checkpoints`, a folder that outlives a killed attempt. */
  z.object({
    kind: z.literal("train"),
    base: z.string(),
    train: z.string(),
    validation: z.string().nullable(),
    settings: trainSettingsSchema,
    out: z.string(),
    checkpoints: z.string(),
    threads: z.int().positive(),
    /** Fixed number of threads, so that the result is the same to the bit. False: adapt to a busy machine. */
    deterministic: z.boolean(),
  }),
  /** f16 base + adapter → `model.f16.gguf`. */
  z.object({
    kind: z.literal("merge"),
    base: z.string(),
    adapter: z.string(),
    out: z.string(),
    threads: z.int().positive(),
  }),
  /** f16 model → `model.<type>.gguf`. `type` is llama.cpp's usual name in lower case. */
  z.object({
    kind: z.literal("quantize"),
    source: z.string(),
    type: z.string(),
    out: z.string(),
    threads: z.int().positive(),
  }),
  /** Model × items → `answers.jsonl` (`answerSchema` a line, in the items' order). Finished items in `partial` are kept. */
  z.object({
    kind: z.literal("evaluate"),
    model: z.string(),
    items: z.string(),
    decode: decodeSchema,
    /** Answers to each item, each drawn anew. Left out: 1, which is enough at temperature 0. */
    repeats: z.int().positive().optional(),
    /** JSON schema text, where `decode.constrain` is `schema`. */
    schema: z.string().nullable(),
    /** Examples shown before the question, oldest first: items of the training split. */
    shots: z.string().nullable(),
    out: z.string(),
    partial: z.string(),
    threads: z.int().positive(),
    /** Answers generated side by side. */
    slots: z.int().positive(),
    seed: z.int(),
  }),
  /**
   * How a model predicts the items' expected answers. Without `reference` → `reference.bin`, the likeliest tokens of
   * each place; with one, such a file of the unquantized model → `divergence.jsonl` (`divergenceRowSchema` a line).
   */
  z.object({
    kind: z.literal("divergence"),
    model: z.string(),
    items: z.string(),
    shots: z.string().nullable(),
    reference: z.string().nullable(),
    out: z.string(),
    threads: z.int().positive(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;
export type JobOf<K extends Job["kind"]> = Extract<Job, { kind: K }>;

/** What a child says while it works, one message each. It ends with exactly one `done` or `failed`; less is a crash. */
export const workerMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("progress"),
    done: z.number(),
    total: z.number(),
    unit: z.enum(["items", "tensors", "tokens", "bytes", "steps"]),
    seconds_left: z.number().nullable(),
  }),
  z.object({
    type: z.literal("train.step"),
    step: z.int(),
    steps: z.int(),
    epoch: z.number(),
    /** Mean over the answer tokens of this optimizer step, nats. Null: not a number. */
    loss: z.number().nullable(),
    learning_rate: z.number(),
    /** Before clipping. */
    grad_norm: z.number().nullable(),
    /** Tokens of the rows of this step, prompt included, padding not. */
    tokens: z.int(),
    seconds: z.number(),
    threads: z.int(),
    seconds_left: z.number().nullable(),
  }),
  z.object({ type: z.literal("train.evaluation"), step: z.int(), loss: z.number().nullable(), tokens: z.int() }),
  z.object({ type: z.literal("train.checkpoint"), step: z.int(), bytes: z.int() }),
  /** An earlier attempt's checkpoint is gone on from. */
  z.object({ type: z.literal("train.resumed"), step: z.int() }),
  z.object({
    type: z.literal("note"),
    level: z.enum(["info", "warning"]),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** Of this process, resident, bytes: now, and at most so far. Every few seconds, where it changed. */
  z.object({ type: z.literal("memory"), bytes: z.number(), peak_bytes: z.number() }),
  z.object({
    type: z.literal("done"),
    /** Of this process, resident, bytes. */
    peak_memory_bytes: z.number(),
    facts: z.record(z.string(), z.unknown()),
  }),
  z.object({
    type: z.literal("failed"),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    detail: z.string().optional(),
  }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
