import type { Params } from "../../protocol/messages.ts";
import { type Problem, problem } from "../../protocol/problem.ts";
import type { RunDocument, SpecPath } from "../document.ts";
import { rangeToShow } from "../show.ts";

/** A problem at a path of the file. */
export function problemAt(
  document: RunDocument,
  path: SpecPath,
  code: string,
  params: Params = {},
  rest: Partial<Pick<Problem, "severity" | "suggestions">> = {},
): Problem {
  return problem(code, params, { range: rangeToShow(document, path), ...rest });
}

/** A problem at a key, for what is wrong with a block and not with its value. */
export function problemAtKey(document: RunDocument, path: SpecPath, code: string, params: Params = {}): Problem {
  return problem(code, params, { range: document.rangeOf(path, "key") ?? document.range(0, 0) });
}
