import { type ChildProcess, fork } from "node:child_process";
import { CodedError } from "../../protocol/problem.ts";
import { childEnvironment } from "./child-environment.ts";
import { type Command, type CountedRow, type CountMessage, countMessageSchema } from "./command.ts";

export interface CountOptions {
  /** A GGUF file. Only its vocabulary and chat template are read. */
  model: string;
  /** The engine's entry: `native/child.ts` in tests, its bundle in the product. */
  child: string;
  signal?: AbortSignal;
  /** How long the child may take to start and for each batch, milliseconds. Default: a minute. */
  limit?: number;
  onProgress?(done: number, total: number): void;
}

/** One number for each row, in the rows' order. */
export interface TokenCounts {
  /** Prompt, answer and end of turn, template included. −1: the chat template refuses the row. */
  totals: Int32Array;
  /** The answer alone, its end not counted. */
  answers: Int32Array;
  /** Why ChatML stands in for the model's own template; null where it does not. */
  fallback: Extract<CountMessage, { type: "ready" }>["fallback"];
}

const ROWS_AT_ONCE = 256;
const USUAL_LIMIT_MS = 60_000;

/**
 * Counts tokens as a training would, with the model's own tokenizer, in a child process that ends with the call.
 * Throws a CodedError: what the child said, `cancelled`, `count-timeout`, or `native-crash` for a death without a word.
 */
export async function countTokens(rows: readonly CountedRow[], options: CountOptions): Promise<TokenCounts> {
  const { signal, limit = USUAL_LIMIT_MS } = options;
  if (signal?.aborted) throw new CodedError("cancelled");
  const child = fork(options.child, [], {
    execArgv: [],
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    windowsHide: true,
  } as Parameters<typeof fork>[2]);
  const conversation = converse(child, limit);
  const stop = () => conversation.fail(new CodedError("cancelled"));
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const ready = await conversation.ask({ type: "count", model: options.model });
    const totals = new Int32Array(rows.length);
    const answers = new Int32Array(rows.length);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const batch = rows.slice(start, start + ROWS_AT_ONCE).map(({ messages, answer }) => ({ messages, answer }));
      const said = await conversation.ask({ type: "count-rows", rows: batch });
      if (said.type !== "counts" || said.totals.length !== batch.length) throw unexpected(said);
      totals.set(said.totals, start);
      answers.set(said.answers, start);
      options.onProgress?.(start + batch.length, rows.length);
    }
    if (ready.type !== "ready") throw unexpected(ready);
    return { totals, answers, fallback: ready.fallback };
  } finally {
    signal?.removeEventListener("abort", stop);
    child.kill("SIGKILL");
  }
}

/** One question at a time; a child that dies or goes silent fails the question that waits. */
function converse(child: ChildProcess, limit: number) {
  let waiting: { resolve(message: CountMessage): void; reject(error: unknown): void } | null = null;
  let failure: unknown = null;
  const fail = (error: unknown) => {
    failure ??= error;
    waiting?.reject(failure);
  };
  child.on("error", (error) => fail(new CodedError("child-not-started", { reason: error.message }, { cause: error })));
  child.once("exit", (code, signal) =>
    fail(new CodedError("native-crash", code === null ? { signal: signal ?? "" } : { exit_code: code })),
  );
  child.on("message", (value) => {
    const message = countMessageSchema.safeParse(value);
    if (!message.success) fail(unexpected(value));
    else if (message.data.type === "failed") fail(new CodedError(message.data.code, message.data.params));
    else waiting?.resolve(message.data);
  });
  async function ask(command: Command): Promise<CountMessage> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<CountMessage>((resolve, reject) => {
        if (failure) return reject(failure);
        waiting = { resolve, reject };
        timer = setTimeout(() => fail(new CodedError("count-timeout", { seconds: limit / 1000 })), limit);
        // Where it can't be sent the child is gone, and `exit` says so.
        child.send(command, () => undefined);
      });
    } finally {
      clearTimeout(timer);
      waiting = null;
    }
  }
  return { ask, fail };
}

function unexpected(value: unknown): CodedError {
  return new CodedError("internal-error", {
    detail: `message not understood: ${JSON.stringify(value)?.slice(0, 300)}`,
  });
}
