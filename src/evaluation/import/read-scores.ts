import { isRecord } from "../same-json.ts";
import { parseScoreFile } from "../score-file.ts";
import { type Import, refused } from "./imported.ts";
import { inspectScores, isInspect } from "./inspect.ts";
import { isLmEval, lmEvalScores } from "./lm-eval.ts";
import { isPromptfoo, promptfooScores } from "./promptfoo.ts";

/** Enough for the first line of any file of ours. */
const headBytes = 64 * 1024;

/**
 * Reads a file of scores, as text or as bytes, of whatever tool, recognised by its content: our own lines, samples of lm-evaluation-harness,
 * results of promptfoo, a log of inspect_ai. What is wrong is said in problems; never throws.
 */
export function readScores(source: string | Buffer, file: string): Import {
  if (typeof source !== "string") {
    // Our own lines are the format of large files, and need not be one text for it.
    const head = parsed(firstLine(source.toString("utf8", 0, headBytes).replace(/^\ufeff/, "")));
    if (isOwn(head.value)) return own(source, file);
  }
  const text = String(source);
  const plain = text.replace(/^\ufeff/, "");
  // inspect_ai's own format is a zip, which begins like this.
  if (plain.startsWith("PK\u0003\u0004")) return refused("import-inspect-zip", { file });
  const first = firstLine(plain);
  const line = parsed(first);
  if (isLmEval(line.value)) return lmEvalScores(rowsOf(plain), file);
  const mayBeDocument = isBeginning(first) || file.endsWith(".json");
  if (isOwn(line.value) || (line.reason !== null && !mayBeDocument)) return own(plain, file);
  const whole = line.reason === null && first.trim() === plain.trim() ? line : parsed(plain);
  // Lines of JSON that are no document together are read as ours, which says what is wrong with which.
  if (whole.reason !== null) {
    return line.reason === null ? own(plain, file) : refused("import-not-json", { file, reason: whole.reason });
  }
  const { value } = whole;
  if (Array.isArray(value) && isLmEval(value[0])) {
    return lmEvalScores(
      value.map((sample, index) => ({ sample, row: index + 1 })),
      file,
    );
  }
  if (isInspect(value)) return inspectScores(value, file);
  if (isPromptfoo(value)) return promptfooScores(value, file);
  return line.reason === null && !file.endsWith(".json") ? own(plain, file) : refused("import-unknown", { file });
}

function own(source: string | Buffer, file: string): Import {
  const { rows, problems } = parseScoreFile(source, file);
  return { sources: [{ name: null, rows }], problems };
}

function isOwn(value: unknown): boolean {
  return isRecord(value) && "id" in value && "scores" in value;
}

/** The beginning of a document of several lines, such as `{`. */
function isBeginning(line: string): boolean {
  return /^[[{\s]+$/.test(line);
}

function firstLine(text: string): string {
  return /^\s*(.*)/.exec(text)?.[1] ?? "";
}

function parsed(text: string): { value: unknown; reason: string | null } {
  try {
    return { value: JSON.parse(text), reason: null };
  } catch (error) {
    return { value: undefined, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** JSON lines; `sample` is undefined for one that is no JSON. Rows are counted from 1. */
function rowsOf(text: string): { sample: unknown; row: number }[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    return line.trim() === "" ? [] : [{ sample: parsed(line).value, row: index + 1 }];
  });
}
