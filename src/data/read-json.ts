import { problem } from "../protocol/problem.ts";
import { parseJson } from "./parse-json.ts";
import type { VisitRow } from "./read-jsonl.ts";
import { readText, type TextRead } from "./read-text.ts";
import { isRecord, kindOf, type ProblemList, problemAt } from "./rows.ts";

/** V8's longest string is 2^29 − 24 units; a JSON document has to be one string. */
const longestText = 2 ** 29 - 24;

/** Reads a JSON file: an array of objects, or an object with exactly one array of objects in it. */
export async function readJson(
  path: string,
  file: string,
  visit: VisitRow,
  problems: ProblemList,
  signal?: AbortSignal,
  encoding?: string,
): Promise<TextRead> {
  const pieces: string[] = [];
  let length = 0;
  const read = await readText(
    path,
    file,
    (text) => {
      pieces.push(text);
      length += text.length;
      return length <= longestText;
    },
    signal,
    encoding,
  );
  if (read.problem) return read;
  if (length > longestText) {
    problems.add(problem("data-json-too-large", { file }, { file }));
    return read;
  }
  const text = pieces.join("");
  pieces.length = 0;
  if (text.trim() === "") return read;
  readDocument(text, file, visit, problems);
  return read;
}

function readDocument(text: string, file: string, visit: VisitRow, problems: ProblemList): void {
  const parsed = parseJson(text, { file });
  problems.add(
    ...(parsed.value === undefined && looksLikeJsonl(text)
      ? [problemAt({ file }, "data-jsonl-in-json")]
      : parsed.problems),
  );
  if (parsed.value === undefined || parsed.problems.some((found) => found.severity === "error")) return;
  const rows = rowsOf(parsed.value);
  if (!rows) {
    problems.add(problemAt({ file }, "data-json-no-rows", { found: kindOf(parsed.value) }));
    return;
  }
  for (const [index, value] of rows.entries()) {
    if (isRecord(value)) visit(index + 1, value);
    else problems.add(problemAt({ file, row: index + 1 }, "data-row-not-object", { found: kindOf(value) }));
  }
}

/** The array that holds the rows, if there is just one that can be meant. */
function rowsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return null;
  const arrays = Object.values(value).filter((inner): inner is unknown[] => Array.isArray(inner));
  if (arrays.length === 1) return arrays[0]!;
  const ofObjects = arrays.filter((inner) => inner.length > 0 && inner.every(isRecord));
  return ofObjects.length === 1 ? ofObjects[0]! : null;
}

function looksLikeJsonl(text: string): boolean {
  const lines = text.split("\n", 3).map((line) => line.trim());
  return lines.slice(0, 2).every((line) => line.startsWith("{") && line.endsWith("}"));
}
