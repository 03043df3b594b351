import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import path from "node:path";
import { announce, isWatched } from "../../../../disk/operation.ts";
import { type Answer, answerSchema } from "../../../../protocol/item.ts";

/** Answers of this and earlier attempts, by `answerKey`. */
export interface Partial {
  answers: Map<string, Answer>;
  /** Keeps an answer. It is with the operating system when this returns, so killing the process loses nothing. */
  add(answer: Answer): void;
  close(): void;
}

/** Which answer to which item. */
export function answerKey({ id, repeat = 0 }: { id: string; repeat?: number | undefined }): string {
  return repeat === 0 ? id : `${id}\u0000${repeat}`;
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
      answers.set(answerKey(answer), answer);
      const line = Buffer.from(`${JSON.stringify(answer)}\n`);
      for (let written = 0; written < line.length; ) {
        announce("write", file);
        // Under watch in two halves, so that a test can end the process between them.
        const piece = isWatched() && written === 0 ? line.length >> 1 : line.length - written;
        written += writeSync(descriptor, line, written, piece);
      }
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
    answers.set(answerKey(answer), answer);
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
