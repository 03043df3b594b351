import { z } from "zod";
import type { Params } from "./messages.ts";

/** 0-based line and character; characters are UTF-16 units, as in the Language Server Protocol. */
export const positionSchema = z.object({ line: z.int().nonnegative(), character: z.int().nonnegative() });
export const rangeSchema = z.object({ start: positionSchema, end: positionSchema });
export type Position = z.infer<typeof positionSchema>;
export type Range = z.infer<typeof rangeSchema>;

/** A change that would repair the problem. */
export const suggestionSchema = z.object({
  title: z.string(),
  edit: z.object({ range: rangeSchema, new_text: z.string() }).optional(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export type Severity = "error" | "warning" | "info";

/** Something wrong with what a person wrote, as the inner layers say it: a stable code and its parameters, no text. */
export interface Problem {
  code: string;
  severity: Severity;
  params: Params;
  /** The file it is in, as the caller named it. */
  file?: string;
  range?: Range;
  /** 1-based row of a data set. */
  row?: number;
  /** All rows that it is about, the first of them `row`; at most a thousand. */
  rows?: number[];
  column?: string;
  suggestions: Suggestion[];
}

/** A problem with its text, as `check --json` prints it and the Problems view shows it. */
export const renderedProblemSchema = z.object({
  file: z.string().optional(),
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  message: z.string(),
  range: rangeSchema.optional(),
  row: z.int().positive().optional(),
  rows: z.array(z.int().positive()).optional(),
  column: z.string().optional(),
  suggestions: z.array(suggestionSchema),
});
export type RenderedProblem = z.infer<typeof renderedProblemSchema>;

/**
 * A failure that has a code, for what stops a command or a stage. Raised below, shown once at the edge.
 * `params` fill the code's message; `cause` keeps the original error.
 */
export class CodedError extends Error {
  readonly code: string;
  readonly params: Params;

  constructor(code: string, params: Params = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = "CodedError";
    this.code = code;
    this.params = params;
  }
}

export function problem(
  code: string,
  params: Params = {},
  rest: Partial<Omit<Problem, "code" | "params">> = {},
): Problem {
  return { code, params, severity: "error", suggestions: [], ...rest };
}
