import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import path from "node:path";
import { type Answer, answerSchema } from "../../../../protocol/item.ts";

/** Answers of this and earlier attempts, by item id. */
export interface Partial {
  answers: Map<string, Answer>;
  /** Keeps an answer. It is with the operating system when this returns, so killing the process loses nothing. */
  add(answer: Answer): void;
  close(): void;
}

/**
 * Opens a file of answers, one a line, to go on with it. A torn last line (the process was killed while it wrote) is cut
 * off; so is everything from a line on that is no answer, since we did not write that.
 */
export function openPartial(file: string): Partial {
  mkdirSync(path.dirname(file), { recursive: true });
  const { answers, bytes } = readAnswers(file);
  if (bytes !== null) truncateSync(file, bytes);
  const descriptor = openSync(file, "a");
  return {
    answers,
    add(answer) {
      answers.set(answer.id, answer);
      const line = Buffer.from(`${JSON.stringify(answer)}\n`);
      for (let written = 0; written < line.length; ) written += writeSync(descriptor, line, written);
    },
    close: () => closeSync(descriptor),
  };
}

/** Whole answers at the file's beginning, and their length; null bytes: there is no file. */
function readAnswers(file: string): { answers: Map<string, Answer>; bytes: number | null } {
  const answers = new Map<string, Answer>();
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { answers, bytes: null };
    throw error;
  }
  let start = 0;
  for (let end = content.indexOf("\n"); end !== -1; end = content.indexOf("\n", start)) {
    const answer = parseAnswer(content.toString("utf8", start, end));
    if (!answer) break;
    answers.set(answer.id, answer);
    start = end + 1;
  }
  return { answers, bytes: start };
}

function parseAnswer(line: string): Answer | null {
  try {
    return answerSchema.parse(JSON.parse(line));
  } catch {
    return null; // a torn or foreign line: what it should have said is asked again
  }
}
