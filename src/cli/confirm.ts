import { createInterface } from "node:readline/promises";
import type { Io } from "./io.ts";

/** Asks a person on the terminal, and says whether the answer is one of those that `yes` matches. Cancelled by `io.signal`. */
export async function confirm(question: string, yes: RegExp, io: Io): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself while it asks.
  asking.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return yes.test((await asking.question(question, { signal: io.signal })).trim());
  } finally {
    asking.close();
  }
}
