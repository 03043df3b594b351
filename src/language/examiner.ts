import { type ChildProcess, fork } from "node:child_process";
import { type ExaminerReply, type ExaminerRequest, examinerReplySchema } from "../protocol/examiner.ts";
import type { Severities } from "../spec/ignore.ts";

export interface Examiner {
  /** Asks about a file as the editor holds it. `onReply` gets what is found, again when more is; an older question about the file is dropped. */
  examine(file: string, text: string, severities: Severities, onReply: (reply: ExaminerReply) => void): void;
  /** Nobody wants to know about the file any more. */
  forget(file: string): void;
  close(): void;
}

export interface ExaminerOptions {
  /** The process's program: `examiner-main.ts` in tests, its bundle in the product. */
  entry: string;
  /** Told once where the process died or could not be started; it is started again with the next question. */
  onFailure(reason: string): void;
  /** How long an idle process is kept, milliseconds: it holds the data that it read. Default: five minutes. */
  idle?: number;
}

/** A process that died so often on what it was asked will die again: the file is at fault, and typing must not start it each time. */
const mostDeaths = 3;

/** Starts the process with the first question and not before; the language server itself reads no data. */
export function openExaminer({ entry, onFailure, idle = 300_000 }: ExaminerOptions): Examiner {
  let child: ChildProcess | null = null;
  let lastId = 0;
  let deaths = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Map<string, { id: number; onReply: (reply: ExaminerReply) => void }>();

  function start(): ChildProcess {
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const started = fork(entry, [], {
      execArgv: [],
      env: { ...environment, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const gone = (reason: string) => {
      if (child !== started) return;
      child = null;
      deaths++;
      forsake(reason);
      onFailure(reason);
    };
    started.on("error", (error) => gone(error.message));
    started.once("exit", (code, signal) => gone(`exit ${signal ?? code}`));
    started.on("message", (value) => {
      if (child === started) keep();
      const reply = examinerReplySchema.safeParse(value);
      if (!reply.success) return onFailure(`message not understood: ${reply.error.message}`);
      const entry = [...waiting].find(([, { id }]) => id === reply.data.id);
      if (!entry) return;
      if (reply.data.type === "failed") onFailure(reply.data.reason);
      entry[1].onReply(reply.data);
    });
    return started;
  }

  /** Whoever waits for an answer is told that none will come. */
  function forsake(reason: string): void {
    const left = [...waiting.values()];
    waiting.clear();
    for (const { id, onReply } of left) onReply({ type: "failed", id, reason });
  }

  function stop(): void {
    const ending = child;
    child = null;
    forsake("it was ended");
    ending?.kill();
  }

  /** Counting may take longer than an idle process is kept: each word of it says that it is at work. */
  function keep(): void {
    clearTimeout(timer);
    timer = setTimeout(stop, idle).unref();
  }

  function send(request: ExaminerRequest): void {
    keep();
    child ??= start();
    // What can't be sent is lost with the process, whose end is told.
    child.send(request, () => undefined);
  }

  return {
    examine(file, text, severities, onReply) {
      if (deaths >= mostDeaths) return;
      const id = ++lastId;
      waiting.set(file, { id, onReply });
      send({ type: "examine", id, file, text, severities: { ...severities } });
    },
    forget(file) {
      if (waiting.delete(file) && child) send({ type: "forget", file });
    },
    close() {
      clearTimeout(timer);
      stop();
    },
  };
}
