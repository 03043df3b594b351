import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Disposable } from "../disposable.ts";

/** Kept of what a command wrote to stderr: enough for a message, the log has all of it. */
const STDERR_TAIL = 4000;
/** A command that answers with more than this has gone wrong; plans and lists are some kilobytes. */
const STDOUT_LIMIT = 32 * 1024 * 1024;

export interface CliResult {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  /** The end of what it said to people. */
  stderr: string;
}

export interface CliProcess extends Disposable {
  pid: number | undefined;
  done: Promise<CliResult>;
  /** Asks it to end: it stops its children, keeps what can be kept, and writes the log's end. */
  stop(): void;
  /** Ends it without asking. */
  dispose(): void;
}

export interface CliOptions {
  /** Absolute path of the bundle `cli.mjs`. */
  script: string;
  args: readonly string[];
  /** Where relative paths in `args` start. */
  cwd: string;
  /** Aborting is the same as `stop`. */
  signal?: AbortSignal;
  /** For each line of stdout, in place of collecting it. */
  onLine?: (line: string) => void;
  /** For each line that is meant for people. */
  onMessage?: (line: string) => void;
}

/**
 * Runs our own command line on the editor's runtime, so that no Node needs to be installed. There is no shell in between,
 * and the inspector flags of a debugged extension host are not passed on.
 *
 * A closed channel is what tells it to end: `stop` closes it (Windows has no signal that a process could act on), and so
 * does a window that dies.
 */
export function startCli({ script, args, cwd, signal, onLine, onMessage }: CliOptions): CliProcess {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    windowsHide: true,
  });
  const stop = () => askToStop(child);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();

  let stdout = "";
  let stderr = "";
  const read = Promise.all([
    lines(child.stdout, (line) => {
      if (onLine) onLine(line);
      else if (stdout.length < STDOUT_LIMIT) stdout += `${line}\n`;
    }),
    lines(child.stderr, (line) => {
      onMessage?.(line);
      stderr = `${stderr}${line}\n`.slice(-STDERR_TAIL);
    }),
  ]);
  // Not `close`: Node never tells that of a child whose channel we closed.
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const done = ended
    .then(async (code) => {
      await read;
      return { code, stdout, stderr: stderr.trim() };
    })
    .finally(() => signal?.removeEventListener("abort", stop));
  return { pid: child.pid, done, stop, dispose: () => void child.kill("SIGKILL") };
}

/** Once: a second wish, or a signal on top of the first, would end it before it has written its log's end. */
function askToStop(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}

/** Whole lines of a stream; a last one without an end counts. Resolves when there are no more. */
function lines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return Promise.resolve(); // not with the pipes that we ask for
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) onLine(part.replace(/\r$/, ""));
  });
  return new Promise((resolve) => {
    stream.once("close", () => {
      if (rest !== "") onLine(rest);
      resolve();
    });
  });
}
