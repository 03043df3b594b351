import { spawn } from "node:child_process";

export interface CommandOptions {
  signal: AbortSignal;
  env?: Record<string, string>;
}

export interface CommandResult {
  ok: boolean;
  /** The last of what it wrote, for a message. */
  tail: string;
}

const KEPT = 4096;

/**
 * Runs a program without a shell and waits for its end. Null where there is no such program. When `signal` aborts, the
 * program is ended and the signal's reason thrown.
 */
export async function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  options: CommandOptions,
): Promise<CommandResult | null> {
  options.signal.throwIfAborted();
  const child = spawn(program, args, { env: { ...process.env, ...options.env }, stdio: ["ignore", "pipe", "pipe"] });
  let tail = "";
  const keep = (text: string) => {
    tail = (tail + text).slice(-KEPT);
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  const stop = () => child.kill();
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    const code = await new Promise<number | null | "missing">((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "EACCES") resolve("missing");
        else reject(error);
      });
      child.once("close", resolve);
    });
    options.signal.throwIfAborted();
    return code === "missing" ? null : { ok: code === 0, tail: tail.trim() };
  } finally {
    options.signal.removeEventListener("abort", stop);
  }
}
