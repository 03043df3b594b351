import path from "node:path";
import type { Problem } from "../protocol/problem.ts";
import { renderProblem } from "../text/text.ts";
import type { Io, Output } from "./io.ts";

/** Problems as compilers print them, `file:line:column: error: …`, 1-based, so that editors make them links. */
export function writeProblems(problems: readonly Problem[], output: Output, io: Io): void {
  for (const problem of problems) {
    const { message, severity, suggestions } = renderProblem(problem, io.language);
    const mark = output.paint(severity === "error" ? "red" : severity === "warning" ? "yellow" : "dim", io.t(severity));
    output.line(`${output.paint("bold", placeOf(problem, io))}${mark}: ${message} (${problem.code})`);
    for (const { title } of suggestions) output.line(`  ${output.paint("green", io.t("fix"))}: ${title}`);
  }
}

function placeOf({ file, range, row, column }: Problem, io: Io): string {
  const parts = [file && shortPath(file), range && `${range.start.line + 1}:${range.start.character + 1}`].filter(
    (part) => part !== undefined,
  );
  const place = parts.length > 0 ? `${parts.join(":")}: ` : "";
  if (row === undefined) return place;
  return `${place}${io.t("row-column", { row, ...(column !== undefined && { column }) })}: `;
}

/** A path below the current folder as one would write it there. */
function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}

export function count(problems: readonly Problem[], severity: Problem["severity"]): number {
  return problems.filter((problem) => problem.severity === severity).length;
}
