import type { Answer, Item } from "../../protocol/item.ts";
import type { Problem } from "../../protocol/problem.ts";
import type { Parsed } from "../parse-answer.ts";
import type { CompiledRule, RuleResult } from "../rules.ts";
import type { Labelled } from "./labels.ts";

/** One item with what was answered. */
export interface Case {
  item: Item;
  answer: Parsed;
  expected: Parsed;
  /** What was measured while it was answered; absent: there is no answer, or nothing was. */
  measured?: Partial<Pick<Answer, "seconds" | "answer_tokens">>;
}

/** What scorers need beside the cases. All of it is worked out once, as several scorers, the layers and the verdict read it. */
export interface ScoringContext {
  /** Whether each case's answer is valid by the data's schema; null: there is no schema. */
  valid: boolean[] | null;
  rules: readonly CompiledRule[];
  outcomes: readonly (readonly RuleResult[])[];
  /** Null: nobody asked for labels. */
  labelled: Labelled | null;
  /** Scores by metric and item that earlier stages made: a judge's, a program's. */
  given: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Says what a reader of the scores has to know. */
  warn: (problem: Problem) => void;
}

/** Columns of scores from 0 to 1, one number for each case, by the metric's name. A failure is 0, never left out. */
export type Scores = Record<string, number[]>;

/** Scores all cases. The scorer's own metric has its name; finer ones are `<name>.<part>`. */
export type Scorer = (cases: readonly Case[], context: ScoringContext) => Scores;

export const yes = (is: boolean): number => (is ? 1 : 0);
