import { VERSION } from "../core.ts";
import { nearest } from "../spec/near.ts";
import { parseArguments, UsageError } from "./arguments.ts";
import { type Command, exitCode } from "./command.ts";
import { commands, innerCommands } from "./commands.ts";
import { showError } from "./errors.ts";
import { commandHelp, generalHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { languageOf } from "./language.ts";

/** Commands that print JSON line by line: an error in their midst would be no such line. */
const streaming = new Set(["run", "resume", "logs"]);

/** Runs a command line; returns the exit code. Everything that goes wrong has been shown by then. */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  const [word, ...rest] = argv;
  if (word === undefined) {
    io.err.line(generalHelp(commands, io));
    return exitCode.usage;
  }
  if (word === "--version" || word === "-V") {
    io.out.line(VERSION);
    return exitCode.fine;
  }
  if (word === "--help" || word === "-h" || word === "help") return help(rest[0], io);
  const command = find(word);
  return command ? execute(command, rest, io) : showError(unknownCommand(word), io);
}

async function execute(command: Command, argv: readonly string[], io: Io): Promise<number> {
  try {
    const args = parseArguments(command, argv);
    if (args.flag("help")) {
      io.out.line(commandHelp(command, io));
      return exitCode.fine;
    }
    return await command.run(args, io);
  } catch (error) {
    const stream = streaming.has(command.name) && !argv.some((word) => word === "--detach" || word === "-d");
    return showError(error, io, { command: command.name, stream });
  }
}

/** How the program speaks, as its arguments and the environment say. */
export function manners(argv: readonly string[], environment: Io["environment"]): Pick<Io, "json" | "language"> {
  const json = argv.includes("--json");
  // Looked for before the arguments are understood, since a mistake in them is a text too.
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = at < 0 ? undefined : (argv[at]?.split("=")[1] ?? argv[at + 1]);
  // JSON is English unless a language is asked for: scripts must not depend on whose terminal they run in.
  return { json, language: languageOf(asked ?? (json ? "en" : undefined), environment) };
}

function find(name: string): Command | undefined {
  return [...commands, ...innerCommands].find((command) => command.name === name);
}

function unknownCommand(word: string): UsageError {
  const near = nearest(
    word,
    commands.map(({ name }) => name),
  )[0];
  return new UsageError("command-unknown", { command: word, ...(near !== undefined && { near }) });
}

function help(name: string | undefined, io: Io): number {
  const command = name === undefined ? undefined : find(name);
  io.out.line(command ? commandHelp(command, io) : generalHelp(commands, io));
  return exitCode.fine;
}
