import { z } from "zod";

/** What a candidate costs; less is better, but for speed. */
export const tradeOffAxisSchema = z.enum(["size", "speed", "memory", "cost"]);
export type TradeOffAxis = z.infer<typeof tradeOffAxisSchema>;

export const tradeOffSchema = z.object({
  name: z.string(),
  /**
   * front: nothing is as good and cheaper. dominated: another is no worse in anything, better in something, and not of
   * lower quality beyond doubt of the interval. maybe-dominated: the same by the means, but the qualities can't be told apart.
   */
  standing: z.enum(["front", "dominated", "maybe-dominated"]),
  /** Candidates that dominate it, for certain or by the means; the best first. */
  by: z.array(z.string()),
});
export type TradeOff = z.infer<typeof tradeOffSchema>;

/** The Pareto front of quality and of what it costs. */
export const tradeOffsSchema = z.object({
  /** Axes that are known for every candidate in `candidates`, beside the primary metric. */
  axes: z.array(tradeOffAxisSchema),
  candidates: z.array(tradeOffSchema),
  /** Candidates of which an axis is not known; they are in no comparison here. */
  left_out: z.array(z.string()),
});
export type TradeOffs = z.infer<typeof tradeOffsSchema>;
