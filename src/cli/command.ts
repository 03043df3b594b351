import type { Message } from "../protocol/messages.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";
import type { CommandShape } from "./options.ts";

export interface Command extends CommandShape {
  /** One line. */
  summary: Message;
  examples?: readonly string[];
  /** Commands behind this one's name, for the help. */
  actions?: readonly Command[];
  /** Returns the exit code. What it throws is shown at the edge. */
  run(args: Arguments, io: Io): Promise<number>;
}

/** Ends of the program that scripts can tell apart. */
export const exitCode = { fine: 0, failed: 1, usage: 2, cancelled: 130 } as const;
