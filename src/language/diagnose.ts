import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver-types";
import { anchorOf } from "../core/anchor.ts";
import { runFileOf } from "../core/load.ts";
import { referenceProblems } from "../plan/references.ts";
import type { ExaminedProblem } from "../protocol/examiner.ts";
import type { Language } from "../protocol/messages.ts";
import { type Problem, problem, type Severity } from "../protocol/problem.ts";
import { type Severities, wantedProblems } from "../spec/ignore.ts";
import type { ParsedRunFile } from "../spec/parse.ts";
import { renderProblem } from "../text/text.ts";
import type { LanguageFacts } from "./facts.ts";
import { word } from "./messages.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Beyond this many lines only the form is checked: what makes a run file long are rows, which belong into a data file. */
export const longFile = 5000;

/** What is wrong with a run file by itself and by the names that it uses: what is known while typing. */
export async function problemsOf(
  parsed: ParsedRunFile,
  facts: LanguageFacts,
  wanted: Severities = {},
): Promise<Problem[]> {
  const lines = parsed.document.positionAt(parsed.document.text.length).line + 1;
  if (lines > longFile) {
    const range = parsed.document.range(0, 0);
    const hint = problem("file-long", { lines, limit: longFile }, { range, severity: "info" });
    return wantedProblems([...parsed.problems, hint], parsed.document, { severities: wanted });
  }
  const references = parsed.draft ? await referenceProblems(parsed.draft, parsed.document, facts) : [];
  return wantedProblems([...parsed.problems, ...references], parsed.document, { severities: wanted });
}

/** Problems as an editor shows them. The suggestions travel in `data`, so that a fix needs no second look. */
export async function diagnose(parsed: ParsedRunFile, facts: LanguageFacts, language: Language): Promise<Diagnostic[]> {
  const problems = await problemsOf(parsed, facts);
  return problems.map((found) => diagnosticOf(found, parsed, { language }));
}

/** Codes of what has no effect, which editors show faded. */
const idle = new Set(["ignore-unused", "f16-is-reference", "duplicate-quantization", "duplicate-scorer"]);

/**
 * A problem of the run file `file` (absolute), or of a data file that it names: then it stands at the name, and leads to
 * the rows.
 */
export function diagnosticOf(
  found: Problem & Partial<Pick<ExaminedProblem, "related">>,
  parsed: ParsedRunFile,
  { language, file }: { language: Language; file?: string },
): Diagnostic {
  const { message, code, severity, suggestions } = renderProblem(found, language);
  const placed = file === undefined ? found.range : anchorOf(found, { ...runFileOf(file, ""), ...parsed });
  const folder = file === undefined ? "" : path.dirname(file);
  const related = (found.related ?? []).map(({ file: other, line, row }) => {
    const start = { line, character: 0 };
    const uri = pathToFileURL(other).href;
    const name = path.relative(folder, other).split(path.sep).join("/");
    return { location: { uri, range: { start, end: start } }, message: word("row-of", language, { row, file: name }) };
  });
  return {
    range: placed ?? parsed.document.range(0, 0),
    severity: severities[severity],
    code,
    source: "deepextension",
    message,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(idle.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    data: { suggestions, params: found.params, ...(found.rows ? { rows: found.rows } : {}) },
  };
}
