import { z } from "zod";
import { jobSchema, trainSettingsSchema } from "../../protocol/job.ts";

/** What a process of the engine is told by the one that started it. One `job` or `tokenize`, first; then at most `stop`s. */
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
  z.object({ type: z.literal("stop") }),
]);
export type Command = z.infer<typeof commandSchema>;
