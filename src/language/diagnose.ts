import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { referenceProblems } from "../plan/references.ts";
import type { Language } from "../protocol/messages.ts";
import type { Problem, Severity } from "../protocol/problem.ts";
import type { ParsedRunFile } from "../spec/parse.ts";
import { renderProblem } from "../text/text.ts";
import type { LanguageFacts } from "./facts.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What is wrong with a run file: its form, its sense and what it refers to. Rows are read by `check`, not while typing. */
export async function problemsOf(parsed: ParsedRunFile, facts: LanguageFacts): Promise<Problem[]> {
  const references = parsed.draft ? await referenceProblems(parsed.draft, parsed.document, facts) : [];
  return [...parsed.problems, ...references];
}

/** Problems as an editor shows them. The suggestions travel in `data`, so that a fix needs no second look. */
export async function diagnose(parsed: ParsedRunFile, facts: LanguageFacts, language: Language): Promise<Diagnostic[]> {
  const problems = await problemsOf(parsed, facts);
  return problems.map((problem): Diagnostic => {
    const { message, code, severity, suggestions } = renderProblem(problem, language);
    return {
      range: problem.range ?? parsed.document.range(0, 0),
      severity: severities[severity],
      code,
      source: "deepextension",
      message,
      data: { suggestions },
    };
  });
}
