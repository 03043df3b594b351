import type { Document, ErrorCode, YAMLError } from "yaml";
import { type Problem, problem, type Range } from "../protocol/problem.ts";

type ToRange = (start: number, end: number) => Range;

/** Faults beside which the rest of the document still says what it says. */
export function isSoft(code: ErrorCode): boolean {
  return code === "MULTIPLE_DOCS";
}

/** The YAML library's errors as problems, one for each place. */
export function yamlProblems(document: Document.Parsed, text: string, toRange: ToRange): Problem[] {
  const problems: Problem[] = [];
  const taken = new Set<number>();
  for (const error of document.errors) {
    const template = unquotedTemplate(text, error.pos[0], toRange);
    const found = template ?? fromError(error, text, toRange);
    const line = found.range?.start.line ?? 0;
    // A fault drags others along on its line; the first says it.
    if (taken.has(line)) continue;
    taken.add(line);
    problems.push(found);
  }
  for (const warning of document.warnings) {
    const [start, end] = warning.pos;
    problems.push(
      problem("unknown-tag", { tag: text.slice(start, end) }, { range: toRange(start, end), severity: "warning" }),
    );
  }
  return problems.slice(0, 50);
}

function fromError(error: YAMLError, text: string, toRange: ToRange): Problem {
  const [start, end] = error.pos;
  const range = toRange(start, Math.max(end, Math.min(start + 1, text.length)));
  switch (error.code) {
    case "MULTIPLE_DOCS":
      return problem("several-documents", {}, { range: toRange(start, start + 3) });
    case "TAB_AS_INDENT":
      return problem(
        "tab-indent",
        {},
        { range: tabs(text, start, toRange), suggestions: tabFix(text, start, toRange) },
      );
    case "RESOURCE_EXHAUSTION":
      return problem("too-deep", { limit: 100 }, { range });
    case "MISSING_CHAR":
      if (/closing .quote/.test(error.message))
        return problem("yaml-unclosed-quote", {}, { range: quoted(text, start, toRange) });
      if (/Implicit map keys/.test(error.message)) {
        const word = text.slice(start, end).trim();
        return problem("yaml-missing-colon", { word }, { range: toRange(start, start + word.length) });
      }
      break;
    case "BAD_INDENT":
      if (/Flow/.test(error.message)) return problem("yaml-unclosed-bracket", {}, { range });
      return problem("yaml-indent", {}, { range: wholeLine(text, start, toRange) });
    case "BLOCK_AS_IMPLICIT_KEY":
      return secondColon(text, start, toRange);
    case "MULTILINE_IMPLICIT_KEY":
      return problem("yaml-colon-space", {}, { range: firstLine(text, start, end, toRange) });
    case "BAD_SCALAR_START":
      return problem("yaml-needs-quotes", { character: text.slice(start, start + 1) }, { range });
  }
  return problem("yaml-syntax", { detail: error.message }, { range });
}

/** `prompt: Sort this: …`: a value with a colon in it, which quotes make whole. */
function secondColon(text: string, start: number, toRange: ToRange): Problem {
  const rest = /^[^\r\n]*/
    .exec(text.slice(start))![0]
    .replace(/\s+#.*$/, "")
    .trimEnd();
  const range = toRange(start, start + Math.max(1, rest.length));
  const whole = JSON.stringify(rest);
  const suggestions = /:\s/.test(rest) ? [{ title: whole, edit: { range, new_text: whole } }] : [];
  return problem("yaml-second-colon", {}, { range, suggestions });
}

function wholeLine(text: string, offset: number, toRange: ToRange): Range {
  const [, start] = indentation(text, offset);
  return toRange(start, start + Math.max(1, /^[^\r\n]*/.exec(text.slice(start))![0].trimEnd().length));
}

function firstLine(text: string, start: number, end: number, toRange: ToRange): Range {
  const line = /^[^\r\n]*/.exec(text.slice(start, end))![0].trimEnd();
  return toRange(start, start + Math.max(1, line.length));
}

/** `answer: {{label}}`: braces open a map in YAML, and what the parser says of it helps nobody. */
function unquotedTemplate(text: string, offset: number, toRange: ToRange): Problem | null {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(start))![0];
  const match = /^(\s*(?:- )?[\w.-]+:\s+)(\{\{.*?)(\s+#.*)?\s*$/.exec(line);
  if (!match) return null;
  const from = start + match[1]!.length;
  const range = toRange(from, from + match[2]!.length);
  const quotedText = JSON.stringify(match[2]);
  return problem(
    "template-unquoted",
    {},
    { range, suggestions: [{ title: quotedText, edit: { range, new_text: quotedText } }] },
  );
}

function indentation(text: string, offset: number): [number, number] {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return [start, start + /^[ \t]*/.exec(text.slice(start))![0].length];
}

function tabs(text: string, offset: number, toRange: ToRange): Range {
  return toRange(...indentation(text, offset));
}

function tabFix(text: string, offset: number, toRange: ToRange): Problem["suggestions"] {
  const [start, end] = indentation(text, offset);
  const spaces = text.slice(start, end).replaceAll("\t", "  ");
  return [{ title: "⇥ → ␠␠", edit: { range: toRange(start, end), new_text: spaces } }];
}

/** The opening quote's line, where the eye has to look: the library points at the end of the file. */
function quoted(text: string, end: number, toRange: ToRange): Range {
  for (let at = end - 1; at >= 0; at--) {
    if (text[at] !== '"' && text[at] !== "'") continue;
    if (!/[\s[{,:-]/.test(text[at - 1] ?? "\n")) continue;
    return toRange(at, at + /^[^\r\n]*/.exec(text.slice(at))![0].trimEnd().length);
  }
  return toRange(Math.max(0, end - 1), end);
}
