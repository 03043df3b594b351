import { z } from "zod";
import { namePattern } from "./patterns.ts";
import { scorerSchema } from "./schema-scorers.ts";

export { type ScorerSpec, scorerName } from "./schema-scorers.ts";

const constrain = z
  .enum(["none", "json", "schema"])
  .describe("`none`: free text; `json`: any JSON value; `schema`: only what the data's schema allows.");

export const rivalSchema = z.strictObject({
  name: z.string().regex(namePattern).describe("What the rival is called in tables and reports."),
  model: z
    .string()
    .optional()
    .describe("Another model to judge. Left out: the base model as it came.")
    .meta({ "x-complete": "model" }),
  shots: z.int().min(0).max(64).default(0).describe("Training rows shown as examples before the question."),
  constrain: constrain.default("none"),
});

const gate = z.union([
  z.strictObject({
    metric: z.string().describe("The metric that must hold.").meta({ "x-complete": "metric" }),
    margin: z.number().gt(0).lt(1).describe("Largest loss that is tolerable, as a fraction: `0.05` is five points."),
    against: z
      .string()
      .default("reference")
      .describe(
        "What it is measured against: `reference`, the name of a candidate (an endpoint is one), or a score file of today's process, relative to this file: `scores/today.jsonl`.",
      )
      .meta({ "x-complete": "candidate" }),
  }),
  z.strictObject({
    metric: z.string().describe("The metric that must hold.").meta({ "x-complete": "metric" }),
    at_least: z.number().gt(0).max(1).describe("Floor, as a fraction: the lower end of the interval must reach it."),
  }),
]);

export const evaluateSchema = z
  .strictObject({
    primary: z
      .string()
      .optional()
      .describe(
        "The metric that decides: a scorer, or a part of one (`fields.category`, `rules.no-link`). Left out: `record` where it is among the scorers, else the last of them.",
      )
      .meta({ "x-complete": "metric" }),
    scorers: z
      .array(scorerSchema)
      .min(1)
      .default(["exact"])
      .describe(
        'How answers are scored. `exact`: it is the expected text; `normalized`: it is, whatever the case, width, white space and punctuation; `contains`: the expected text is in it; `number`: its number is the expected one; `classification`: its label is the expected one; `token_f1`: the share of words in common; `chrf`: the share of character sequences in common; `json`: it is one JSON value; `schema`: it is valid by the data\'s schema; `fields`: the share of the expected fields that are right; `rules`: all rules hold; `record`: the whole answer is right. From `json` to `record` they are layers: a failure is counted once, where it happened. With parameters: `{number: {relative: 0.01}}`, `{regex: "^[A-Z]{3}$"}`, `{length: {at_most: 280}}`, `{classification: {field: category}}`.',
      ),
    decode: z
      .strictObject({
        temperature: z.number().min(0).max(2).default(0).describe("`0`: always the likeliest token."),
        max_tokens: z.int().positive().max(32768).default(256).describe("Most tokens of an answer."),
        constrain: constrain.default("none"),
      })
      .default({ temperature: 0, max_tokens: 256, constrain: "none" })
      .describe("How answers are generated."),
    rivals: z
      .array(rivalSchema)
      .default([])
      .describe("What the tuned model has to beat: the base as it came, with examples, or constrained."),
    baseline: z
      .string()
      .optional()
      .describe("The candidate that differences are shown against. Left out: the first rival, else the reference.")
      .meta({ "x-complete": "candidate" }),
    good_enough: z
      .array(gate)
      .default([])
      .describe("What must hold, all of it, before a candidate counts as good enough. Fixed when the run starts."),
    confidence: z.number().gt(0.5).lt(1).default(0.95).describe("Confidence of intervals."),
    select: z
      .enum(["test", "validation"])
      .default("test")
      .describe(
        "Where a matrix trains several variants, which rows choose among them. `test`: all variants are compared on the test rows, and the best of several looks better there than it is; `validation`: the variant with the highest mean on the validation rows is chosen there, and the test rows confirm it alone.",
      ),
    slices: z
      .array(z.string().min(1).meta({ "x-complete": "column" }))
      .max(8)
      .default([])
      .describe(
        "Columns of the test data by whose values the primary metric is compared as well: `[language, customer]`. Columns need not be in the prompt. Differences are screened together (Benjamini-Hochberg), values with fewer than ten rows are put together.",
      ),
    forgetting: z
      .strictObject({
        margin: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.1)
          .describe("Largest loss of general ability that is tolerable, as a fraction: `0.1` is ten points."),
      })
      .optional()
      .describe(
        "Ask the base and the tuned model a small general set that comes with this extension (English and Chinese: arithmetic, knowledge, instructions, JSON) and test whether tuning lost more than `margin`. Left out: not asked.",
      ),
  })
  .describe("Judging the candidates on the test rows.");
type Written = z.output<typeof evaluateSchema>;
/** `primary` is always there: `toSpec` fills it in where it was left out, as its default depends on the scorers. */
export type EvaluateSpec = Omit<Written, "primary"> & { primary: string };
export type GateSpec = EvaluateSpec["good_enough"][number];

/** Endings of files that hold scores. No candidate's name ends so, and no run's. */
export const scoreFileEnding = /\.(jsonl?|eval)$/i;

/** Whether `against` names a score file and not a candidate. */
export function isScoreFile(against: string): boolean {
  return scoreFileEnding.test(against);
}
