import { z } from "zod";
import { customSchema, type JudgeSpec, judgeSchema } from "./schema-judge.ts";

/** Scorers that work without a word about how. */
const plainScorers = [
  "exact",
  "normalized",
  "contains",
  "number",
  "classification",
  "token_f1",
  "chrf",
  "json",
  "schema",
  "fields",
  "rules",
  "record",
  "no_refusal",
  "format",
] as const;

/** Scorers that mean nothing without parameters. */
export const parametrisedScorers = ["regex", "length", "latency", "tokens", "judge", "custom"] as const;
export const scorerNames = [...plainScorers, ...parametrisedScorers] as const;
export type ScorerName = (typeof scorerNames)[number];

const characters = z.int().min(0).max(1_000_000);

/** A scorer with parameters is a map of one key, its name; each name has a member of its own, so that mistakes are named. */
export const scorerSchema = z.union([
  z.enum(plainScorers),
  z.strictObject({
    regex: z
      .string()
      .min(1)
      .max(10_000)
      .describe(
        'A JavaScript regular expression (with its `u` flag) that must be found in the answer, such as `"^[A-Z]{3}$"`. An answer on which it takes longer than a second is wrong.',
      ),
  }),
  z.strictObject({
    length: z
      .strictObject({
        at_least: characters.default(0).describe("Fewest characters."),
        at_most: characters.describe("Most characters."),
      })
      .describe("Characters that the answer may have, white space around it aside: `{at_most: 280}`."),
  }),
  z.strictObject({
    number: z
      .strictObject({
        take: z
          .enum(["first", "last"])
          .default("last")
          .describe(
            "Which number of the answer counts. `first`: the first; `last`: the last, as a reasoned answer has it.",
          ),
        absolute: z.number().min(0).default(0).describe("Deviation that is tolerated, in the number's own unit."),
        relative: z
          .number()
          .min(0)
          .max(1)
          .default(0)
          .describe("Deviation that is tolerated, as a fraction of the expected number. The wider of both counts."),
        percent: z
          .enum(["fraction", "sign"])
          .default("fraction")
          .describe("What a percent sign means. `fraction`: 5 % is 0.05; `sign`: 5 % is 5."),
      })
      .describe("How numbers are read and how far they may be off: `{relative: 0.01}`."),
  }),
  z.strictObject({
    classification: z
      .strictObject({
        field: z.string().min(1).describe("The field of a JSON answer that holds the label, such as `category`."),
      })
      .describe("Where the label is: `{field: category}`."),
  }),
  z.strictObject({
    latency: z
      .strictObject({
        at_most: z
          .number()
          .positive()
          .describe("Seconds from the question to the whole answer, while others run beside it."),
      })
      .describe("The answer is there in time: `{at_most: 2}`. Compare only what was answered on the same machine."),
  }),
  z.strictObject({
    tokens: z
      .strictObject({
        at_most: z.int().positive().describe("Most tokens of the answer, by the model's own tokenizer."),
      })
      .describe("The answer is short enough to be cheap: `{at_most: 64}`."),
  }),
  z.strictObject({ judge: judgeSchema }),
  z.strictObject({ custom: customSchema }),
]);
export type ScorerSpec = z.output<typeof scorerSchema>;
type Parametrised = Exclude<ScorerSpec, string>;
type Keys<T> = T extends unknown ? keyof T : never;

/** What a scorer is told beside its name; undefined where it is only named. */
export type ScorerParameters<Name extends ScorerName> =
  Name extends Keys<Parametrised> ? Extract<Parametrised, Record<Name, unknown>>[Name] : undefined;

/** A scorer's name, which is its metric's as well. */
export function scorerName(scorer: ScorerSpec): ScorerName {
  return typeof scorer === "string" ? scorer : (Object.keys(scorer)[0] as ScorerName);
}

/** What a judge is told; null: the scorer is none. */
export function judgeOf(scorer: ScorerSpec): JudgeSpec | null {
  return typeof scorer === "object" && "judge" in scorer ? scorer.judge : null;
}

/** What a scorer's metric is called: its name, or for a judge or a program that has a name of its own `judge.<name>`. */
export function metricOf(scorer: ScorerSpec): string {
  if (typeof scorer === "string") return scorer;
  if ("judge" in scorer) return scorer.judge.name === undefined ? "judge" : `judge.${scorer.judge.name}`;
  if ("custom" in scorer) return scorer.custom.name === undefined ? "custom" : `custom.${scorer.custom.name}`;
  return scorerName(scorer);
}
