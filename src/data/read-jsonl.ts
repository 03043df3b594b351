import type { Problem } from "../protocol/problem.ts";
import { parseJson } from "./parse-json.ts";
import { readText, type TextRead } from "./read-text.ts";
import { isRecord, kindOf, type ProblemList, problemAt, type RowValue } from "./rows.ts";

export type VisitRow = (row: number, value: RowValue) => void;

/**
 * Reads a file line by line: `visit` gets each good row in order, `problems` what is wrong with the others.
 * Lines end at LF or CRLF only; U+2028 belongs to the text around it.
 */
export async function readJsonl(
  path: string,
  file: string,
  visit: VisitRow,
  problems: ProblemList,
  signal?: AbortSignal,
  encoding?: string,
): Promise<TextRead> {
  let row = 0;
  let isOver = false;
  // Pieces of a line that spans chunks, joined once: adding to a string and searching it again would be quadratic.
  let pieces: string[] = [];

  const take = (line: string, isLast: boolean) => {
    row++;
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text.trim() === "") return;
    if (row === 1) {
      const shape = wrongShape(text, file);
      if (shape) {
        problems.add(shape);
        isOver = true;
        return;
      }
    }
    takeRow(text, isLast);
  };

  const takeRow = (text: string, isLast: boolean) => {
    const place = { file, row };
    const parsed = parseJson(text, place);
    if (parsed.value === undefined) {
      const torn = isLast && parsed.problems[0]?.code === "json-cut-off";
      problems.add(...(torn ? [problemAt(place, "data-torn-last-line", { near: text.slice(-24) })] : parsed.problems));
    } else if (!isRecord(parsed.value)) {
      problems.add(problemAt(place, "data-row-not-object", { found: kindOf(parsed.value) }));
    } else {
      problems.add(...parsed.problems);
      if (parsed.problems.every((found) => found.severity !== "error")) visit(row, parsed.value);
    }
  };

  const read = await readText(
    path,
    file,
    (text) => {
      let start = 0;
      for (let end = text.indexOf("\n"); end >= 0 && !isOver; end = text.indexOf("\n", start)) {
        const line = text.slice(start, end);
        start = end + 1;
        if (pieces.length === 0) take(line, false);
        else {
          pieces.push(line);
          take(pieces.join(""), false);
          pieces = [];
        }
      }
      if (start < text.length) pieces.push(text.slice(start));
      return !isOver;
    },
    signal,
    encoding,
  );
  if (!read.problem && !isOver && pieces.length > 0) take(pieces.join(""), true);
  return read;
}

/** A whole JSON document under a JSONL name is one mistake, not one in every line. */
function wrongShape(firstLine: string, file: string): Problem | null {
  const start = firstLine.trimStart();
  if (start.startsWith("[")) return problemAt({ file, row: 1 }, "data-array-in-jsonl");
  if (start.trimEnd() === "{") return problemAt({ file, row: 1 }, "data-row-over-several-lines");
  return null;
}
