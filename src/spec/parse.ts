import { type Problem, problem } from "../protocol/problem.ts";
import { checkSense } from "./checks/sense.ts";
import { openDocument, type RunDocument } from "./document.ts";
import { draftOf } from "./draft.ts";
import { formProblems } from "./form.ts";
import { valueAt } from "./issues.ts";
import { type RunSpec, runSchema, toSpec } from "./schema.ts";
import { secretProblems } from "./secrets.ts";
import { show, typeName } from "./show.ts";
import { sourceOf } from "./source.ts";

/** The version of the format that this program reads. */
export const formatVersion = 1;

export interface ParsedRunFile {
  /** Null where the text is not a run file. Where it is one, `problems` may still hold errors: look before running. */
  value: RunSpec | null;
  /** `value`, or the file as it was probably meant: enough to look up what it refers to while something is still wrong. */
  draft: RunSpec | null;
  /** In the order of the text. */
  problems: Problem[];
  document: RunDocument;
}

/** Reads a run file. Never throws, whatever the text; does no IO. */
export function parseRunFile(text: string): ParsedRunFile {
  const document = openDocument(text);
  const { value, draft, problems } = judge(document);
  const all = [...document.problems, ...secretProblems(document), ...problems];
  return { value, draft, document, problems: inOrder(all) };
}

type Judgement = Pick<ParsedRunFile, "value" | "draft" | "problems">;

function judge(document: RunDocument): Judgement {
  const { json } = document;
  const broken = document.problems.some(({ severity }) => severity === "error");
  const nothing = { value: null, draft: null };
  if (json === undefined) return { ...nothing, problems: [] };
  const start = document.range(0, 0);
  if (json === null) return { ...nothing, problems: broken ? [] : [problem("empty-file", {}, { range: start })] };
  if (typeof json !== "object" || Array.isArray(json)) {
    const found = typeName(Array.isArray(json) ? "array" : typeof json);
    return {
      ...nothing,
      problems: [problem("not-a-map", { found }, { range: document.rangeOf([], "value") ?? start })],
    };
  }
  const version = versionProblem(document);
  if (version) return { ...nothing, problems: [version] };

  const parsed = runSchema.safeParse(json);
  if (parsed.success) {
    const value = toSpec(parsed.data);
    return { value: broken ? null : value, draft: value, problems: checkSense(value, document) };
  }
  const { draft, isGuess } = draftOf(document);
  // Where a value had to be left out, what would follow from its default is no fault of the file.
  const sense = draft && !isGuess ? checkSense(draft, document) : [];
  return { value: null, draft, problems: [...formProblems(parsed.error.issues, sourceOf(document)), ...sense] };
}

/** A file of another version has other keys: what this version says of them would mislead. */
function versionProblem(document: RunDocument): Problem | null {
  const version = valueAt(document.json, ["version"]);
  if (version === undefined || version === null || version === formatVersion) return null;
  const range = document.rangeOf(["version"], "value") ?? document.range(0, 0);
  const known = { version: show(version), known: formatVersion };
  if (typeof version === "number" && version > formatVersion) return problem("version-too-new", known, { range });
  const new_text = String(formatVersion);
  return problem("version-unknown", known, { range, suggestions: [{ title: new_text, edit: { range, new_text } }] });
}

function inOrder(problems: Problem[]): Problem[] {
  const place = ({ range }: Problem) => (range ? range.start.line * 1e6 + range.start.character : 0);
  return problems
    .map((found, index) => ({ found, index }))
    .sort((a, b) => place(a.found) - place(b.found) || a.index - b.index)
    .map(({ found }) => found);
}
