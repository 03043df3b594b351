import { writeFileSync } from "node:fs";
import { z } from "zod";

/** A line of `curve.jsonl`: an optimizer step, or a look at the validation loss. */
export const curvePointSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("step"),
    step: z.int(),
    epoch: z.number(),
    /** Mean over the answer tokens, nats. */
    loss: z.number(),
    learning_rate: z.number(),
    grad_norm: z.number(),
    tokens: z.int(),
    seconds: z.number(),
    threads: z.int(),
  }),
  z.object({ type: z.literal("evaluation"), step: z.int(), loss: z.number(), tokens: z.int() }),
]);
export type CurvePoint = z.infer<typeof curvePointSchema>;

export function writeCurve(file: string, points: readonly CurvePoint[]): void {
  writeFileSync(file, points.map((point) => `${JSON.stringify(point)}\n`).join(""));
}
