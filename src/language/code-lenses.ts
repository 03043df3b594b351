import type { CodeLens } from "vscode-languageserver-types";
import type { LastRun } from "../protocol/examiner.ts";
import type { Forecast } from "../protocol/forecast.ts";
import type { Language } from "../protocol/messages.ts";
import { textOf } from "../text/text.ts";
import { word } from "./messages.ts";

/** What is known of a file beside its text; nothing yet where it was not examined. */
export interface KnownOfFile {
  forecast: Forecast | null;
  /** Newest first. */
  runs: readonly LastRun[];
}

const longestResult = 90;

/** Above the first line: run and plan, and where the file has run before its last result, a copy of it and what changed. */
export function codeLenses(uri: string, language: Language, { forecast, runs }: KnownOfFile): CodeLens[] {
  const start = { line: 0, character: 0 };
  const range = { start, end: start };
  const lens = (title: string, command: string, ...args: unknown[]): CodeLens => ({
    range,
    command: { title, command, arguments: args },
  });
  const plan =
    forecast && forecast.reused > 0
      ? word("plan-reuse", language, { reused: forecast.reused, stages: forecast.stages })
      : word("plan", language);
  const lenses = [
    lens(`$(play) ${word("run", language)}`, "deepextension.run", uri),
    lens(`$(checklist) ${plan}`, "deepextension.plan", uri),
  ];
  const [last, before] = runs.map(rowOf);
  if (!last) return lenses;
  lenses.push(
    lens(`$(copy) ${word("copy", language)}`, "deepextension.copyTraining", last),
    lens(
      `$(graph-line) ${word("last-result", language, { result: resultOf(runs[0]!, language) })}`,
      "deepextension.openRun",
      last,
    ),
  );
  if (before) {
    lenses.push(
      lens(`$(compare-changes) ${word("compare-last", language)}`, "deepextension.compareRuns", last, [last, before]),
    );
  }
  return lenses;
}

/** As commands get a row of the Runs view. */
function rowOf({ run, root }: LastRun) {
  return { target: { kind: "run", root, run } };
}

function resultOf({ state, conclusion }: LastRun, language: Language): string {
  if (!conclusion) return word(`state-${state}`, language);
  const text = textOf(conclusion.code, conclusion.params, language).replaceAll("`", "");
  return text.length > longestResult ? `${text.slice(0, longestResult - 1)}…` : text;
}
