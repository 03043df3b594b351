import { z } from "zod";
import { namePattern } from "./patterns.ts";
import { endpointSpecSchema } from "./schema-endpoint.ts";
import { scorerSchema } from "./schema-scorers.ts";

export { metricOf, type ScorerSpec } from "./schema-scorers.ts";

const constrain = z
  .enum(["none", "json", "schema"])
  .describe("`none`: free text; `json`: any JSON value; `schema`: only what the data's schema allows.");

const shots = z.int().min(0).max(64);
const system = z.string().min(1).max(100_000);
const temperature = z.number().min(0).max(2);
const repeats = z.int().min(1).max(100);

export const rivalSchema = z.strictObject({
  name: z.string().regex(namePattern).describe("What the rival is called in tables and reports."),
  model: z
    .string()
    .optional()
    .describe("Another model to judge. Left out: the base model as it came.")
    .meta({ "x-complete": "model" }),
  endpoint: endpointSpecSchema
    .optional()
    .describe(
      "A model behind an address to judge, in place of `model`. Its questions leave this machine, unless the address is of it.",
    ),
  shots: shots
    .optional()
    .describe("Training rows shown as examples before the question. Left out: `evaluate.decode.shots`."),
  system: system
    .optional()
    .describe("The system turn of every question, in place of the data's own. Left out: `evaluate.decode.system`."),
  constrain: constrain.default("none"),
  temperature: temperature
    .optional()
    .describe("`0`: always the likeliest token. Left out: `evaluate.decode.temperature`."),
  repeats: repeats
    .optional()
    .describe("Answers to each item, averaged before anything is compared. Left out: `evaluate.decode.repeats`."),
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
        'How answers are scored. `exact`: it is the expected text; `normalized`: it is, whatever the case, width, white space and punctuation; `contains`: the expected text is in it; `number`: its number is the expected one; `classification`: its label is the expected one; `token_f1`: the share of words in common; `chrf`: the share of character sequences in common; `json`: it is one JSON value; `schema`: it is valid by the data\'s schema; `fields`: the share of the expected fields that are right; `rules`: all rules hold; `record`: the whole answer is right; `no_refusal`: it does not decline to answer; `format`: its outer form (JSON, fenced code, list, prose) and script are the expected ones. From `json` to `record` they are layers: a failure is counted once, where it happened. With parameters: `{number: {relative: 0.01}}`, `{regex: "^[A-Z]{3}$"}`, `{length: {at_most: 280}}`, `{classification: {field: category}}`, `{latency: {at_most: 2}}`, `{tokens: {at_most: 64}}`, `{judge: {model: …, rubric: …}}`, `{custom: {file: score.mjs}}`.',
      ),
    decode: z
      .strictObject({
        temperature: temperature.default(0).describe("`0`: always the likeliest token."),
        max_tokens: z.int().positive().max(32768).default(256).describe("Most tokens of an answer."),
        constrain: constrain.default("none"),
        repeats: repeats
          .default(1)
          .describe(
            "Answers to each item, averaged before anything is compared. More than 1 needs a `temperature` above 0, where each is drawn anew.",
          ),
        shots: shots
          .default(0)
          .describe("Training rows that every candidate is shown as examples before the question."),
        system: system
          .optional()
          .describe("The system turn of every question, in place of the data's own. Left out: `data.system`."),
      })
      .default({ temperature: 0, max_tokens: 256, constrain: "none", repeats: 1, shots: 0 })
      .describe(
        "How answers are generated. Its keys may stand in the matrix: `evaluate.decode.constrain: [none, schema]`.",
      ),
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
    divergence: z
      .boolean()
      .optional()
      .describe(
        "`true`: measure how far each quantized model's predictions are from the unquantized one's, token by token on the expected answers of the test rows (perplexity, mean and high percentiles of the Kullback-Leibler divergence, share of equal likeliest tokens). It sees damage that scores do not show yet. Left out: not measured.",
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
