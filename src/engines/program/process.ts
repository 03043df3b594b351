import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { CodedError } from "../../protocol/problem.ts";
import { javascriptHost, pythonHost } from "./hosts.ts";

/** The process is no more: it died, or was killed for taking too long. The message is for people. */
export class ProgramGone extends Error {}

export interface Program {
  ask(value: unknown, seconds: number, signal: AbortSignal): Promise<Record<string, unknown>>;
  /** The end of what it printed since the last look. */
  printed(): string;
  kill(): void;
}

/** Of what it prints, so much is kept: enough to see what went wrong. */
const mostPrinted = 20_000;
/** Loading a module and what it imports; seconds. */
const START_SECONDS = 60;

interface Options {
  program: string;
  memory_mb: number;
  signal: AbortSignal;
  runtimes?: { javascript: string; python: string };
}

/** Starts a program and waits until it can score. Throws `program-not-started`. */
export async function openProgram(options: Options): Promise<Program> {
  const child = start(options);
  const conversation = converse(child, options.program.endsWith(".py") ? 1 : 3);
  try {
    await conversation.next(START_SECONDS, options.signal);
  } catch (error) {
    conversation.kill();
    if (!(error instanceof ProgramGone)) throw error;
    const reason = lastLine(conversation.printed()) ?? error.message;
    throw new CodedError("program-not-started", { file: options.program, reason }, { cause: error });
  }
  return {
    printed: conversation.printed,
    kill: conversation.kill,
    ask(value, seconds, signal) {
      child.stdin?.write(`${JSON.stringify(value)}\n`);
      return conversation.next(seconds, signal);
    },
  };
}

function start({ program, memory_mb, runtimes }: Options): ChildProcess {
  const isPython = program.endsWith(".py");
  const python = runtimes?.python ?? (process.platform === "win32" ? "python" : "python3");
  const [command, args] = isPython
    ? [python, ["-u", "-c", pythonHost, program, String(memory_mb)]]
    : [
        runtimes?.javascript ?? process.execPath,
        [`--max-old-space-size=${memory_mb}`, "--input-type=module", "-e", javascriptHost, program],
      ];
  return spawn(command, args, {
    cwd: path.dirname(program),
    env: environment(),
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    windowsHide: true,
  });
}

/** What a runtime needs to start, and nothing else: keys in the environment are not the program's business. */
function environment(): NodeJS.ProcessEnv {
  const needed = [
    "PATH",
    "Path",
    "HOME",
    "USERPROFILE",
    "SystemRoot",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LANG",
    "PATHEXT",
  ];
  const kept = needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return {
    ...Object.fromEntries(kept),
    ELECTRON_RUN_AS_NODE: "1",
    PYTHONIOENCODING: "utf-8",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** `descriptor`: where its results come from. */
function converse(child: ChildProcess, descriptor: 1 | 3) {
  let printed = "";
  let gone: ProgramGone | null = null;
  let waiting: { resolve: (reply: Record<string, unknown>) => void; reject: (error: unknown) => void } | null = null;
  const print = (text: Buffer) => {
    printed = (printed + text.toString("utf8")).slice(-mostPrinted);
  };
  const take = (line: string) => {
    let reply: unknown;
    try {
      reply = JSON.parse(line);
    } catch {
      return print(Buffer.from(`${line}\n`)); // no reply of ours: something printed before we had the descriptor
    }
    const asked = waiting;
    waiting = null;
    if (typeof reply === "object" && reply !== null) asked?.resolve(reply as Record<string, unknown>);
  };
  const end = (reason: string) => {
    gone ??= new ProgramGone(reason);
    waiting?.reject(gone);
    waiting = null;
  };
  child.stderr?.on("data", print);
  const replies = child.stdio[descriptor] as Readable;
  if (descriptor !== 1) child.stdout?.on("data", print);
  createInterface({ input: replies, crlfDelay: Number.POSITIVE_INFINITY }).on("line", take);
  // A program that dies while it is written to says so by its end.
  child.stdin?.on("error", () => undefined);
  child.on("error", (error) => end(error.message));
  child.on("close", (code, signal) => end(lastLine(printed) ?? `it ended (${signal ?? `code ${code}`})`));

  return {
    printed() {
      const text = printed;
      printed = "";
      return text;
    },
    kill: () => void child.kill("SIGKILL"),
    next(seconds: number, signal: AbortSignal): Promise<Record<string, unknown>> {
      if (gone) return Promise.reject(gone);
      return new Promise((resolve, reject) => {
        const stop = () => settle(() => reject(signal.reason));
        const timer = setTimeout(() => {
          settle(() => reject(new ProgramGone(`it took more than ${seconds} s`)));
          child.kill("SIGKILL");
        }, seconds * 1000);
        const settle = (then: () => void) => {
          clearTimeout(timer);
          signal.removeEventListener("abort", stop);
          waiting = null;
          then();
        };
        signal.addEventListener("abort", stop, { once: true });
        waiting = {
          resolve: (reply) => settle(() => resolve(reply)),
          reject: (error) => settle(() => reject(error)),
        };
      });
    },
  };
}

/** An error's last line says what it was; below it Node writes its version. */
function lastLine(text: string): string | null {
  const lines = text.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "" && !line.startsWith("at ") && !/^(Node\.js v|\^+$)/.test(line));
  return said.findLast((line) => /error|exception/i.test(line)) ?? said.at(-1) ?? null;
}
