import { z } from "zod";

/** What is seen in a chat template without executing it. */
export const templateFactsSchema = z.object({
  /** Whose format of conversations it writes; null: none that is known. */
  family: z.string().nullable(),
  problems: z.array(
    z.enum([
      "template-too-long",
      "template-unbalanced",
      "template-no-messages",
      "template-no-generation-prompt",
      "template-reaches-out",
      "template-other-family",
    ]),
  ),
});
export type TemplateFacts = z.infer<typeof templateFactsSchema>;

/** What can be read of a model file without running native code. Counts are exact, sizes in bytes. */
export const modelFactsSchema = z.object({
  ok: z.literal(true),
  format: z.enum(["gguf", "safetensors"]),
  kind: z.enum(["model", "adapter"]),
  path: z.string(),
  size_bytes: z.int().nonnegative(),
  sha256: z.string().optional(),
  name: z.string().nullable(),
  architecture: z.string(),
  parameters: z.int().nonnegative(),
  /** The usual name of the file's main quantization: F16, Q8_0, Q4_K_M … */
  quantization: z.string(),
  /** Tensor types with their number of tensors. */
  tensor_types: z.record(z.string(), z.int()),
  context_length: z.int().nullable(),
  embedding_length: z.int().nullable(),
  block_count: z.int().nullable(),
  feed_forward_length: z.int().nullable(),
  head_count: z.int().nullable(),
  head_count_kv: z.int().nullable(),
  head_dim: z.int().nullable(),
  vocabulary: z.int().nullable(),
  tokenizer: z.string().nullable(),
  tied_embeddings: z.boolean(),
  chat_template: z.boolean(),
  /** Absent where there is no template, and in facts that were stored before it was looked at. */
  template: templateFactsSchema.optional(),
  license: z.string().nullable(),
  /** Of an adapter only. */
  adapter: z.object({ type: z.string(), alpha: z.number().nullable(), rank: z.int().nullable() }).optional(),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

export const modelRefusalSchema = z.object({ ok: z.literal(false), code: z.string(), message: z.string() });
export const modelInspectionSchema = z.discriminatedUnion("ok", [modelFactsSchema, modelRefusalSchema]);
export type ModelInspection = z.infer<typeof modelInspectionSchema>;

/** A model this machine knows: `models --json` prints a list of them. */
export const knownModelSchema = z.object({
  /** What a run file writes as `model:`. */
  id: z.string(),
  title: z.string(),
  origin: z.enum(["catalogue", "added"]),
  /** Absent: it would be fetched on first use. */
  path: z.string().nullable(),
  size_bytes: z.int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  license: z.string().nullable(),
  parameters: z.int().nullable(),
  quantization: z.string().nullable(),
  /** Whether this machine's memory holds it while it answers, and what that takes, estimated; absent where its shape is not known. */
  fit: z.enum(["fits", "tight", "no"]).optional(),
  answering_bytes: z.number().optional(),
});
export type KnownModel = z.infer<typeof knownModelSchema>;

/** `models list --json`. */
export const knownModelsSchema = z.array(knownModelSchema);

/** `models remove ID --json`. A person's own file is never deleted, and frees nothing. */
export const removedModelSchema = z.object({ id: z.string(), freed_bytes: z.number() });
