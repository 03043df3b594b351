import { z } from "zod";

/** `estimate --json`. */
const rangeSchema = z.object({ low: z.number(), likely: z.number(), high: z.number() });

export const assumptionSchema = z.object({
  /** A stable name, such as `depreciation_months`. */
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  /** `given`: by an option; `known`: of the model or the device; `default`: nobody said, so this was taken. */
  origin: z.enum(["given", "known", "default"]),
  unit: z.string().optional(),
});
export type Assumption = z.infer<typeof assumptionSchema>;

export const deviceFitSchema = z.object({
  device: z.string(),
  count: z.int(),
  /** `fits`: even the high estimate does; `tight`: the likely one does; `no`: it does not. */
  verdict: z.enum(["fits", "tight", "no"]),
  needed_bytes: z.number(),
  usable_bytes: z.number(),
  /** The most tokens, for that many users, and users, for that context, whose likely estimate fits. */
  max_context: z.int(),
  max_users: z.int(),
  /** Null where the device's speed is not known, or the model does not fit. */
  tokens_per_second: z.number().nullable(),
});
export type DeviceFit = z.infer<typeof deviceFitSchema>;

const money = z.number().nullable();

export const estimateSchema = z.object({
  model: z.string(),
  parameters: z.number(),
  method: z.string(),
  /** Of all devices together, unless `per_device` is meant; bytes by what they are for are of `likely`. */
  memory_bytes: rangeSchema.extend({
    parts: z.record(z.string(), z.number()),
    per_device: z.number(),
    /** Share of measured rows that lie within low … high. */
    coverage: z.number(),
  }),
  /** Training: of a step, and of all if the number of rows is known. Serving: of an answer. Null where the device is not known. */
  seconds: rangeSchema
    .extend({
      of: z.enum(["step", "run", "answer"]),
      first_token: z.number().nullable(),
      tokens_per_second: z.number().nullable(),
      tokens_per_second_all: z.number().nullable(),
    })
    .nullable(),
  cost: z.object({
    currency: z.string(),
    purchase: money,
    depreciation_per_month: money,
    electricity_per_month: money,
    owned_per_month: money,
    rented_per_month: money,
    owned_per_run: money,
    rented_per_run: money,
    owned_per_thousand_answers: money,
    rented_per_thousand_answers: money,
  }),
  fits: z.array(deviceFitSchema),
  assumptions: z.array(assumptionSchema),
});
export type Estimate = z.infer<typeof estimateSchema>;

/** How far this machine's own stages were from their estimates. */
export const residualSchema = z.object({
  /** `architecture/kind`. */
  key: z.string(),
  n: z.int(),
  /** Median of estimate / measured − 1. */
  bias: z.number(),
  /** Median of its absolute value, as counted and as earlier runs would have corrected it. */
  error: z.number(),
  corrected_error: z.number(),
});
export type Residual = z.infer<typeof residualSchema>;
