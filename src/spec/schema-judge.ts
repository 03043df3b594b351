import { z } from "zod";
import { namePattern } from "./patterns.ts";
import { endpointSpecSchema } from "./schema-endpoint.ts";

const name = z.string().regex(namePattern).max(60).optional();

/** A chat model that judges answers. */
export const judgeSchema = z
  .strictObject({
    model: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The local model that judges, as `model` of the file is written. It should be none of those that are judged. Left out: `endpoint`.",
      )
      .meta({ "x-complete": "model" }),
    endpoint: endpointSpecSchema.optional().describe("The model behind an address that judges, in place of `model`."),
    rubric: z
      .string()
      .min(1)
      .max(20_000)
      .describe(
        "What a good answer is, in words. The judge is given it with the question, the expected answer and the answer.",
      ),
    scale: z
      .array(z.int().min(-1000).max(1000))
      .min(2)
      .max(21)
      .default([1, 2, 3, 4, 5])
      .describe(
        "Grades from the worst to the best. The metric is their place between 0 and 1. Not read with `pairwise`.",
      ),
    pairwise: z
      .boolean()
      .default(false)
      .describe(
        "`true`: the judge sees two answers, in both orders, and a win counts only if it survives the swap; else it is a tie. The metric is 1, 0.5 or 0; `false`: each answer is graded alone on `scale`.",
      ),
    against: z
      .string()
      .optional()
      .describe("With `pairwise`, the candidate that all others are held against. Left out: `baseline`.")
      .meta({ "x-complete": "candidate" }),
    expected: z.boolean().default(true).describe("`true`: the judge sees the expected answer; `false`: it does not."),
    explain: z
      .boolean()
      .default(false)
      .describe(
        "`true`: the judge writes a reason before its grade, which costs tokens and helps large judges; `false`: the grade alone.",
      ),
    ratings: z
      .string()
      .optional()
      .describe(
        'A JSONL file of human ratings of the same items, relative to this file: `{"id", "score"}` with `candidate` or `answer`; with `pairwise` `{"id", "winner"}`. The judge\'s agreement with them is reported.',
      )
      .meta({ "x-complete": "data-file" }),
    name: name.describe("What the metric is called: `judge.tone` for `tone`. Left out: `judge`."),
  })
  .describe(
    "A chat model grades the answers by a rubric, or prefers one of two. Its consistency, its taste for a place and for length, and its agreement with people are reported beside the metric.",
  );
export type JudgeSpec = z.output<typeof judgeSchema>;

/** A program of the workspace that scores answers. */
export const customSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .describe("A JavaScript module (`.mjs`, `.js`, `.cjs`) or a Python program (`.py`), relative to this file.")
      .meta({ "x-complete": "script-file" }),
    timeout: z.number().positive().max(3600).default(30).describe("Seconds that it may take for one item."),
    memory: z.int().min(32).max(65_536).default(512).describe("Megabytes that it may use."),
    name: name.describe("What the metric is called: `custom.tone` for `tone`. Left out: `custom`."),
  })
  .describe(
    "A program of yours scores the answers, in a process of its own. It runs only in a trusted workspace, and only when the file is run.",
  );
