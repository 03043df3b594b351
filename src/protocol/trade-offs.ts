import { z } from "zod";

/** What a candidate costs; less is better, but for speed. */
export const tradeOffAxisSchema = z.enum(["size", "speed", "memory", "cost"]);
export type TradeOffAxis = z.infer<typeof tradeOffAxisSchema>;

export const tradeOffSchema = z.object({
  name: z.string(),
  /**
   * front: every candidate that costs less is shown to be of lower quality. dominated: one that costs less is shown to be
   * as good. maybe-dominated: for one that costs less the qualities can't be told apart, so its price is not shown to buy
   * anything. "Costs less" is no more on any axis, and less on one.
   */
  standing: z.enum(["front", "dominated", "maybe-dominated"]),
  /** The candidates that cost less and are as good, or can't be told apart; those with the highest mean first. */
  by: z.array(z.string()),
});
export type TradeOff = z.infer<typeof tradeOffSchema>;

/** The Pareto front of quality and of what it costs. */
export const tradeOffsSchema = z.object({
  /** Axes that are known for every candidate in `candidates`, beside the primary metric. */
  axes: z.array(tradeOffAxisSchema),
  /** Of the intervals that qualities were told apart by; each stands alone. */
  confidence: z.number(),
  candidates: z.array(tradeOffSchema),
  /** Candidates of which an axis is not known; they are in no comparison here. */
  left_out: z.array(z.string()),
});
export type TradeOffs = z.infer<typeof tradeOffsSchema>;
