import { type ChildProcess, fork } from "node:child_process";
import { type Job, type WorkerMessage, workerMessageSchema } from "../../protocol/job.ts";
import { CodedError } from "../../protocol/problem.ts";
import { childEnvironment } from "./child-environment.ts";
import { drainToLog } from "./child-log.ts";
import type { Command } from "./command.ts";

export interface JobOptions {
  /** The child's entry: `native/child.ts` in tests, its bundle in the product. */
  child: string;
  /** Asks for a stop: a training writes a checkpoint first, everything else just ends. */
  signal: AbortSignal;
  /** Everything that the child says, `done` and `failed` excluded. */
  onMessage(message: WorkerMessage): void;
  /**
   * Told of the child before it is given its job, and waited for: a child that nobody took note of has nothing to do, and
   * ends as soon as its parent is gone. What it returns is called when the child is gone.
   */
  onStart?: (pid: number) => Promise<() => Promise<void>>;
  /** A file that the child's stdout and stderr are appended to. */
  log: string;
  /** Default: the runtime that this process runs on. */
  execPath?: string;
}

export interface JobResult {
  /** Resident, of the process that did the work. */
  peak_memory_bytes: number;
  facts: Record<string, unknown>;
}

/** How long a stopped child may go on: a training finishes its step and writes a checkpoint. */
const GRACE_MS = { train: 60_000, other: 2_000 };
/** A child that has said its last word but does not end, say in a native destructor. */
const LINGER_MS = 10_000;

/**
 * Executes one job in a child process and waits until that process is gone.
 * Throws a CodedError: what the child said, `cancelled`, or `native-crash` for a death without a word.
 */
export async function executeJob(job: Job, options: JobOptions): Promise<JobResult> {
  if (options.signal.aborted) throw new CodedError("cancelled");
  const child = fork(options.child, [], {
    execPath: options.execPath ?? process.execPath,
    execArgv: [],
    env: childEnvironment(),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    windowsHide: true,
  } as Parameters<typeof fork>[2]);
  const output = drainToLog(child, options.log, (reason) =>
    options.onMessage({ type: "note", level: "warning", code: "job-log-not-written", params: { reason } }),
  );
  const conversation = converse(child, options);
  const gone = ended(child);
  const stop = () => stopChild(child, job);
  options.signal.addEventListener("abort", stop, { once: true });
  let forget: (() => Promise<void>) | undefined;
  try {
    if (child.pid !== undefined) forget = await options.onStart?.(child.pid);
    tell(child, { type: "job", job });
    const end = await gone;
    await output.written();
    return outcome(conversation.lastWord(), end, options.signal, output.meaningfulLine());
  } finally {
    options.signal.removeEventListener("abort", stop);
    conversation.close();
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await forget?.();
  }
}

type LastWord = Extract<WorkerMessage, { type: "done" | "failed" }>;

/** Reads the child's messages; its first `done` or `failed` is its last word. */
function converse(child: ChildProcess, options: JobOptions) {
  let lastWord: LastWord | null = null;
  let linger: NodeJS.Timeout | undefined;
  const conclude = (word: LastWord) => {
    if (lastWord) return;
    lastWord = word;
    linger = setTimeout(() => child.kill("SIGKILL"), LINGER_MS);
  };
  child.on("message", (value) => {
    const message = workerMessageSchema.safeParse(value);
    if (!message.success) {
      const detail = `message not understood: ${JSON.stringify(value)?.slice(0, 300)}`;
      conclude({ type: "failed", code: "internal-error", params: { detail } });
      child.kill("SIGKILL");
      return;
    }
    if (message.data.type === "done" || message.data.type === "failed") conclude(message.data);
    else if (!lastWord) options.onMessage(message.data);
  });
  return { lastWord: () => lastWord, close: () => clearTimeout(linger) };
}

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The process could not be started. */
  error: Error | null;
}

/** Resolves when the process is gone, its output read to the end and its last message delivered. */
async function ended(child: ChildProcess): Promise<End> {
  const disconnected = new Promise<void>((resolve) => child.once("disconnect", () => resolve()));
  const end = await new Promise<End>((resolve) => {
    let error: Error | null = null;
    child.on("error", (reason) => {
      error = reason;
      // A process that never started does not close on every platform.
      if (child.pid === undefined) resolve({ code: null, signal: null, error });
    });
    child.once("close", (code, signal) => resolve({ code, signal, error }));
  });
  if (child.pid !== undefined) await disconnected;
  return end;
}

function outcome(word: LastWord | null, end: End, signal: AbortSignal, line: string): JobResult {
  if (word?.type === "done") return { peak_memory_bytes: word.peak_memory_bytes, facts: word.facts };
  if (signal.aborted) throw new CodedError("cancelled");
  if (word) throw new CodedError(word.code, word.params, word.detail ? { cause: new Error(word.detail) } : {});
  if (end.error) throw new CodedError("child-not-started", { reason: end.error.message }, { cause: end.error });
  throw new CodedError("native-crash", {
    ...(end.code === null ? {} : { exit_code: end.code }),
    ...(end.signal === null ? {} : { signal: end.signal }),
    ...(line === "" ? {} : { detail: line }),
  });
}

function stopChild(child: ChildProcess, job: Job): void {
  tell(child, { type: "stop" });
  const grace = job.kind === "train" ? GRACE_MS.train : GRACE_MS.other;
  const timer = setTimeout(() => child.kill("SIGKILL"), grace);
  child.once("exit", () => clearTimeout(timer));
}

/** A child that is gone already can't be told anything; its end is reported by `ended`. */
function tell(child: ChildProcess, command: Command): void {
  if (child.connected) child.send(command, () => undefined);
}
