import { z } from "zod";

/** The one thing that a supervisor says to the program that started it, over their channel, before the two part. */
export const supervisorWordSchema = z.discriminatedUnion("type", [
  /** The run exists and has this process as its owner. */
  z.object({ type: z.literal("begun"), run: z.string() }),
  /** Another process is doing exactly this. */
  z.object({ type: z.literal("already"), run: z.string() }),
  z.object({
    type: z.literal("refused"),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export type SupervisorWord = z.infer<typeof supervisorWordSchema>;
