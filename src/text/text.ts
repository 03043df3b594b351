import { advisorMessages } from "../advisor/messages.ts";
import { dataMessages } from "../data/messages.ts";
import { endpointsMessages } from "../endpoints/messages.ts";
import { enginesMessages } from "../engines/messages.ts";
import { evaluationMessages } from "../evaluation/messages.ts";
import { modelsMessages } from "../models/messages.ts";
import { planMessages } from "../plan/messages.ts";
import { fill, type Language, type Messages, type Params } from "../protocol/messages.ts";
import { CodedError, type Problem, type RenderedProblem } from "../protocol/problem.ts";
import { runsMessages } from "../runs/messages.ts";
import { sizingMessages } from "../sizing/messages.ts";
import { specMessages } from "../spec/messages.ts";
import { statsMessages } from "../stats/messages.ts";
import { generalMessages } from "./messages.ts";
import { lengthMessages } from "./messages-lengths.ts";

const tables: readonly Messages[] = [
  generalMessages,
  lengthMessages,
  specMessages,
  sizingMessages,
  advisorMessages,
  statsMessages,
  dataMessages,
  planMessages,
  modelsMessages,
  evaluationMessages,
  endpointsMessages,
  enginesMessages,
  runsMessages,
];

function find(code: string) {
  for (const table of tables) if (Object.hasOwn(table, code)) return table[code];
  return undefined;
}

/** All codes that have a text, for the documentation and for the test that no code is defined twice. */
export function allCodes(): string[] {
  return tables.flatMap((table) => Object.keys(table));
}

/** A code as a sentence. A code without a text is shown with its parameters, so that nothing is hidden. */
export function textOf(code: string, params: Params = {}, language: Language = "en"): string {
  const message = find(code);
  if (message) return fill(message[language], params);
  const details = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return details.length > 0 ? `${code} (${details.join(", ")})` : code;
}

export function renderProblem(problem: Problem, language: Language = "en"): RenderedProblem {
  const { params, ...rest } = problem;
  return { ...rest, message: textOf(problem.code, params, language) };
}

/** What a person is told of a thrown value. Errors without a code are the program's own; they keep their message. */
export function renderError(
  error: unknown,
  language: Language = "en",
): { code: string; message: string; params: Params } {
  if (error instanceof CodedError) {
    return { code: error.code, message: textOf(error.code, error.params, language), params: error.params };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { code: "internal-error", message: textOf("internal-error", { detail }, language), params: { detail } };
}
