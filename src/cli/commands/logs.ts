import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readRun, resolveRun } from "../../core.ts";
import { isMissing } from "../../disk/files.ts";
import { parseEvent } from "../../protocol/event.ts";
import { CodedError } from "../../protocol/problem.ts";
import { type Command, exitCode } from "../command.ts";
import { eventText } from "../event-text.ts";
import { lineReader } from "../follow.ts";
import type { Io } from "../io.ts";
import { workspaceFor } from "../workspace.ts";

const POLL_MS = 300;

export const command: Command = {
  name: "logs",
  summary: { en: "Print the events of a run.", "zh-cn": "输出运行的事件。" },
  operands: "RUN",
  count: [1, 1],
  options: {
    follow: { short: "f", about: { en: "Go on until the run is over.", "zh-cn": "持续输出直到运行结束。" } },
  },
  examples: ["logs latest -f", "logs latest --json"],
  async run(args, io) {
    const workspace = await workspaceFor(args);
    const run = await resolveRun(workspace, args.operands[0] ?? "");
    const read = lineReader(path.join(workspace.runFolder(run), "events.jsonl"));
    for (;;) {
      // Asked before reading: a run that ends in between is read to its end in the next round.
      const { state } = await readRun(workspace, run);
      const lines = await read().catch((error) => {
        if (isMissing(error)) throw new CodedError("run-not-found", { run });
        throw error;
      });
      for (const line of lines) write(line, io);
      if (!args.flag("follow") || state !== "running" || io.out.isClosed()) return exitCode.fine;
      await sleep(POLL_MS, undefined, { signal: io.signal });
    }
  },
};

/** With --json the line as it is: a newer version's events are passed on too. */
function write(line: string, io: Io): void {
  if (line.trim() === "") return;
  const event = io.json ? null : parseEvent(jsonOf(line));
  if (io.json) io.out.line(line);
  else io.out.line(event ? eventText(event, io) : io.out.paint("dim", `${" ".repeat(8)}?  ${line.slice(0, 200)}`));
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a torn line: shown as it is
    throw error;
  }
}
