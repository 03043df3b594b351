import { z } from "zod";
import { messageSchema } from "../../protocol/item.ts";
import { jobSchema, trainSettingsSchema } from "../../protocol/job.ts";

/** A row whose tokens are counted: what a training would see of it. */
const countedRowSchema = z.object({ messages: z.array(messageSchema), answer: z.string() });
export type CountedRow = z.infer<typeof countedRowSchema>;

/**
 * What a process of the engine is told by the one that started it. One `job`, `tokenize` or `count`, first; then at most
 * `stop`s, and after `count` any number of `count-rows`.
 */
export const commandSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("job"), job: jobSchema }),
  /** From a training to the process that tokenizes for it. */
  z.object({
    type: z.literal("tokenize"),
    base: z.string(),
    train: z.string(),
    validation: z.string().nullable(),
    ...trainSettingsSchema.pick({ max_length: true, too_long: true }).shape,
  }),
  /** Whose vocabulary and chat template count: any GGUF. Answered by `ready`. */
  z.object({ type: z.literal("count"), model: z.string() }),
  /** Answered by `counts`, in the order of asking. */
  z.object({ type: z.literal("count-rows"), rows: z.array(countedRowSchema) }),
  z.object({ type: z.literal("stop") }),
]);
export type Command = z.infer<typeof commandSchema>;

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** What a process that counts tokens says. */
export const countMessageSchema = z.discriminatedUnion("type", [
  /** `fallback`: why the model's own chat template can't be used; null where it can. */
  z.object({ type: z.literal("ready"), fallback: z.object({ code: z.string(), params: paramsSchema }).nullable() }),
  /** For each row: prompt, answer and end of turn together, template included; and the answer alone. −1: refused by the template. */
  z.object({ type: z.literal("counts"), totals: z.array(z.int()), answers: z.array(z.int()) }),
  z.object({ type: z.literal("failed"), code: z.string(), params: paramsSchema }),
]);
export type CountMessage = z.infer<typeof countMessageSchema>;
