import { z } from "zod";
import { moneySchema } from "./endpoint.ts";

const interval = { low: z.number(), high: z.number(), n: z.int().nonnegative() };

/** What is known of a judge's work on one candidate: how far its metric can be believed. */
export const judgeFactsSchema = z.object({
  metric: z.string(),
  candidate: z.string(),
  /** Of a pairwise judge: whom the candidate was held against. */
  against: z.string().nullable(),
  /** The judging model's name. */
  judge: z.string(),
  /** Answers with a verdict, and those without one by the reason; the latter count as 0. */
  judged: z.int().nonnegative(),
  failures: z.array(z.object({ failure: z.string(), answers: z.int().positive() })),
  /** Pairs with the same verdict in both orders, a share. Null: answers were graded alone. */
  consistency: z.object({ share: z.number(), ...interval }).nullable(),
  /** Pairs whose winner changed with the order, by the place that won both times; `p` of a sign test. */
  position: z.object({ first: z.int(), second: z.int(), p: z.number() }).nullable(),
  /** Pairs after the swap. */
  wins: z.object({ own: z.int(), other: z.int(), tie: z.int() }).nullable(),
  /**
   * The judge's taste for length. rank-correlation: of grade and length, −1 to 1; longer-wins: the share of decided pairs of
   * different length that the longer answer won. Null value: nothing varies. It may be a taste or a truth: look at both.
   */
  length: z.object({
    measure: z.enum(["rank-correlation", "longer-wins"]),
    value: z.number().nullable(),
    ...interval,
  }),
  /** With people, beyond chance: Cohen's kappa, quadratic for grades. Null: no rating fits an answer that was judged. */
  agreement: z
    .object({ kappa: z.number().nullable(), share: z.number(), weights: z.enum(["none", "quadratic"]), ...interval })
    .nullable(),
  cost: moneySchema.nullable(),
  seconds: z.number().nullable(),
});
export type JudgeFacts = z.infer<typeof judgeFactsSchema>;
