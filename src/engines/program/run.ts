import { appendFile } from "node:fs/promises";
import { CodedError } from "../../protocol/problem.ts";
import { openProgram, type Program, ProgramGone } from "./process.ts";

/** What a program is given of one answer. */
export interface ProgramCase {
  id: string;
  messages: readonly { role: string; content: string }[];
  expected: string;
  answer: string;
}

export type ProgramResult = { score: number; failure: null } | { score: null; failure: string };

export interface ProgramOptions {
  /** Absolute path of a `.mjs`, `.cjs`, `.js` or `.py` file. */
  program: string;
  cases: readonly ProgramCase[];
  /** Seconds for one case. */
  timeout: number;
  memory_mb: number;
  signal: AbortSignal;
  /** A file for what the program prints. */
  log: string;
  onProgress: (done: number) => void;
  /** Default: the runtime that this process runs on; `python3`, on Windows `python`. */
  runtimes?: { javascript: string; python: string };
}

/** So many deaths without a score between them, and the program is broken, not the answers. */
const mostDeathsInARow = 5;

/**
 * Has a person's program score all cases, one after the other, in a process of its own: a case on which it throws, dies or
 * takes too long has no score and is named; the next case gets a fresh process.
 * Throws `program-not-started` (with what it printed last), `program-dies` and the signal's reason.
 */
export async function runProgram(options: ProgramOptions): Promise<ProgramResult[]> {
  const { cases, signal, onProgress } = options;
  const results: ProgramResult[] = [];
  let program: Program | null = null;
  let deaths = 0;
  try {
    for (const one of cases) {
      signal.throwIfAborted();
      program ??= await openProgram(options);
      const outcome = await ask(program, one, options);
      if (outcome.isGone) {
        await keep(program, options.log);
        program.kill();
        program = null;
        deaths += 1;
        if (deaths >= mostDeathsInARow) {
          throw new CodedError("program-dies", { file: options.program, id: one.id, reason: outcome.failure });
        }
      } else deaths = 0;
      results.push(resultOf(outcome));
      onProgress(results.length);
    }
    return results;
  } finally {
    if (program) {
      await keep(program, options.log);
      program.kill();
    }
  }
}

type Outcome = { isGone: boolean; failure: string } | { isGone: false; value: unknown };

async function ask(program: Program, one: ProgramCase, { timeout, signal }: ProgramOptions): Promise<Outcome> {
  try {
    const reply = await program.ask(one, timeout, signal);
    if (typeof reply.error === "string") return { isGone: false, failure: reply.error };
    return { isGone: false, value: reply.score };
  } catch (error) {
    if (!(error instanceof ProgramGone)) throw error;
    return { isGone: true, failure: error.message };
  }
}

/** Yes and no count as 1 and 0; what is no share is no score. */
function resultOf(outcome: Outcome): ProgramResult {
  if (!("value" in outcome)) return { score: null, failure: outcome.failure };
  const { value } = outcome;
  if (typeof value === "boolean") return { score: value ? 1 : 0, failure: null };
  if (typeof value === "number" && value >= 0 && value <= 1) return { score: value, failure: null };
  return { score: null, failure: `${JSON.stringify(value) ?? "nothing"} is no number from 0 to 1` };
}

async function keep(program: Program, log: string): Promise<void> {
  const printed = program.printed();
  if (printed !== "") await appendFile(log, printed);
}
