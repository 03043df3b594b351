import { z } from "zod";
import { currencyPattern, namePattern } from "./patterns.ts";
import { dataSchema } from "./schema-data.ts";
import { type EvaluateSpec, evaluateSchema, metricOf } from "./schema-evaluate.ts";
import { trainSchema } from "./schema-train.ts";

/** Types that llama.cpp can quantize to, by their usual names in lower case. */
export const quantizationTypes = [
  "f32",
  "bf16",
  "f16",
  "q8_0",
  "q6_k",
  "q5_k_m",
  "q5_k_s",
  "q5_1",
  "q5_0",
  "q4_k_m",
  "q4_k_s",
  "q4_1",
  "q4_0",
  "iq4_nl",
  "iq4_xs",
  "q3_k_l",
  "q3_k_m",
  "q3_k_s",
  "iq3_m",
  "iq3_s",
  "iq3_xs",
  "iq3_xxs",
  "q2_k",
  "q2_k_s",
  "iq2_m",
  "iq2_s",
  "iq2_xs",
  "iq2_xxs",
  "iq1_m",
  "iq1_s",
  "tq1_0",
  "tq2_0",
  "mxfp4",
] as const;

const jsonScalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const runSchema = z
  .strictObject({
    version: z.literal(1).describe("The version of this format. Files of this version say `1`."),
    name: z
      .string()
      .regex(namePattern)
      .max(100)
      .describe("What the experiment is called in the Runs view and in reports. Letters, digits, `.`, `_` and `-`."),
    model: z
      .string()
      .min(1)
      .describe(
        "The base model: an id from the Models view (`smollm2-135m-instruct`), a path to a GGUF file relative to this file, or `hf:org/name@revision`.",
      )
      .meta({ "x-complete": "model" }),
    engine: z
      .enum(["auto", "embedded", "python"])
      .default("auto")
      .describe(
        "What executes the training. `auto`: the first that can do what is asked; `embedded`: needs nothing but this extension; `python`: TRL and PEFT. Where it executes is `target`.",
      ),
    data: dataSchema,
    train: trainSchema.optional(),
    quantize: z
      .array(z.enum(quantizationTypes))
      .default([])
      .describe(
        "Quantizations to make and judge, by llama.cpp's names. The merged f16 model is always made: it is the reference that losses are measured against.",
      ),
    evaluate: evaluateSchema.optional(),
    matrix: z
      .record(
        z.string(),
        z.array(z.union([jsonScalar, z.array(z.unknown()), z.record(z.string(), z.unknown())])).min(1),
      )
      .default({})
      .describe(
        "Alternatives to try: a path of this file (`train.adapter.rank`) with the values it should take. Every combination becomes a variant; equal stages are done once.",
      )
      .meta({ "x-complete": "path" }),
    target: z
      .union([
        z.string(),
        z.strictObject({
          train: z.string().default("local").describe("Where training, merging and quantizing execute."),
          evaluate: z.string().default("local").describe("Where the evaluation executes."),
        }),
      ])
      .default("local")
      .describe(
        "Where stages execute: `local`, or the name of a target from the settings; or one for `train` and one for `evaluate`.",
      )
      .meta({ "x-complete": "target" }),
    budget: z
      .strictObject({
        hours: z.number().positive().optional().describe("Wall time after which `on_exceed` applies, hours."),
        cost: z
          .strictObject({
            amount: z.number().positive().describe("Amount of money, in `currency`."),
            currency: z.string().regex(currencyPattern).describe("ISO 4217 code, such as `CNY`, `EUR` or `USD`."),
          })
          .optional()
          .describe("Money after which `on_exceed` applies, by the price table of the settings."),
        on_exceed: z
          .enum(["stop", "warn"])
          .default("stop")
          .describe("`stop`: write a checkpoint and end the run; `warn`: say so and go on."),
      })
      .optional()
      .describe("How much the run may use. Left out: no limit."),
    serve: z
      .strictObject({
        release: z
          .string()
          .describe("The release name to serve, such as `triage/production`.")
          .meta({ "x-complete": "release" }),
        context: z
          .int()
          .positive()
          .default(1024)
          .describe("Tokens of context for each slot: prompt and answer together."),
        slots: z.int().positive().default(4).describe("Requests answered side by side."),
      })
      .optional()
      .describe("How the chosen model is served."),
  })
  .describe("One experiment: a model, data, and what to do with them.");

/** A run file with its defaults filled in. */
export type RunSpec = Omit<z.output<typeof runSchema>, "evaluate"> & { evaluate?: EvaluateSpec | undefined };
/** A run file as a person writes it. */
export type RunFile = z.input<typeof runSchema>;

/** Fills in the one default that zod can't, as it depends on another field. */
export function toSpec(parsed: z.output<typeof runSchema>): RunSpec {
  const { evaluate, ...rest } = parsed;
  if (!evaluate) return rest;
  const scorers = evaluate.scorers.map(metricOf);
  const primary = evaluate.primary ?? (scorers.includes("record") ? "record" : scorers.at(-1)!);
  return { ...rest, evaluate: { ...evaluate, primary } };
}
