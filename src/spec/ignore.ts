import { type Problem, problem, type Range, type Severity } from "../protocol/problem.ts";
import type { RunDocument } from "./document.ts";

/** What a person wants of a code: another severity, or not to see it. */
export type Severities = Readonly<Record<string, Severity | "off">>;

interface Ignore {
  code: string;
  range: Range;
  /** The line whose problems it silences; null: of the whole file. */
  line: number | null;
}

/**
 * `# deepextension-ignore CODE…`: behind something it counts for that line, on a line of its own for the next one that
 * has text, and above the first key for the whole file.
 */
function ignoresIn({ text, positionAt }: RunDocument): Ignore[] {
  if (!text.includes("deepextension-ignore")) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.findIndex(hasText);
  const found: Ignore[] = [];
  for (const match of text.matchAll(/#[ \t]*deepextension-ignore[ \t:]+([a-z0-9 ,\t-]+)/g)) {
    const { line } = positionAt(match.index);
    const own = !hasText(lines[line]!);
    const next = lines.findIndex((other, index) => index > line && hasText(other));
    const counts = own ? (line < first || first < 0 ? null : next) : line;
    for (const code of match[1]!.matchAll(/[a-z][a-z0-9-]*[a-z0-9]/g)) {
      const character = positionAt(match.index + match[0].indexOf(match[1]!) + code.index).character;
      const end = { line, character: character + code[0].length };
      found.push({ code: code[0], range: { start: { line, character }, end }, line: counts });
    }
  }
  return found;
}

function hasText(line: string): boolean {
  return !/^\s*(#|$)/.test(line);
}

/**
 * Problems as the person wants to see them. Comments silence warnings and infos; an error stays, as the run would stop.
 * `placeOf` gives the range in the run file of a problem that is in another file.
 * `complete`: all kinds of problems are here, so that a comment that silences nothing can be named.
 */
export function wantedProblems(
  problems: readonly Problem[],
  document: RunDocument,
  options: { severities?: Severities; placeOf?: (problem: Problem) => Range | undefined; complete?: boolean } = {},
): Problem[] {
  const { severities = {}, placeOf = ({ range }) => range, complete = false } = options;
  const ignores = ignoresIn(document);
  const used = new Set<Ignore>();
  const refused = new Set<Ignore>();
  const kept = problems.flatMap((found): Problem[] => {
    const range = placeOf(found);
    const lines = range ? [range.start.line, range.end.line] : [];
    const matching = ignores.filter(
      ({ code, line }) => code === found.code && (line === null || (lines[0]! <= line && line <= lines[1]!)),
    );
    for (const ignore of matching) (found.severity === "error" ? refused : used).add(ignore);
    if (matching.length > 0 && found.severity !== "error") return [];
    const wanted = Object.hasOwn(severities, found.code) ? severities[found.code] : undefined;
    if (wanted === undefined || found.severity === "error") return [found];
    return wanted === "off" ? [] : [{ ...found, severity: wanted }];
  });
  const idle = ignores.flatMap((ignore): Problem[] => {
    if (refused.has(ignore) && !used.has(ignore)) return [about(ignore, "ignore-of-error", "warning")];
    return used.has(ignore) || !complete ? [] : [about(ignore, "ignore-unused", "info")];
  });
  return [...kept, ...idle];
}

function about({ code, range }: Ignore, text: "ignore-of-error" | "ignore-unused", severity: Severity): Problem {
  return problem(text, { ignored: code }, { range, severity });
}
