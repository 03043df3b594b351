import { parseArgs } from "node:util";
import type { Params } from "../protocol/messages.ts";
import { nearest } from "../spec/near.ts";
import { type CommandShape, commonOptions, type OptionSpec } from "./options.ts";

/** The command was not written as it has to be: exit code 2, with the code's text from this folder's table. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code: string;
  readonly params: Params;

  constructor(code: string, params: Params = {}) {
    super(`${code} ${JSON.stringify(params)}`);
    this.code = code;
    this.params = params;
  }
}

/** A command's arguments, checked against what it declares. */
export interface Arguments {
  operands: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** All values of an option that may be given more than once. */
  texts(name: string): readonly string[];
  /** A number within bounds. Throws `UsageError` otherwise. */
  number(name: string, bounds: { above?: number; below?: number }): number | undefined;
}

/** Parses what follows the command's name. Throws `UsageError` for what the command does not take. */
export function parseArguments(command: CommandShape, argv: readonly string[]): Arguments {
  const specs: Record<string, OptionSpec> = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({
    args: [...argv],
    options: forParser(specs),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, string | true>();
  const lists = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const value = checkOption(token, specs);
    values.set(token.name, value);
    if (typeof value === "string") lists.set(token.name, [...(lists.get(token.name) ?? []), value]);
  }
  if (!values.has("help")) checkCount(command, operands);
  return {
    operands,
    flag: (name) => values.get(name) === true,
    text(name) {
      const value = values.get(name);
      return typeof value === "string" ? value : undefined;
    },
    texts: (name) => lists.get(name) ?? [],
    number(name, { above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY }) {
      const value = values.get(name);
      if (typeof value !== "string") return undefined;
      const number = value.trim() === "" ? Number.NaN : Number(value);
      if (number > above && number < below) return number;
      throw new UsageError("option-not-number", { option: `--${name}`, value, above, below });
    },
  };
}

function forParser(specs: Readonly<Record<string, OptionSpec>>) {
  const entries = Object.entries(specs).map(([name, { value, short }]) => {
    const type = value === undefined ? ("boolean" as const) : ("string" as const);
    return [name, short === undefined ? { type } : { type, short }] as const;
  });
  return Object.fromEntries(entries);
}

interface OptionToken {
  name: string;
  rawName: string;
  value?: string | undefined;
}

function checkOption(
  { name, rawName, value }: OptionToken,
  specs: Readonly<Record<string, OptionSpec>>,
): string | true {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (!spec) {
    const near = nearest(name, Object.keys(specs)).map((known) => `--${known}`);
    throw new UsageError("option-unknown", { option: rawName, ...(near.length > 0 && { near: near.join(", ") }) });
  }
  if (spec.value === undefined) {
    if (value !== undefined) throw new UsageError("option-takes-no-value", { option: rawName });
    return true;
  }
  if (value === undefined || value === "")
    throw new UsageError("option-needs-value", { option: rawName, value: spec.value });
  if (spec.choices && !spec.choices.includes(value)) {
    const near = nearest(value, spec.choices)[0];
    throw new UsageError("option-not-choice", {
      option: rawName,
      value,
      choices: spec.choices.join(", "),
      ...(near !== undefined && { near }),
    });
  }
  return value;
}

function checkCount({ name, operands: shape, count: [least, most] }: CommandShape, operands: readonly string[]): void {
  if (operands.length < least) throw new UsageError("operand-missing", { command: name, operands: shape });
  const extra = operands[most];
  if (extra !== undefined) throw new UsageError("operand-extra", { command: name, operand: extra });
}
