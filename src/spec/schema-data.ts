import { z } from "zod";

const share = z.number().gt(0).lt(1);
const by = z
  .string()
  .describe(
    "A column whose equal values stay on one side (a sender, a customer, a thread), so that nothing leaks. With `order: time`, the column to sort by.",
  )
  .meta({ "x-complete": "column" });

const divided = z.strictObject({
  from: z
    .string()
    .describe("The file to take rows from, or `train` to take them out of the training rows.")
    .meta({ "x-complete": "data-file" }),
  share: share.describe("Fraction of the rows, between 0 and 1."),
  by: by.optional(),
  order: z
    .enum(["random", "time"])
    .default("random")
    .describe(
      "`random`: drawn with `seed`; `time`: the last rows by the column `by`, so that the future is never trained on.",
    ),
  seed: z
    .int()
    .default(42)
    .describe("Seed of the drawing. The same seed gives the same rows, whatever their order in the file."),
});

const split = z.union([z.string().min(1), divided]);

export const ruleSchema = z.strictObject({
  id: z.string().min(1).describe("A short name for reports."),
  when: z
    .string()
    .optional()
    .describe("CEL over `answer` (and `expected`, the right one): the rule applies where it is true. Left out: always.")
    .meta({ "x-complete": "cel" }),
  // biome-ignore lint/suspicious/noThenProperty: `when`/`then` is how people read a rule; the object is never awaited
  then: z
    .string()
    .describe("CEL that must be true where the rule applies, such as `answer.link_host == null`.")
    .meta({ "x-complete": "cel" }),
});

export const dataSchema = z
  .strictObject({
    train: split
      .optional()
      .describe("Rows to train on: a file (JSONL, JSON, CSV, TSV), or `{from, share, by, seed}` to divide one file.")
      .meta({ "x-complete": "data-file" }),
    validation: split
      .optional()
      .describe(
        "Rows for the loss during training; they choose the checkpoint and the variant. Usually `{from: train, share: 0.1}`.",
      )
      .meta({ "x-complete": "data-file" }),
    test: split
      .optional()
      .describe("Rows that only the evaluation looks at. Never train on them.")
      .meta({ "x-complete": "data-file" }),
    id: z
      .string()
      .optional()
      .describe("The column that identifies a row. Left out: a hash of the row.")
      .meta({ "x-complete": "column" }),
    cluster: z
      .string()
      .optional()
      .describe(
        "The column that says which rows belong together (a customer, a document). Intervals are computed over its values, so that many rows of one sender do not count as many witnesses.",
      )
      .meta({ "x-complete": "column" }),
    prompt: z
      .string()
      .optional()
      .describe(
        "The user's turn, with columns in double braces: `Sort this mail:\\n{{body}}`. Columns only, no logic; `{{a.b}}` is the field `b` of a column `a`.",
      )
      .meta({ "x-complete": "template" }),
    system: z
      .string()
      .optional()
      .describe("The system turn, with columns in double braces. Left out: what the model's own chat template does.")
      .meta({ "x-complete": "template" }),
    messages: z
      .string()
      .optional()
      .describe("Instead of `prompt`: the column that holds a chat, a list of `{role, content}`.")
      .meta({ "x-complete": "column" }),
    answer: z
      .string()
      .optional()
      .describe("What the model should answer: `{{label}}`. A column that holds an object becomes canonical JSON.")
      .meta({ "x-complete": "template" }),
    chosen: z.string().optional().describe("For `dpo`: the better answer.").meta({ "x-complete": "template" }),
    rejected: z.string().optional().describe("For `dpo`: the worse answer.").meta({ "x-complete": "template" }),
    schema: z
      .string()
      .optional()
      .describe("A JSON schema file: what a valid answer is.")
      .meta({ "x-complete": "schema-file" }),
    rules: z
      .array(ruleSchema)
      .default([])
      .describe("What a consistent answer is: conditions across its fields, in CEL."),
    stays: z
      .boolean()
      .default(true)
      .describe("`true`: no row leaves this machine by any stage; a remote target, judge or endpoint is refused."),
  })
  .describe("The rows to train on and to judge by.");
