import { type ChildProcess, fork } from "node:child_process";
import { CodedError } from "../../../../protocol/problem.ts";
import type { TokenizedData, TokenizeRequest } from "./tokenize.ts";

/**
 * Tokenizing happens in a process of its own. node-llama-cpp and the trainer use the same libraries in different ways:
 * both would register ggml's backends and replace each other's log, and ending the one would pull the floor from under
 * the other. The price is some 50 ms.
 */

/** Messages of that process. Rows go over in pieces: a message is one block of memory at both ends. */
export type TokenizerMessage =
  | { type: "rows"; split: "train" | "validation"; rows: TokenizedData["train"] }
  | { type: "end"; notes: TokenizedData["notes"] }
  | { type: "failed"; code: string; params: Record<string, string | number> };

const ROWS_PER_MESSAGE = 1000;

/** Asks a copy of this process (`entry` is the script it runs) to tokenize. Throws what it throws; kills it on `signal`. */
export async function tokenizeElsewhere(
  request: TokenizeRequest,
  { entry, signal }: { entry: string; signal: AbortSignal },
): Promise<TokenizedData> {
  const child = fork(entry, [], {
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  const kill = () => child.kill("SIGKILL");
  signal.addEventListener("abort", kill, { once: true });
  try {
    return await collect(child, request);
  } catch (error) {
    if (signal.aborted) throw new CodedError("cancelled");
    throw error;
  } finally {
    signal.removeEventListener("abort", kill);
    kill();
  }
}

function collect(child: ChildProcess, request: TokenizeRequest): Promise<TokenizedData> {
  const data: TokenizedData = { train: [], validation: [], notes: [] };
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    const exited = new Promise<{ exit_code: number } | { signal: string }>((tell) =>
      child.once("exit", (code, signal) => tell(signal ? { signal } : { exit_code: code ?? 0 })),
    );
    // Its end may be known before its last message is read; the channel closes after that.
    child.once("disconnect", async () => {
      reject(new CodedError("native-crash", { ...(await exited), detail: "tokenizer" }));
    });
    child.on("message", (message: TokenizerMessage) => {
      if (message.type === "rows") data[message.split].push(...message.rows);
      else if (message.type === "end") resolve({ ...data, notes: message.notes });
      else reject(new CodedError(message.code, message.params));
    });
    child.send({ type: "tokenize", ...request });
  });
}

/** The other side: sends the data in pieces. */
export async function sendData({ train, validation, notes }: TokenizedData): Promise<void> {
  for (const [split, rows] of [
    ["train", train],
    ["validation", validation],
  ] as const) {
    for (let start = 0; start < rows.length; start += ROWS_PER_MESSAGE) {
      await say({ type: "rows", split, rows: rows.slice(start, start + ROWS_PER_MESSAGE) });
    }
  }
  await say({ type: "end", notes });
}

function say(message: TokenizerMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => (error ? reject(error) : resolve()));
  });
}
